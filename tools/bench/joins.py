"""How long somebody new waits who comes in: from connecting to `joined`, one after the other."""
import base64
import json
import os
import socket
import struct
import time


def frame(text: str) -> bytes:
    payload, mask = text.encode(), os.urandom(4)
    head = bytes([0x81, 0x80 | len(payload)]) if len(payload) < 126 else b"\x81\xfe" + struct.pack(">H", len(payload))
    return head + mask + bytes(byte ^ mask[i % 4] for i, byte in enumerate(payload))


def join(port: int, number: int) -> float:
    begun = time.perf_counter()
    with socket.create_connection(("127.0.0.1", port), timeout=10) as person:
        person.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        key = base64.b64encode(os.urandom(16)).decode()
        person.sendall((f"GET /ws HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n").encode()
                       + frame(json.dumps({"type": "join", "room": f"new {number % 20}", "name": f"guest {number}"})))
        seen = b""
        while b'"type":"joined"' not in seen:
            got = person.recv(65536)
            if not got:
                raise RuntimeError(f"a join was refused: {seen[-200:]!r}")
            seen += got
        return 1000 * (time.perf_counter() - begun)


def measure(port: int, seconds: float) -> list:
    """Milliseconds of each join; the load has a second to begin."""
    time.sleep(1)
    times, until = [], time.monotonic() + seconds
    while time.monotonic() < until or len(times) < 200:
        times.append(join(port, len(times)))
    return times
