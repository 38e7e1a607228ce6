"""What guests do in a soak: each journey comes, does one thing and goes, well-behaved or not."""

import asyncio
import json
import os
import random
import uuid

from guest import Gone, Guest, exchange, form, frame, get, open_connection, reset, upload_head

ROOMS = 20
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\2\x80\0\0\1\xe0\x08\2\0\0\0"
BAD_REQUESTS = [
    b"GET / HTTP/1.1\r\n\r\n",
    b"POST /upload HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
    b"GET /" + b"a" * 9000 + b" HTTP/1.1\r\n",
    b"\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03",  # somebody tries https
    b"GET /nothing HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
]
BAD_FRAMES = [
    b"\x81\x01a",                           # not masked
    b"\xc1\x80\0\0\0\0",                    # a reserved bit
    frame(2, b"binary"),
    frame(1, b"\xff\xfe"),                  # not UTF-8
    b"\x81\xff\0\0\0\1\0\0\0\0\0\0\0\0",    # 4 GiB
]


def room():
    return f"room {random.randrange(ROOMS)}"


def name():
    return f"guest {uuid.uuid4().hex[:12]}"


async def talk(port):
    guest = await Guest.connect(port)
    where = room()
    await guest.join(where, name())
    for _ in range(random.randrange(1, 6)):
        await guest.say(where, uuid.uuid4().hex, text="x" * random.randrange(1, 400))
    if random.random() < 0.5:
        guest.send(type="leave", room=where)
        await guest.wait_for(lambda m: m["type"] == "left")
    await guest.close()


async def share_a_picture(port):
    content = PNG + os.urandom(random.randrange(1000, 200_000))
    body = form("soak.png", content)
    status, answer = await exchange(port, upload_head(port, len(body)) + body)
    if status == 507:
        return  # the quota is used up; the sweeper makes room
    assert status == 201, (status, answer)
    file = json.loads(answer)
    guest = await Guest.connect(port)
    where = room()
    await guest.join(where, name())
    await guest.say(where, uuid.uuid4().hex, file=file["filename"])
    status, copy = await get(port, file["url"])
    assert status == 404 or copy == content, "a file comes back as it was"
    guest.reset()


async def drop_an_upload(port):
    body = form("soak.png", PNG + os.urandom(300_000))
    _, writer = await open_connection(port)
    writer.write(upload_head(port, len(body)) + body[:random.randrange(len(body))])
    await asyncio.sleep(random.random() / 10)
    reset(writer)


async def connect_and_drop(port):
    _, writer = await open_connection(port)
    writer.write(b"GET / HTTP/1.1\r\nHost: localhost\r\n"[:random.randrange(35)])
    reset(writer)


async def send_a_bad_request(port):
    reader, writer = await open_connection(port)
    writer.write(random.choice(BAD_REQUESTS))
    writer.write_eof()
    await reader.read()
    writer.close()


async def send_a_bad_frame(port):
    guest = await Guest.connect(port)
    await guest.join(room(), name())
    guest.send_raw(random.choice(BAD_FRAMES))
    try:
        await guest.wait_for(lambda m: False)
    except Gone:
        guest.writer.close()


async def read_nothing(port):
    guest = await Guest.connect(port)
    guest.send(type="join", room=room(), name=name())
    await asyncio.sleep(random.random() * 3)
    guest.reset()


async def look_back(port):
    guest = await Guest.connect(port)
    where = room()
    joined = await guest.join(where, name())
    guest.send(type="history", room=where, before=max(1, joined.get("seq", 1)), limit=50)
    await guest.wait_for(lambda m: m["type"] in ("history", "error"))
    guest.send(type="search", room=where, query="xx")
    await guest.wait_for(lambda m: m["type"] in ("found", "error"))
    await guest.close()


JOURNEYS = {
    talk: 40,
    share_a_picture: 12,
    drop_an_upload: 8,
    connect_and_drop: 12,
    send_a_bad_request: 10,
    send_a_bad_frame: 8,
    read_nothing: 5,
    look_back: 5,
}


async def travel(port, stop, counts):
    """One guest after the other until `stop`. A lost connection is fine; any other failure of a journey is an error."""
    kinds, weights = list(JOURNEYS), list(JOURNEYS.values())
    while not stop.is_set():
        journey = random.choices(kinds, weights)[0]
        try:
            await asyncio.wait_for(journey(port), 30)
            counts["done"] += 1
        except (Gone, ConnectionError) as reason:
            counts["cut"] += 1
            counts.setdefault("why", {}).setdefault(f"{journey.__name__}: {reason}", 0)
            counts["why"][f"{journey.__name__}: {reason}"] += 1
        except (AssertionError, asyncio.TimeoutError, asyncio.IncompleteReadError, KeyError) as error:
            counts["failed"] += 1
            counts.setdefault("why", {}).setdefault(f"{journey.__name__}: {error!r}", 0)
            counts["why"][f"{journey.__name__}: {error!r}"] += 1
