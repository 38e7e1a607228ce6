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

PAPO_OPTIONS = ["--host", "127.0.0.1", "--port", "0", "--rate", "0", "--log-level", "error", "--max-upload", "2GiB"]
READY_S = 10
SIZES = {"F1": 1024, "F40": 40 * 1024}  # bytes of the file that is asked for
NGINX = """daemon off; master_process off; worker_processes 1; error_log stderr crit; pid {folder}/nginx.pid;
events {{ worker_connections 1024; }}
http {{
  access_log off; sendfile on; tcp_nopush on; keepalive_requests 100000000; open_file_cache max=100;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  server {{ listen 127.0.0.1:{port}; root {folder}/www; }}
}}
"""


def commands(build: str, papos: dict, scenario: str) -> dict:
    """Command lines by name, of the bounds and of each papo (file by name); {folder} is a fresh one."""
    options = [*PAPO_OPTIONS, "--uploads", "{folder}/uploads", "--db"]
    kept = {name: [file, *options, "{folder}/db/papo.db"] for name, file in papos.items()}
    if scenario.startswith("F"):
        nginx = {"nginx": ["nginx", "-p", "{folder}", "-c", "{folder}/nginx.conf"]} if find_nginx() else {}
        return nginx | {name: [*command, "--www", "{folder}/www"] for name, command in kept.items()}
    if scenario.startswith("U"):
        return {"bound, upload": [f"{build}/papo-bound", "--mode", "upload", "--port", "0", "--uploads", "{folder}/uploads"],
                **kept}
    if scenario in ("S3U", "J1", "START"):
        return kept
    forgetting = {f"{name}, :memory:": [file, *options, ":memory:"] for name, file in papos.items()}
    bounds = {"bound, coalesced": [f"{build}/papo-bound", "--port", "0"],
              "bound, naive": [f"{build}/papo-bound", "--port", "0", "--mode", "naive"]}
    return bounds | {name: command for pair in zip(kept.items(), forgetting.items()) for name, command in pair}


def find_nginx():
    return shutil.which("nginx", path=os.environ.get("PATH", "") + ":/usr/sbin")


@contextlib.contextmanager
def running(command: list, core: int, echo: bool):
    """(process, port) while the server runs pinned to that core; `echo`: a papo has one."""
    beside = pathlib.Path(command[0]).resolve().parent if "/" in command[0] else None  # the same disk for all that upload
    folder = tempfile.mkdtemp(prefix="papo-bench-", dir=beside)
    port = prepare(folder)
    words = ["taskset", "-c", str(core), *[word.replace("{folder}", folder) for word in command]]
    environment = {**os.environ, "PAPO_ENABLE_ECHO": "true" if echo else "false",
                   "PATH": os.environ.get("PATH", "") + ":/usr/sbin"}
    process = subprocess.Popen(words, stdout=subprocess.PIPE, text=True, env=environment)
    try:
        yield process, port if wait_for_nginx(command, port) else wait_until_ready(process)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(READY_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        process.stdout.close()
        shutil.rmtree(folder, ignore_errors=True)


def prepare(folder: str) -> int:
    """Files to ask for, a folder for uploads, and nginx's settings with a port that is free."""
    for name in ("www", "uploads"):
        os.mkdir(f"{folder}/{name}")
    pathlib.Path(folder, "www/index.html").write_text("<!doctype html>")
    for name, size in SIZES.items():
        pathlib.Path(folder, f"www/{name}.bin").write_bytes(os.urandom(size))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    pathlib.Path(folder, "nginx.conf").write_text(NGINX.format(folder=folder, port=port))
    return port


def wait_for_nginx(command: list, port: int) -> bool:
    """False when it is another server."""
    if command[0] != "nginx":
        return False
    until = time.monotonic() + READY_S
    while time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return True
        except OSError:
            time.sleep(0.01)
    raise RuntimeError("nginx did not start")


def wait_until_ready(process) -> int:
    line = process.stdout.readline()
    found = re.search(r"listening on http://\S+:(\d+)", line)
    if not found:
        raise RuntimeError(f"{os.path.basename(process.args[3])} did not start: {line.strip() or 'no ready line'}")
    return int(found.group(1))
