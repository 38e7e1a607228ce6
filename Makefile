# papo: `make help` lists the targets. Everything that is built lies in build/.

CXX      ?= g++
CC       ?= cc
PREFIX   ?= /usr/local
ARGS     ?=

# GNU make presets CXX to g++ and CC to cc; both may be overridden: make CXX=clang++
ifeq ($(MAKELEVEL),0)
ifeq ($(filter -j%,$(MAKEFLAGS)),)
MAKEFLAGS += -j$(shell nproc)
endif
endif
.DELETE_ON_ERROR:
.SUFFIXES:
.DEFAULT_GOAL := all
Q := $(if $(V),,@)# V=1 shows the commands

# ---- sources ---------------------------------------------------------------------------------
# Wildcards, so that no source and no test can be left out.
LIB_SRC         := $(sort $(wildcard src/*/*.cpp))
MAIN_SRC        := src/main.cpp
SUPPORT_SRC     := $(sort $(wildcard tests/support/*.cpp))
UNIT_SRC        := $(sort $(wildcard tests/unit/test_*.cpp)) $(SUPPORT_SRC)
INTEGRATION_SRC := $(sort $(wildcard tests/integration/test_*.cpp)) $(SUPPORT_SRC)
HEADERS         := $(sort $(wildcard include/papo/*/*.h src/*/*.h tests/*/*.h))
CXX_FILES       := $(wildcard $(MAIN_SRC)) $(LIB_SRC) $(HEADERS) $(sort $(UNIT_SRC) $(INTEGRATION_SRC))
WEB_TESTS       := $(sort $(wildcard tests/web/*.test.js tests/web/*.test.mjs))
E2E_TESTS       := $(sort $(wildcard tests/e2e/*.test.js tests/e2e/*.test.mjs))

# ---- libraries -------------------------------------------------------------------------------
# Looked up when first used, so that `make deps` and `make help` run on a bare system. Their
# headers come with -isystem: our warnings are about our code.
LIBS      := libcrypto nlohmann_json CLI11 spdlog fmt
TEST_LIBS := gtest_main gtest
pkg       = $(shell pkg-config --exists $2 2>/dev/null && pkg-config $1 $2 || echo missing)
found     = $(if $(filter missing,$1),$(error a library is missing ($2): `make deps` installs what papo needs),$1)
cflags    = $(patsubst -I%,-isystem%,$(call found,$(call pkg,--cflags,$1),$1))
libs      = $(call found,$(call pkg,--libs,$1),$1)

# Debian 13 has llhttp as a library, Debian 12 only its C sources (package node-llhttp).
ifeq ($(shell pkg-config --exists libllhttp 2>/dev/null && echo yes),yes)
LIBS           += libllhttp
else
LLHTTP_DIR     := /usr/share/llhttp
LLHTTP_SRC     := $(wildcard $(LLHTTP_DIR)/*.c)
LLHTTP_INCLUDE := -isystem/usr/share/include/llhttp
endif

LIB_CFLAGS  = $(eval LIB_CFLAGS := $$(call cflags,$(LIBS)) $(LLHTTP_INCLUDE))$(LIB_CFLAGS)
LIB_LIBS    = $(eval LIB_LIBS := $$(call libs,$(LIBS)))$(LIB_LIBS)
TEST_CFLAGS = $(eval TEST_CFLAGS := $$(call cflags,$(TEST_LIBS)))$(TEST_CFLAGS)
TEST_LDLIBS = $(eval TEST_LDLIBS := $$(call libs,$(TEST_LIBS)))$(TEST_LDLIBS)

# ---- flags -----------------------------------------------------------------------------------
WARNINGS := -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror
COMMON   := -std=c++20 $(WARNINGS) -Iinclude -pthread -fPIE -D_GLIBCXX_ASSERTIONS
HARDEN   := -fstack-protector-strong -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2
LINK     := -pthread -pie -Wl,-z,relro,-z,now -Wl,--as-needed

# gcc 12 warns wrongly about concatenated strings (GCC bug 105651).
release_FLAGS := -O2 $(HARDEN) $(if $(findstring clang,$(CXX)),,-Wno-restrict)
debug_FLAGS   := -O0 -g3
asan_FLAGS    := -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
release_OUT   := build
debug_OUT     := build/debug
asan_OUT      := build/asan
asan_LINK     := -fsanitize=address,undefined

# ---- one set of rules for each variant ---------------------------------------------------------
# $1 is the variant: objects in build/obj/$1, binaries in $($1_OUT).
define VARIANT
$1_LLHTTP := $(patsubst $(LLHTTP_DIR)/%.c,build/obj/$1/llhttp/%.o,$(LLHTTP_SRC))
$1_LIB    := $(LIB_SRC:%.cpp=build/obj/$1/%.o) $$($1_LLHTTP)

$($1_OUT)/papo: build/obj/$1/src/main.o $$($1_LIB)
$($1_OUT)/papo-tests: $(UNIT_SRC:%.cpp=build/obj/$1/%.o) $$($1_LIB)
$($1_OUT)/papo-integration: $(INTEGRATION_SRC:%.cpp=build/obj/$1/%.o) $$($1_LIB)
$($1_OUT)/papo-tests $($1_OUT)/papo-integration: LDLIBS = $$(TEST_LDLIBS)
$($1_OUT)/papo $($1_OUT)/papo-tests $($1_OUT)/papo-integration:
	@mkdir -p $$(@D)
	@echo "  LINK $$@"
	$(Q)$$(CXX) $$(LINK) $($1_LINK) $$(LDFLAGS) -o $$@ $$^ $$(LDLIBS) $$(LIB_LIBS)

build/obj/$1/%.o: %.cpp build/obj/$1/flags
	@mkdir -p $$(@D)
	@echo "  CXX  $$<"
	$(Q)$$(CXX) $$(COMMON) $($1_FLAGS) $$(LIB_CFLAGS) $$(CXXFLAGS) -MMD -MP -c -o $$@ $$<

build/obj/$1/tests/%.o: tests/%.cpp build/obj/$1/flags
	@mkdir -p $$(@D)
	@echo "  CXX  $$<"
	$(Q)$$(CXX) $$(COMMON) $($1_FLAGS) -Itests $$(LIB_CFLAGS) $$(TEST_CFLAGS) $$(CXXFLAGS) -MMD -MP -c -o $$@ $$<

build/obj/$1/llhttp/%.o: $(LLHTTP_DIR)/%.c build/obj/$1/flags
	@mkdir -p $$(@D)
	@echo "  CC   $$<"
	$(Q)$$(CC) -std=gnu11 -w -fPIE $($1_FLAGS) $(LLHTTP_INCLUDE) -c -o $$@ $$<

# Rewritten only when compiler or flags change, and then everything of the variant is rebuilt.
build/obj/$1/flags: FORCE
	@mkdir -p $$(@D)
	@echo '$$(CXX) $$(CC) $$(COMMON) $($1_FLAGS) $$(CXXFLAGS)' | cmp -s - $$@ \
	    || echo '$$(CXX) $$(CC) $$(COMMON) $($1_FLAGS) $$(CXXFLAGS)' > $$@

.PRECIOUS: build/obj/$1/%.o build/obj/$1/tests/%.o build/obj/$1/llhttp/%.o
endef
$(foreach v,release debug asan,$(eval $(call VARIANT,$v)))
-include $(shell find build/obj -name '*.d' 2>/dev/null)

SUBMAKE := $(MAKE) --no-print-directory

# ---- targets -----------------------------------------------------------------------------------
.PHONY: FORCE all deps run debug test unit integration web e2e asan lint layers tidy check-format format \
        screenshots docker install clean help

all: build/papo ## build/papo, optimised (the default)

deps: ## install the packages that are missing (build and test)
	@tools/install-packages build test

# The second make sees the packages that the first has installed.
run: ## install what is missing, build, serve on port 5000 until Ctrl-C; ARGS="--port 8080"
	@tools/install-packages build
	@$(SUBMAKE) all
	@exec build/papo --port 5000 $(ARGS)

debug: build/debug/papo ## build/debug/papo, not optimised, with symbols

# Every suite runs, also after one has failed.
define run_suites
	@failed=""; \
	for suite in $1; do \
	    echo; echo "== $$suite"; $(SUBMAKE) $$suite $2 || failed="$$failed $$suite"; \
	done; \
	if [ -n "$$failed" ]; then echo "FAILED:$$failed"; exit 1; fi
endef

test: ## install what is missing, build, run every test: unit, integration, web client, browser
	@tools/install-packages build test
	@$(SUBMAKE) build/papo build/papo-tests build/papo-integration
	$(call run_suites,unit integration $(if $(WEB_TESTS),web) $(if $(E2E_TESTS),e2e),)

asan: ## unit and integration tests with AddressSanitizer and UndefinedBehaviorSanitizer
	@tools/install-packages build test
	@$(SUBMAKE) build/asan/papo build/asan/papo-tests build/asan/papo-integration
	$(call run_suites,unit integration,TEST_VARIANT=asan)

TEST_VARIANT ?= release
TEST_OUT     := $($(TEST_VARIANT)_OUT)
TEST_ENV     := PAPO_BIN=$(CURDIR)/$(TEST_OUT)/papo UBSAN_OPTIONS=print_stacktrace=1

unit: $(TEST_OUT)/papo-tests ## unit tests; ARGS="--gtest_filter=Text*"
	@$(TEST_ENV) $< --gtest_brief=1 $(ARGS)

integration: $(TEST_OUT)/papo-integration $(TEST_OUT)/papo ## tests against the running server
	@$(TEST_ENV) $< --gtest_brief=1 $(ARGS)

web: ## unit tests of the web client, without a browser
	@node --test $(WEB_TESTS)

e2e: build/papo $(if $(wildcard tests/e2e/package-lock.json),tests/e2e/node_modules/.installed) ## browser tests
	@$(TEST_ENV) node --test $(E2E_TESTS)

# The browser is the system's; no package may run a script of its own when it is installed.
tests/e2e/node_modules/.installed: tests/e2e/package-lock.json
	cd tests/e2e && npm ci --ignore-scripts --no-audit --no-fund
	@touch $@

screenshots: build/papo $(if $(wildcard tests/e2e/package-lock.json),tests/e2e/node_modules/.installed) ## the pictures of the documentation
	@$(TEST_ENV) tools/screenshots

lint: ## layers, formatting, static analysis
	@tools/install-packages build lint
	@$(SUBMAKE) layers check-format
	@$(SUBMAKE) tidy

layers:
	@tools/check-layers

check-format:
	@clang-format --dry-run -Werror $(CXX_FILES)

# One stamp for each source, so that a second run analyses only what has changed.
tidy: $(patsubst %.cpp,build/tidy/%.ok,$(LIB_SRC) $(wildcard $(MAIN_SRC)))
build/tidy/%.ok: %.cpp .clang-tidy $(filter include/%,$(HEADERS))
	@mkdir -p $(@D)
	@echo "  TIDY $<"
	$(Q)clang-tidy --quiet $< -- $(COMMON) $(LIB_CFLAGS) 2> $@.log || { cat $@.log; exit 1; }
	@touch $@

format: ## format all C++ sources in place
	@tools/install-packages lint
	@clang-format -i $(CXX_FILES)

docker: ## the container image papo
	docker build -t papo .

install: build/papo ## install below PREFIX (/usr/local), staged in DESTDIR
	install -D -m 755 build/papo $(DESTDIR)$(PREFIX)/bin/papo
	cd www && find . -type f -exec install -D -m 644 {} $(abspath $(DESTDIR)$(PREFIX))/share/papo/www/{} \;

clean: ## remove everything that was built
	rm -rf build

help: ## this list
	@sed -n 's/^\([a-z0-9-]*\):[^#]*## \(.*\)/  make \1|\2/p' $(firstword $(MAKEFILE_LIST)) | column -t -s '|'
