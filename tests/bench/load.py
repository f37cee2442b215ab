"""Requests over connections that stay open, as a proxy in front of the site sends them; and how long the answers take."""

import re
import socket
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from threading import Lock, Thread
from time import perf_counter
from urllib.parse import urlencode

from tests.bench.run import HOST

LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
PATIENCE = 60  # seconds


@dataclass(frozen=True)
class Reply:
    status: int
    head: bytes
    body: bytes
    seconds: float

    @property
    def wire(self) -> int:
        """Bytes as they came, headers included."""
        return len(self.head) + len(self.body)


def request(
    path: str, cookies: Mapping[str, str], sent: Mapping[str, object] | None = None, *, htmx: bool = False
) -> bytes:
    """What a browser sends: a GET, or with `sent` a form with its CSRF token."""
    lines = {
        "Host": HOST, "X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.1", "Origin": f"https://{HOST}",
        "Accept": "text/html", "Accept-Encoding": "gzip, deflate, br", "Accept-Language": "en-GB,en;q=0.7",
        "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
    }  # fmt: skip
    if htmx:
        lines["HX-Request"] = "true"
    form = b""
    if sent is not None:
        form = urlencode({**sent, "csrfmiddlewaretoken": cookies["csrftoken"]}, doseq=True).encode()
        lines |= {"Content-Type": "application/x-www-form-urlencoded", "Content-Length": str(len(form))}
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return f"{'GET' if sent is None else 'POST'} {path} HTTP/1.1\r\n{head}\r\n".encode() + form


class Line:
    """One connection."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection((HOST, port), timeout=PATIENCE)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def ask(self, request: bytes) -> Reply:
        began, got = perf_counter(), b""
        self._socket.sendall(request)
        while (end := got.find(b"\r\n\r\n")) < 0:
            got += self._more()
        head, parts, left = got[: end + 4], [got[end + 4 :]], 0
        length = LENGTH.search(head)
        left = int(length[1]) - len(parts[0]) if length else 0
        while left > 0:
            parts.append(self._more())
            left -= len(parts[-1])
        return Reply(int(head[9:12]), head, b"".join(parts), perf_counter() - began)

    def _more(self) -> bytes:
        got = self._socket.recv(65536)
        if not got:
            raise ConnectionError("the server hung up")
        return got

    def close(self) -> None:
        self._socket.close()


def in_turn(port: int, requests: Sequence[bytes]) -> list[Reply]:
    """One after another over one connection."""
    with closing(Line(port)) as line:
        return [line.ask(one) for one in requests]


def at_once(port: int, requests: Sequence[bytes], many: int) -> tuple[list[Reply], float]:
    """So many at a time, each asking again as soon as it was answered; the replies, and the seconds all of it took."""
    left, lock, replies = iter(requests), Lock(), list[Reply]()

    def one() -> None:
        with closing(Line(port)) as line:
            for sent in _shared(left, lock):
                replies.append(line.ask(sent))

    threads = [Thread(target=one) for _ in range(many)]
    began = perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return replies, perf_counter() - began


def _shared(left: Iterator[bytes], lock: Lock) -> Iterator[bytes]:
    while True:
        with lock:
            one = next(left, None)
        if one is None:
            return
        yield one


def percentile(replies: Sequence[Reply], share: float) -> float:
    """Milliseconds that so large a share of the replies did not exceed."""
    return sorted(reply.seconds for reply in replies)[min(int(len(replies) * share), len(replies) - 1)] * 1000
