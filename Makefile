# papo: `make help` lists the targets. Everything that is built lies in build/.
# Variants beside each other: build/papo (release), build/debug/papo, build/asan/papo.
MAKEFLAGS += --no-print-directory
ifeq ($(MAKELEVEL)$(filter -j%,$(MAKEFLAGS)),0)
MAKEFLAGS += -j$(shell nproc)
endif
.DELETE_ON_ERROR:
.SUFFIXES:
.DEFAULT_GOAL := all
PREFIX ?= /usr/local
# Below a PREFIX of one's own, what is installed needs no root.
SYSCONFDIR ?= $(if $(filter /usr /usr/local,$(PREFIX)),,$(PREFIX))/etc
Q := $(if $(V),,@)# V=1 shows the commands

# ---- sources: wildcards, so that no source and no test can be left out ---------------------------
LIB_SRC     := $(sort $(wildcard src/*/*.cpp))
# Test code is compiled several sources at a time (a unity build), so that common headers are read once.
# $1: a folder, $2: its sources, $3: the numbers of the lumps that the sources are dealt to.
deal         = $(foreach lump,$3,$(eval build/lumps/$1/$(lump).cpp_OF := $(shell printf '%s\n' $(sort $2) | awk 'NR % $(words $3) == $(lump)'))build/lumps/$1/$(lump).cpp)
lump         = $(eval build/lumps/$1.cpp_OF := $(sort $2))build/lumps/$1.cpp
# What the clients of tests and tools share.
CLIENT_SRC  := $(sort $(wildcard tools/client/*.cpp))
SUPPORT_SRC := $(call deal,tests/support,$(wildcard tests/support/*.cpp),0 1) $(CLIENT_SRC)
# The judges of the chaos tool have unit tests, too.
JUDGE_SRC   := $(call deal,tools/chaos,$(filter-out %/main.cpp,$(wildcard tools/chaos/*.cpp)),0 1)
CHAOS_SRC   := tools/chaos/main.cpp $(JUDGE_SRC) $(SUPPORT_SRC)
# Unit tests are lumped by folders: the names of helpers must differ within a lump.
UNIT_LUMPS  := base-chat-media net-sys proto store http-talk-uploads commands-config-ops-server tools
unit_tests   = $(wildcard $(patsubst %,tests/unit/%/*.cpp,$(subst -, ,$1)))
UNIT_SRC    := $(foreach folders,$(UNIT_LUMPS),$(call lump,tests/unit/$(folders),$(call unit_tests,$(folders)))) $(JUDGE_SRC) $(SUPPORT_SRC)
$(if $(filter-out $(foreach folders,$(UNIT_LUMPS),$(call unit_tests,$(folders))),$(wildcard tests/unit/*/*.cpp tests/unit/*.cpp)),$(error UNIT_LUMPS lacks a folder of tests/unit))
SIM_SRC     := $(call deal,tests/sim,$(wildcard tests/sim/*.cpp),0 1) $(SUPPORT_SRC)
INTEGRATION_SRC := $(call deal,tests/integration,$(wildcard tests/integration/*.cpp),0 1 2 3) $(SUPPORT_SRC)
# Tools: a folder and a program each. The parts of papo-load have unit tests, too.
LOAD_SRC        := $(sort $(wildcard tools/bench/load/*.cpp)) $(CLIENT_SRC)
BOUND_SRC       := $(sort $(wildcard tools/bench/bound/*.cpp))
STORAGE_SRC     := $(sort $(wildcard tools/bench/storage/*.cpp))
# Fuzz targets: the unit tests replay the corpora of those that need no server.
FUZZ_SRC        := $(sort $(wildcard tests/fuzz/*.cpp))
UNIT_SRC        += $(filter-out %/main.cpp %/session.cpp,$(FUZZ_SRC))
UNIT_SRC        += $(filter-out %/main.cpp,$(LOAD_SRC)) $(addprefix tools/bench/bound/,client_frames.cpp echo_stream.cpp)

# ---- libraries: looked up when first used, so that deps and help work on a bare system -----------
LIBS      := libcrypto nlohmann_json CLI11 spdlog sqlite3 zlib libseccomp libqrencode libsystemd
TEST_LIBS := gtest_main gtest
lookup     = $(or $(shell pkg-config $1 $2 2>/dev/null && echo ' '),$(error one of $2 is missing: `make deps` installs it))
# -isystem: no warnings about the code of libraries.
CFLAGS_OF  = $(patsubst -I%,-isystem%,$(call lookup,--cflags,$1))
LIB_CFLAGS  = $(eval LIB_CFLAGS := $$(call CFLAGS_OF,$(LIBS)) $(LLHTTP_INCLUDE))$(LIB_CFLAGS)
LIB_LIBS    = $(eval LIB_LIBS := $$(call lookup,--libs,$(LIBS)))$(LIB_LIBS)
TEST_CFLAGS = $(eval TEST_CFLAGS := $$(call CFLAGS_OF,$(TEST_LIBS)))$(TEST_CFLAGS)
TEST_LDLIBS = $(eval TEST_LDLIBS := $$(call lookup,--libs,$(TEST_LIBS)))$(TEST_LDLIBS)

# Debian 13 has llhttp as a library, Debian 12 only its C sources (package node-llhttp).
ifeq ($(shell pkg-config --exists libllhttp 2>/dev/null && echo yes),yes)
LIBS           += libllhttp
else
LLHTTP_SRC     := $(wildcard /usr/share/llhttp/*.c)
LLHTTP_INCLUDE := -isystem/usr/share/include/llhttp
endif

# ---- flags -------------------------------------------------------------------------------------
COMMON := -std=c++20 -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror -Iinclude -pthread -fPIE -D_GLIBCXX_ASSERTIONS
LINK   := -pthread -pie -Wl,-z,relro,-z,now,-z,noexecstack,-z,separate-code -Wl,--as-needed
# Only the flags that the compiler takes on this processor. docs/SECURITY.md says what they are for.
takes   = $(foreach flag,$1,$(shell echo | $(CXX) -Werror $(flag) -x c++ -fsyntax-only - 2>/dev/null && echo '$(flag)'))
HARDEN := -fstack-protector-strong -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3 $(call takes,-fstack-clash-protection \
          -fcf-protection -mbranch-protection=standard -ftrivial-auto-var-init=zero)
# gcc 12 warns wrongly about concatenated strings (GCC bug 105651).
release_FLAGS := -O2 $(HARDEN) $(if $(findstring clang,$(CXX)),,-Wno-restrict)
# Without optimising, test code compiles twice as fast.
release_TEST  := -O0 -U_FORTIFY_SOURCE
debug_FLAGS   := -O0 -g3
tsan_LINK     := -fsanitize=thread
tsan_FLAGS    := -O1 -g -fno-omit-frame-pointer $(tsan_LINK)
asan_LINK     := -fsanitize=address,undefined
# With AddressSanitizer, gcc 12 wrongly sees uninitialized members in <regex> (GCC bug 105562).
asan_FLAGS    := -O1 -g -fno-omit-frame-pointer -fno-sanitize-recover=all $(asan_LINK) $(if $(findstring clang,$(CXX)),,-Wno-maybe-uninitialized)
# Fuzzers are libFuzzer's, which comes with clang.
fuzz_CXX      := clang++
fuzz_CC       := clang
fuzz_LINK     := -fsanitize=fuzzer,address,undefined
fuzz_FLAGS    := -O1 -g -fno-omit-frame-pointer -fno-sanitize-recover=all -fsanitize=fuzzer-no-link,address,undefined

# ccache, where there is one, finds what was compiled before in any folder.
CCACHE := $(shell command -v ccache 2>/dev/null)
export CCACHE_BASEDIR ?= $(CURDIR)

# ---- one set of rules for each variant: $1 its name, $2 where its binaries go --------------------
define VARIANT
$1_LIB := $(LIB_SRC:%.cpp=build/obj/$1/%.o) $(LLHTTP_SRC:/usr/share/%.c=build/obj/$1/%.o)
$2/papo: build/obj/$1/src/main.o $$($1_LIB)
$2/papo-tests: $(UNIT_SRC:%.cpp=build/obj/$1/%.o) $$($1_LIB)
$2/papo-sim: $(SIM_SRC:%.cpp=build/obj/$1/%.o) $$($1_LIB)
$2/papo-integration: $(INTEGRATION_SRC:%.cpp=build/obj/$1/%.o) $$($1_LIB) | $2/papo
$2/papo-chaos: $(CHAOS_SRC:%.cpp=build/obj/$1/%.o) $$($1_LIB)
$2/papo-load: $(LOAD_SRC:%.cpp=build/obj/$1/%.o) $$($1_LIB)
$2/papo-bound: $(BOUND_SRC:%.cpp=build/obj/$1/%.o) $$($1_LIB)
$2/papo-storage-bench: $(STORAGE_SRC:%.cpp=build/obj/$1/%.o) $$($1_LIB)
$2/papo-fuzz: $(FUZZ_SRC:%.cpp=build/obj/$1/%.o) $$($1_LIB)
$2/papo-tests $2/papo-sim $2/papo-integration: LDLIBS = $$(TEST_LDLIBS)
$2/papo $2/papo-tests $2/papo-sim $2/papo-integration $2/papo-load $2/papo-bound $2/papo-storage-bench $2/papo-chaos $2/papo-fuzz:
	@mkdir -p $$(@D); echo "  LINK $$@"
	$(Q)$(or $($1_CXX),$$(CXX)) $(LINK) $($1_LINK) $$(LDFLAGS) -o $$@ $$^ $$(LDLIBS) $$(LIB_LIBS)
build/obj/$1/build/lumps/%.o: EXTRA = -I. -Wno-shadow $$(TEST_CFLAGS) $($1_TEST)
build/obj/$1/build/lumps/tests/sim/%.o: EXTRA = -I. -Wno-shadow $$(TEST_CFLAGS)
build/obj/$1/tests/fuzz/%.o: EXTRA = -I.
build/obj/$1/tools/%.o: EXTRA = -I.
build/obj/$1/%.o: %.cpp build/obj/$1/flags
	@mkdir -p $$(@D); echo "  CXX  $$<"
	$(Q)$(CCACHE) $(or $($1_CXX),$$(CXX)) $(COMMON) $($1_FLAGS) $$(EXTRA) $$(LIB_CFLAGS) $$(CXXFLAGS) -MMD -MP -c -o $$@ $$<
build/obj/$1/llhttp/%.o: /usr/share/llhttp/%.c build/obj/$1/flags
	@mkdir -p $$(@D); echo "  CC   $$<"
	$(Q)$(or $($1_CC),$$(CC)) -std=gnu11 -w -fPIE $($1_FLAGS) $(LLHTTP_INCLUDE) -c -o $$@ $$<
# Rewritten only when compiler or flags change, and then everything of the variant is rebuilt.
build/obj/$1/flags: FORCE
	@mkdir -p $$(@D); echo '$$(CXX) $$(CC) $(COMMON) $($1_FLAGS) $$(CXXFLAGS)' > $$@.new; \
	cmp -s $$@.new $$@ || cp $$@.new $$@
endef
$(eval $(call VARIANT,release,build))
$(eval $(call VARIANT,debug,build/debug))
$(eval $(call VARIANT,asan,build/asan))
$(eval $(call VARIANT,tsan,build/tsan))
$(eval $(call VARIANT,fuzz,build/fuzz))
# The client that ships: few files, made of its sources.
build/www/index.html: tools/package/build-www $(shell find www)
	@mkdir -p $(@D); echo "  WWW  $(@D)"
	$(Q)tools/package/build-www www $(@D)
$(foreach folder,build $(addprefix build/,debug asan tsan fuzz),$(folder)/papo): | build/www/index.html
build/lumps/%.cpp: FORCE
	@mkdir -p $(@D); printf '#include "%s"\n' $($@_OF) > $@.new; cmp -s $@.new $@ && rm $@.new || mv $@.new $@
# Makes system calls fail. Not used with the sanitizers, which replace the same functions.
build/papo-integration: | build/papo-faults.so
build/papo-faults.so: tests/faults/shim.cpp tests/faults/control.h
	@mkdir -p $(@D); echo "  LINK $@"
	$(Q)$(CXX) $(COMMON) -fPIC -O1 -I. -shared -o $@ $< -ldl
.SECONDARY:
-include $(shell find build/obj -name '*.d' 2>/dev/null)

# ---- targets: where packages may be missing, a second make sees what the first has installed -----
.PHONY: FORCE all deps run debug test check asan tsan valgrind fuzz soak chaos bench storage style lint format screenshots docker docker-test install clean help
all: build/papo ## build/papo, optimised (the default)

debug: build/debug/papo ## build/debug/papo, not optimised, with symbols

deps: ## install the packages that are missing (to build and to test)
	@tools/package/install-packages build test

run: export PAPO_RUN_BY = make
run: ## install what is missing, build, serve on port 5000 until Ctrl-C; ARGS="--port 8080"
	@tools/package/install-packages build
	@$(MAKE) all
	@exec build/papo $(ARGS)

test: ## install what is missing, build, run every test; SUITES="unit sim integration binary docs chaos web e2e"
	@tools/package/install-packages build test
	@tools/check/run-tests build $(or $(SUITES),unit sim integration binary docs chaos web e2e)

check: ## everything that can be checked, in 100 minutes; PARTS="lint tsan" for some of it
	@tools/check/everything $(PARTS)

asan: ## unit, sim and integration tests with AddressSanitizer and UndefinedBehaviorSanitizer
	@tools/package/install-packages build test
	@PAPO_SIM_SEEDS=$(or $(PAPO_SIM_SEEDS),60) tools/check/run-tests build/asan unit sim integration

chaos: ## kill the server 300 times under writers and readers, prove that nothing is lost; ARGS="--seed 7"
	@tools/package/install-packages build test
	@$(MAKE) build/papo build/papo-chaos
	@build/papo-chaos $(ARGS)

tsan: ## unit and integration tests with ThreadSanitizer, for what the loop and its workers share
	@tools/package/install-packages build test
	@tools/check/run-tests build/tsan unit integration

# Without the probes of confinement (tests/unit/sys/test_sys.cpp): the filter does not allow valgrind's own system calls.
valgrind: ## unit tests under valgrind's memcheck: memory that is lost, or read before it was written
	@tools/package/install-packages build test valgrind
	@$(MAKE) build/debug/papo-tests
	@valgrind --quiet --error-exitcode=1 --leak-check=full --child-silent-after-fork=yes build/debug/papo-tests \
	  --gtest_brief=1 --gtest_filter=-CallFilter.*:FileRulesTest.* $(ARGS)

fuzz: ## fuzz every parser for a minute each; ARGS="--seconds 1800 http websocket"
	@tools/package/install-packages build fuzz
	@$(MAKE) build/fuzz/papo-fuzz
	@python3 tools/fuzz $(ARGS)

soak: ## half an hour of guests that come, break rules and go; ARGS="--minutes 5 --plot FILE.svg"
	@tools/package/install-packages build soak
	@$(MAKE) build/papo
	@python3 tools/soak $(ARGS)

bench: ## papo beside its lower bound and nginx; ARGS="--scenarios S2,S3", ARGS="--long --report docs/BENCHMARKS.md"
	@tools/package/install-packages build bench
	@$(MAKE) build/papo build/papo-load build/papo-bound
	@python3 tools/bench $(ARGS)

storage: ## what storing costs the loop, beside SQLite in the loop; ARGS="--seconds 600 FOLDER"
	@tools/package/install-packages build
	@$(MAKE) build/papo-storage-bench
	@build/papo-storage-bench $(or $(ARGS),build/storage-bench)

# With files that are not in git yet.
SOURCES := git ls-files --cached --others --exclude-standard
CLIENT_SOURCES := $(SOURCES) 'www/*.js' 'www/*.css' 'tests/*.mjs'
PRETTIER := tools/check/prettier/node_modules/.bin/prettier
style: ## layers and formatting
	@tools/package/install-packages style
	@python3 -B -m unittest discover -q -s tests/check
	@tools/check/layers
	@$(SOURCES) '*.h' '*.cpp' | xargs clang-format --dry-run -Werror
	@tools/package/install-npm tools/check/prettier
	@$(CLIENT_SOURCES) | xargs $(PRETTIER) --check --log-level warn

lint: style ## layers, formatting, static analysis
	@tools/package/install-packages build test lint
	@$(MAKE) build/tidy-flags
	@tools/check/lint

build/tidy-flags: FORCE
	@mkdir -p $(@D); echo '$(COMMON) -I. $(LIB_CFLAGS) $(TEST_CFLAGS)' > $@

format: ## format all sources in place
	@tools/package/install-packages style
	@$(SOURCES) '*.h' '*.cpp' | xargs clang-format -i
	@tools/package/install-npm tools/check/prettier
	@$(CLIENT_SOURCES) | xargs $(PRETTIER) --write --log-level warn

screenshots: ## take the pictures of the documentation: every screen, light and dark, desktop and phone
	@tools/package/install-packages build test screenshots
	@$(MAKE) build/papo
	@tools/pictures/screenshots

docker: ## the container image papo; ARGS="--network host"
	docker build -t papo $(ARGS) .

docker-test: docker ## the container as it is meant to be run: restarts, killed, upgraded, guests on a bridge network
	@tools/package/install-packages build test
	@$(MAKE) build/papo-integration
	@tools/package/docker/test

PAPO ?= build/papo
install: $(PAPO) build/www/index.html ## install below PREFIX (/usr/local), staged in DESTDIR
	install -D -m 755 $(PAPO) $(DESTDIR)$(PREFIX)/bin/papo
	cd build/www && find . -type f -exec install -D -m 644 {} $(abspath $(DESTDIR)$(PREFIX))/share/papo/www/{} \;
	install -d $(DESTDIR)$(PREFIX)/share/man/man1 $(DESTDIR)$(PREFIX)/lib/systemd/system
	$(PAPO) manual > $(DESTDIR)$(PREFIX)/share/man/man1/papo.1
	sed 's,@BINDIR@,$(PREFIX)/bin,; s,@SYSCONFDIR@,$(SYSCONFDIR),' tools/package/systemd/papo.service.in \
	  > $(DESTDIR)$(PREFIX)/lib/systemd/system/papo.service
	install -m 644 tools/package/systemd/papo.socket $(DESTDIR)$(PREFIX)/lib/systemd/system/papo.socket
	install -d $(DESTDIR)$(SYSCONFDIR)/papo
	[ -e $(DESTDIR)$(SYSCONFDIR)/papo/papo.conf ] || $(PAPO) config --example > $(DESTDIR)$(SYSCONFDIR)/papo/papo.conf

clean: ## remove everything that was built
	rm -rf build

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile
