"""What is looked at during a soak: the server's descriptors and memory, and how long a message takes."""

import base64
import json
import os
import pathlib
import socket
import struct
import time

from guest import frame


def server_figures(pid):
    status = dict(line.split(":", 1) for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines())
    return {
        "descriptors": len(os.listdir(f"/proc/{pid}/fd")),
        "memory": int(status["RssAnon"].split()[0]) / 1024,  # MiB that are the process's own
        "threads": int(status["Threads"]),
    }


class Probe:
    """Two people in a room of their own: one speaks twenty times a second, the other's copy is timed."""

    def __init__(self, port):
        self.speaker = self._enter(port, "speaker")
        self.listener = self._enter(port, "listener")
        self.count = 0

    @staticmethod
    def _enter(port, name):
        connected = socket.create_connection(("127.0.0.1", port), timeout=30)
        connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        key = base64.b64encode(os.urandom(16)).decode()
        connected.sendall(
            f"GET /ws?room=probe&name={name} HTTP/1.1\r\nHost: localhost:{port}\r\nUpgrade: websocket\r\n"
            f"Connection: Upgrade\r\nSec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n".encode())
        stream = connected.makefile("rb")
        while stream.readline() != b"\r\n":
            pass
        person = connected, stream
        while Probe._read(person)["type"] != "joined":
            pass
        return person

    @staticmethod
    def _read(person):
        connected, stream = person
        while True:
            first, second = stream.read(2)
            size = second & 0x7F
            if size == 126:
                (size,) = struct.unpack(">H", stream.read(2))
            elif size == 127:
                (size,) = struct.unpack(">Q", stream.read(8))
            payload = stream.read(size)
            if first & 0x0F == 9:
                connected.sendall(frame(10, payload))
            if first & 0x0F == 1:
                return json.loads(payload)

    def _wait_for(self, person, ident):
        while self._read(person).get("id") != ident:
            pass

    def milliseconds(self):
        """From just before a message is sent until the other person has it."""
        self.count += 1
        ident = f"probe {self.count}"
        text = json.dumps({"type": "message", "room": "probe", "id": ident, "text": ident}).encode()
        begun = time.perf_counter()
        self.speaker[0].sendall(frame(1, text))
        self._wait_for(self.listener, ident)
        taken = (time.perf_counter() - begun) * 1000
        self._wait_for(self.speaker, ident)
        return taken


def probe_until(port, stop, samples):
    """In a process of its own, so that the churn's own work is not measured: (time, ms) pairs into a queue."""
    probe = Probe(port)
    while not stop.is_set():
        samples.put((time.monotonic(), probe.milliseconds()))
        time.sleep(0.05)
