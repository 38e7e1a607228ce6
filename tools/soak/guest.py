"""One person's WebSocket and HTTP in little code: asyncio, JSON texts, frames written out."""

import asyncio
import base64
import json
import os
import socket
import struct


class Gone(Exception):
    """The server has ended the connection, or never took it."""


class Guest:
    """A chat connection. Texts wait to be read; nothing reads them unless asked to."""

    def __init__(self, reader, writer):
        self.reader, self.writer = reader, writer

    @classmethod
    async def connect(cls, port):
        reader, writer = await open_connection(port)
        key = base64.b64encode(os.urandom(16)).decode()
        writer.write(
            f"GET /ws HTTP/1.1\r\nHost: localhost:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n".encode())
        head = await reader.readuntil(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 101"):
            raise Gone(head.split(b"\r\n")[0].decode())
        return cls(reader, writer)

    def send(self, **message):
        self.writer.write(frame(1, json.dumps(message).encode()))

    def send_raw(self, data):
        self.writer.write(data)

    async def read(self):
        """The next message; pings are answered on the way."""
        while True:
            opcode, payload = await read_frame(self.reader)
            if opcode == 1:
                return json.loads(payload)
            if opcode == 9:
                self.writer.write(frame(10, payload))
            if opcode == 8:
                raise Gone(f"closed with {struct.unpack('>H', payload[:2])[0] if payload else 1005}")

    async def wait_for(self, wanted):
        """Reads up to the first message for which `wanted` is true."""
        while True:
            message = await self.read()
            if wanted(message):
                return message

    async def join(self, room, name):
        self.send(type="join", room=room, name=name)
        return await self.wait_for(lambda m: m["type"] in ("joined", "error"))

    async def say(self, room, ident, **what):
        self.send(type="message", room=room, id=ident, **what)
        return await self.wait_for(lambda m: m.get("id") == ident)

    async def close(self):
        self.writer.write(frame(8, struct.pack(">H", 1000)))
        await self.reader.read()
        self.writer.close()

    def reset(self):
        reset(self.writer)


async def open_connection(port):
    try:
        return await asyncio.open_connection("127.0.0.1", port)
    except OSError as error:
        raise Gone(str(error)) from error


def reset(writer):
    """The connection is gone at once, without a farewell."""
    connected = writer.get_extra_info("socket")
    connected.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


def frame(opcode, payload):
    size = len(payload)
    length = bytes([0x80 | size]) if size < 126 else bytes([0xFE]) + struct.pack(">H", size)
    mask = os.urandom(4)
    key = (mask * (size // 4 + 1))[:size]
    masked = (int.from_bytes(payload, "big") ^ int.from_bytes(key, "big")).to_bytes(size, "big")
    return bytes([0x80 | opcode]) + length + mask + masked


async def read_frame(reader):
    try:
        first, second = await reader.readexactly(2)
        size = second & 0x7F
        if size == 126:
            (size,) = struct.unpack(">H", await reader.readexactly(2))
        elif size == 127:
            (size,) = struct.unpack(">Q", await reader.readexactly(8))
        return first & 0x0F, await reader.readexactly(size)
    except (asyncio.IncompleteReadError, ConnectionError) as error:
        raise Gone("the connection is gone") from error


def form(name, content):
    """An upload's body, of boundary `soak`."""
    head = f'--soak\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    return head.encode() + content + b"\r\n--soak--\r\n"


def upload_head(port, length):
    return (f"POST /upload HTTP/1.1\r\nHost: localhost:{port}\r\nContent-Type: multipart/form-data; boundary=soak\r\n"
            f"Content-Length: {length}\r\nConnection: close\r\n\r\n").encode()


async def exchange(port, request):
    """Sends a request that asks for the connection's end; gives status and body."""
    reader, writer = await open_connection(port)
    writer.write(request)
    try:
        answer = await reader.read(-1)
    except ConnectionError as error:
        raise Gone(str(error)) from error
    writer.close()
    head, _, body = answer.partition(b"\r\n\r\n")
    if not head:
        raise Gone("no answer")
    return int(head.split(b" ", 2)[1]), body


async def get(port, path):
    return await exchange(port, f"GET {path} HTTP/1.1\r\nHost: localhost:{port}\r\nConnection: close\r\n\r\n".encode())
