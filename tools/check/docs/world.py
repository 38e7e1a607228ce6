"""Where commands are run: a folder that goes again, in it papo as the documents start it, serving on a free port."""

import base64
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import urllib.request
from pathlib import Path

PATIENCE = 20  # seconds for anything here; what takes longer has failed


class Failure(Exception):
    """What a document shows does not do what it says."""


def expect(holds: object, what: str) -> None:
    if not holds:
        raise Failure(what)


class World:
    def __init__(self, root: Path, papo: Path):
        self.root, self.papo = root, papo
        self._folder = tempfile.TemporaryDirectory(prefix="papo-docs-")
        self.folder = Path(self._folder.name)
        for name in ("build", "bin"):
            (self.folder / name).mkdir()
            (self.folder / name / "papo").symlink_to(papo)
        self.environment = {name: value for name, value in os.environ.items() if not name.startswith(("PAPO_", "MAKE", "MFLAGS"))}
        self.environment["PATH"] = f"{self.folder}/bin:{self.environment['PATH']}"
        self._servers: list[subprocess.Popen] = []
        self._staged: Path | None = None
        self.url = ""

    def __enter__(self) -> "World":
        self.url = self.serve([])
        return self

    def __exit__(self, *_: object) -> None:
        for server in self._servers:
            server.send_signal(signal.SIGTERM)
        for server in self._servers:
            server.wait(PATIENCE)
            server.stdout.close()
        self._folder.cleanup()

    def serve(self, options: list[str]) -> str:
        """Starts papo with `options` on a free port, and returns the address under which it has answered."""
        command = [self.papo, "--host", "127.0.0.1", "--port", "0", *options]
        with open(self.folder / "log", "ab") as log:
            server = subprocess.Popen(command, cwd=self.folder, env=self.environment, stdout=subprocess.PIPE, stderr=log, text=True)
        self._servers.append(server)
        ready = server.stdout.readline()
        expect(ready.startswith("papo listening on "), f"papo does not start with {options}: {(self.folder / 'log').read_text()}")
        url = ready.split()[-1]
        expect('"ok"' in self.get(url + "/healthz"), "it does not answer")
        return url

    def get(self, url: str) -> str:
        with urllib.request.urlopen(url, timeout=PATIENCE) as answer:
            return answer.read().decode()

    def run(self, command: str, folder: Path | None = None) -> str:
        """Runs a line of shell; returns what it wrote."""
        done = subprocess.run(["bash", "-o", "pipefail", "-c", command], cwd=folder or self.folder, env=self.environment, text=True,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=PATIENCE)
        expect(done.returncode == 0, f"{command}: exit status {done.returncode}: {done.stderr or done.stdout}")
        return done.stdout

    def has(self, program: str) -> bool:
        return shutil.which(program, path=self.environment["PATH"]) is not None

    def staged(self) -> Path:
        """What `make install` installs, below a folder."""
        if self._staged is None:
            self._staged = self.folder / "staged"
            self.run(f"make -s install DESTDIR={self._staged} PAPO={self.papo}", self.root)
        return self._staged

    def chat(self, path: str, line: str) -> str:
        """Does what a WebSocket client on a terminal does with one line typed; returns the first line read that has it."""
        host, port = self.url.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port)), timeout=PATIENCE) as peer, peer.makefile("rb") as read:
            key = base64.b64encode(os.urandom(16)).decode()
            peer.sendall(f"GET {path} HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                         f"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n\r\n".encode())
            expect(b" 101 " in read.readline(), f"no WebSocket at {path}")
            while read.readline().strip():
                pass
            said = line.encode()
            peer.sendall(bytes([0x81, 0x80 | len(said), 0, 0, 0, 0]) + said)  # a mask of zeros changes nothing
            while True:
                _, size = read.read(2)
                heard = read.read(int.from_bytes(read.read(2), "big") if size == 126 else size).decode()
                if line in heard:
                    return heard
