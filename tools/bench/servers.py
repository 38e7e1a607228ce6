"""The servers that are compared: each starts afresh for each run, on a free port, with folders of its own."""
import contextlib
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time

from . import scenarios

PAPO_OPTIONS = ["--host", "127.0.0.1", "--port", "0", "--rate", "0", "--log-level", "error", "--max-upload", "2GiB"]
READY_S = 30
SETTLING_S = 0.3  # for what a server does after its start

# One process, which is the worker. A connection is kept as long as papo keeps one.
NGINX = """daemon off; master_process off; worker_processes 1;
pid {folder}/nginx.pid; error_log {folder}/error.log crit;
events {{ worker_connections 1024; }}
http {{
  access_log off; sendfile on; tcp_nopush on; {more} default_type text/plain; keepalive_requests 1000000000;
  client_body_temp_path {folder}/1; proxy_temp_path {folder}/2; fastcgi_temp_path {folder}/3;
  uwsgi_temp_path {folder}/4; scgi_temp_path {folder}/5;
  server {{ listen 127.0.0.1:{port}; root {folder}/www; }}
}}
"""
NGINX_FILES = {scenarios.NGINX: ("nginx.conf", ""),
               scenarios.NGINX_OPEN: ("nginx-open.conf", "open_file_cache max=100;")}


def commands(build: str, papos: dict) -> dict:
    """Command lines by name, of the bounds and of each papo (file by name); {folder} is a fresh one."""
    bound = [f"{build}/papo-bound", "--port", "0", "--uploads", "{folder}/uploads"]
    known = {scenarios.BOUND: bound, scenarios.NAIVE: [*bound, "--mode", "naive"]}
    nginx = shutil.which("nginx", path=os.environ.get("PATH", "") + ":/usr/sbin")
    if nginx:
        begin = [nginx, "-p", "{folder}", "-e", "{folder}/error.log", "-c"]
        known |= {name: [*begin, "{folder}/" + file] for name, (file, _) in NGINX_FILES.items()}
    for name, file in papos.items():
        options = [file, *PAPO_OPTIONS, "--uploads", "{folder}/uploads", "--db"]
        known[name] = [*options, "{folder}/db/papo.db"]
        known[f"{name}, :memory:"] = [*options, ":memory:"]
    return known


def file_content(size: int) -> str:
    return ("All work and no play makes a fast server. " * (size // 40 + 1))[:size]


@contextlib.contextmanager
def own_folder(place: str):
    """`place` is the build folder where files are to be written to a disk: /tmp may be memory."""
    folder = tempfile.mkdtemp(prefix="papo-bench-", dir=place)
    try:
        for name in ("uploads", "www"):
            os.mkdir(f"{folder}/{name}")
        for name, size in (("index.html", 100), ("1k.txt", 1000), ("40k.txt", 40000)):
            pathlib.Path(folder, "www", name).write_text(file_content(size))
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def running(command: list, core: int, build: str, more: tuple = (), echo: bool = False):
    """(process, port) while the server runs pinned to that core; `more`: options of a papo; `echo`: it has one."""
    with own_folder(build) as folder:
        is_nginx = command[0].endswith("nginx")
        port = prepare_nginx(folder) if is_nginx else 0
        if command[0].endswith("papo-bound") or is_nginx:
            more = ()
        words = [word.replace("{folder}", folder) for word in [*command, *more]]
        environment = {**os.environ, "PAPO_ENABLE_ECHO": "true" if echo else "false"}
        process = subprocess.Popen(["taskset", "-c", str(core), *words], stdout=subprocess.PIPE, text=True,
                                   env=environment)
        try:
            port = wait_until_connected(process, port) if is_nginx else wait_until_ready(process)
            time.sleep(SETTLING_S)
            yield process, port
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(READY_S)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            process.stdout.close()


def prepare_nginx(folder: str) -> int:
    with socket.create_server(("127.0.0.1", 0)) as chosen:
        port = chosen.getsockname()[1]
    for file, more in NGINX_FILES.values():
        pathlib.Path(folder, file).write_text(NGINX.format(folder=folder, port=port, more=more))
    return port


def wait_until_connected(process, port: int) -> int:
    end = time.monotonic() + READY_S
    while process.poll() is None and time.monotonic() < end:
        with contextlib.suppress(ConnectionRefusedError), socket.create_connection(("127.0.0.1", port)):
            return port
        time.sleep(0.01)
    raise RuntimeError("nginx did not start")


def wait_until_ready(process) -> int:
    line = process.stdout.readline()
    found = re.search(r"listening on http://\S+:(\d+)", line)
    if not found:
        raise RuntimeError(f"{os.path.basename(process.args[3])} did not start: {line.strip() or 'no ready line'}")
    return int(found.group(1))
