"""Pages as they go over the wire: with Brotli, smaller and in less time, to browsers that know it, and as Django does it to all others."""

import re
from random import SystemRandom

import brotli
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import patch_vary_headers

KNOWS = re.compile(r"\bbr\b")
LEAST = 200  # bytes, as Django has it
QUALITY = 2  # of 11: 4 makes a page smaller by a sixteenth, in twice the time

_random = SystemRandom()


class Compressed(GZipMiddleware):
    """Either way the length is padded at random, so that it tells nothing of what else is in the page (BREACH)."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if isinstance(response, HttpResponse) and _may(request, response):
            patch_vary_headers(response, ("Accept-Encoding",))
            response.content = packed(response.content, _random.randint(1, self.max_random_bytes))
            response["Content-Encoding"], response["Content-Length"] = "br", str(len(response.content))
            return response
        return super().process_response(request, response)


def _may(request: HttpRequest, response: HttpResponse) -> bool:
    return (
        KNOWS.search(request.headers.get("Accept-Encoding", "")) is not None
        and len(response.content) >= LEAST
        and not response.has_header("Content-Encoding")
    )


def packed(content: bytes, padding: int) -> bytes:
    """Compressed, with so many bytes (1 to 256) that mean nothing before the end."""
    stream = brotli.Compressor(quality=QUALITY)
    return b"".join([stream.process(content), stream.flush(), _metadata(padding), stream.finish()])


def _metadata(length: int) -> bytes:
    """A block that every reader skips (RFC 7932, 9.2): not the last, of no nibbles, its length less one in the next byte."""
    head = 0b01_0_11_0 | length - 1 << 6
    return head.to_bytes(2, "little") + bytes(length)
