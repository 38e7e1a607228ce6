"""What tools/package/install-packages says to somebody who may not install."""

import subprocess
import tempfile
import unittest
from pathlib import Path

SCRIPT = Path(__file__).parents[2] / "tools/package/install-packages"
PACKAGES = "clang-format nodejs npm python3"  # for `make style`
OTHERS = ("bash", "env")  # what the script needs beside the shell's own commands


class InstallPackages(unittest.TestCase):
    """On a machine with apt-get and nothing that papo needs, as an ordinary user."""

    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.programs = Path(folder.name)
        for name in OTHERS:
            (self.programs / name).symlink_to(f"/usr/bin/{name}")
        self.make("id", "echo 1000")
        self.make("apt-get", "echo apt-get \"$@\"")

    def make(self, name: str, script: str) -> None:
        program = self.programs / name
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)

    def install(self) -> subprocess.CompletedProcess[str]:
        return subprocess.run([SCRIPT, "style"], env={"PATH": str(self.programs)}, capture_output=True, text=True, check=False)

    def test_should_name_the_command_for_root_if_there_is_no_sudo(self) -> None:
        run = self.install()
        self.assertEqual(run.returncode, 1)
        self.assertIn(f"'apt-get install --no-install-recommends {PACKAGES}' as root", run.stderr)

    def test_should_name_the_command_for_somebody_else_if_sudo_refuses(self) -> None:
        self.make("sudo", "exit 1")
        run = self.install()
        self.assertEqual((run.returncode, run.stdout), (1, ""))
        self.assertIn(f"to run 'sudo apt-get install --no-install-recommends {PACKAGES}'", run.stderr)

    def test_should_install_if_sudo_allows_it(self) -> None:
        self.make("sudo", "[ \"$1\" = -l ] || exec \"$@\"")
        run = self.install()
        self.assertEqual(run.returncode, 0, run.stderr)
        self.assertIn(f"apt-get install -y -qq --no-install-recommends {PACKAGES}\n", run.stdout)
