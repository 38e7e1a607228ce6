"""tools/check/layers on small trees, each with one fault."""

import pathlib
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
SOUND = {
    "src/main.cpp": '#include "papo/server/server.h"\n',
    "include/papo/server/server.h": '#include "papo/chat/hub.h"\n',
    "src/server/server.cpp": '#include "papo/server/server.h"\n',
    "include/papo/chat/hub.h": '#include "papo/base/text.h"\n',
    "src/chat/hub.cpp": '#include "hub_state.h"\n',
    "src/chat/hub_state.h": '#include "papo/chat/hub.h"\n',
    "include/papo/base/text.h": "#include <string>\n",
}


class LayersTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="papo-layers-")
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)
        for name, text in SOUND.items():
            self.write(name, text)

    def write(self, name, text):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def check(self):
        """The exit status and what was printed."""
        done = subprocess.run([ROOT / "tools/check/layers", self.root], capture_output=True, text=True, timeout=20)
        return done.returncode, done.stdout + done.stderr

    def expect_refusal(self, words):
        status, said = self.check()
        self.assertEqual(status, 1, said)
        self.assertIn(words, said)

    def test_should_print_the_edges_of_a_sound_tree(self):
        status, said = self.check()
        self.assertEqual(status, 0, said)
        self.assertEqual([line.split() for line in said.splitlines()],
                         [["main", "->", "server", "1"], ["server", "->", "chat", "1"], ["chat", "->", "base", "1"]])

    def test_should_refuse_an_include_that_points_up_from_a_source(self):
        self.write("src/chat/hub.cpp", '#include "papo/server/server.h"\n')
        self.expect_refusal("src/chat/hub.cpp includes papo/server/server.h, which chat must not know")

    def test_should_refuse_an_include_that_points_up_from_a_private_header(self):
        self.write("src/chat/hub_state.h", '#include "papo/server/server.h"\n')
        self.expect_refusal("src/chat/hub_state.h includes papo/server/server.h, which chat must not know")

    def test_should_refuse_an_include_between_rooms_that_do_not_know_each_other(self):
        self.write("include/papo/net/wake.h", "#pragma once\n")
        self.write("src/chat/hub.cpp", '#include "papo/net/wake.h"\n')
        self.expect_refusal("src/chat/hub.cpp includes papo/net/wake.h, which chat must not know")

    def test_should_refuse_a_private_header_of_another_folder(self):
        for included in ("hub_state.h", "src/chat/hub_state.h", "../chat/hub_state.h"):
            self.write("src/server/server.cpp", f'#include "{included}"\n')
            self.expect_refusal(f'src/server/server.cpp includes "{included}", which is neither public nor its own folder\'s')

    def test_should_refuse_headers_that_include_each_other(self):
        self.write("include/papo/chat/ids.h", '#include "papo/chat/hub.h"\n')
        self.write("include/papo/chat/hub.h", '#include "papo/chat/ids.h"\n')
        self.expect_refusal("modules include each other: chat/hub, chat/ids")

    # As http_parser and http_head once did: no header is in a cycle, but neither module can be read without the other.
    def test_should_refuse_modules_that_include_each_other_by_a_source(self):
        self.write("include/papo/chat/ids.h", "#pragma once\n")
        self.write("src/chat/ids.cpp", '#include "papo/chat/ids.h"\n#include "papo/chat/hub.h"\n')
        self.write("src/chat/hub_join.cpp", '#include "papo/chat/ids.h"\n')
        self.expect_refusal("modules include each other: chat/hub, chat/ids")

    def test_should_report_every_group_that_is_in_a_cycle(self):
        self.write("include/papo/chat/ids.h", '#include "papo/chat/hub.h"\n')
        self.write("include/papo/chat/hub.h", '#include "papo/chat/ids.h"\n')
        self.write("include/papo/base/utf8.h", '#include "papo/base/text.h"\n')
        self.write("include/papo/base/text.h", '#include "papo/base/utf8.h"\n')
        self.expect_refusal("modules include each other: base/text, base/utf8")
        self.expect_refusal("modules include each other: chat/hub, chat/ids")

    def test_should_refuse_a_folder_that_has_no_floor(self):
        self.write("src/app/desk.cpp", '#include "papo/base/text.h"\n')
        self.expect_refusal("src/app/desk.cpp is in a folder that tools/check/layers does not know")

    def test_should_refuse_an_include_of_a_folder_that_has_no_floor(self):
        self.write("include/papo/app/desk.h", "#pragma once\n")
        self.write("src/server/server.cpp", '#include "papo/app/desk.h"\n')
        self.expect_refusal("src/server/server.cpp includes papo/app/desk.h, which server must not know")


if __name__ == "__main__":
    unittest.main()
