"""The nginx of docs/operating/nginx.conf, in front of servers on this machine: without TLS, but as if there were."""

import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.packages import install

CONF = Path(__file__).parents[2] / "docs" / "operating" / "nginx.conf"
AROUND = """\
pid {folder}/pid;
error_log {folder}/error;
events {{ worker_connections 256; }}
http {{
client_body_temp_path {folder}/body;
proxy_temp_path {folder}/proxy;
fastcgi_temp_path {folder}/fastcgi;
uwsgi_temp_path {folder}/uwsgi;
scgi_temp_path {folder}/scgi;
{conf}
}}
"""


def find() -> str | None:
    return shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin")


def get() -> str | None:
    if find() is None:
        install("nginx-light")
    return find()


def _conf(port: int, plain: int, servers: Sequence[int], folder: Path) -> str:
    """The file as it is documented, but for addresses, folders and the certificate."""
    text = CONF.read_text()
    for address, server in zip(re.findall(r"10\.0\.0\.\d:8000", text), servers, strict=True):
        text = text.replace(address, f"127.0.0.1:{server}")
    text = text.replace("listen 443 ssl http2;", f"listen 127.0.0.1:{port};").replace(
        "listen 80;", f"listen 127.0.0.1:{plain};"
    )
    text = re.sub(r"^ *ssl_certificate.*\n", "", text, flags=re.MULTILINE).replace("$scheme", "https")
    return AROUND.format(folder=folder, conf=text.replace("/var/log/nginx", str(folder)))


def _free() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def in_front_of(servers: Sequence[int], folder: Path) -> Iterator[int]:
    """The port at which it answers."""
    port, program, conf = _free(), find(), folder / "nginx.conf"
    assert program is not None
    conf.write_text(_conf(port, _free(), servers, folder))
    process = subprocess.Popen([program, "-p", folder, "-c", conf, "-e", folder / "error", "-g", "daemon off;"])
    try:
        ends = time.monotonic() + 10
        while not _listens(port):
            assert process.poll() is None and time.monotonic() < ends, (folder / "error").read_text()
            time.sleep(0.05)
        yield port
    finally:
        process.terminate()
        process.wait()
