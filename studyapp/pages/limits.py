"""How often somebody may do what could be abused, and what is said to who did it too often."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from math import ceil
from threading import Lock
from time import time

from allauth.core.internal.ratelimit import get_ip
from django.core.cache import caches
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from studyapp.pages.http import learner_id, page
from studyapp.records import waiting

View = Callable[..., HttpResponse]
SHARED = "default"  # counted in the database, hence over every process
PROCESS = "process"  # counted in memory, where a GET must write nothing: so often at each process
_in_process = Lock()


def address(request: HttpRequest) -> str:
    """From where the request comes, as signing in counts it."""
    return str(get_ip(request))


def who(request: HttpRequest) -> str:
    """Whoever is known by a number, else by the address."""
    mine = learner_id(request)
    return address(request) if mine is None else str(mine)


@contextmanager
def alone(what: str, who: str, counted: str = SHARED) -> Iterator[None]:
    """Nothing else of this is counted until the end, so that of many at once none slips through."""
    if counted == PROCESS:
        with _in_process:
            yield
        return
    with transaction.atomic():
        waiting.under(f"{what}:{who}")
        yield


def count(what: str, who: str, seconds: int, *, add: int = 1, counted: str = SHARED) -> int:
    """How often that was done in this span of time, this time included."""
    cache, key = caches[counted], f"limit:{what}:{who}:{int(time() // seconds)}"
    if not add:
        return int(cache.get(key, 0))
    with alone(what, who, counted):
        done = int(cache.get(key, 0)) + add
        cache.set(key, done, seconds)
    return done


def slowed(
    what: str,
    times: int,
    seconds: int,
    *,
    by: Callable[[HttpRequest], str] = who,
    method: str = "POST",
    counted: str = SHARED,
) -> Callable[[View], View]:
    """At most so often in each such span of time."""

    def around(view: View) -> View:
        @wraps(view)
        def within(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            if request.method == method and count(what, by(request), seconds, counted=counted) > times:
                return too_often(request, left(seconds))
            return view(request, *args, **kwargs)

        return within

    return around


def left(seconds: int) -> int:
    """How long the present span of time lasts yet."""
    return ceil(seconds - time() % seconds)


def too_often(request: HttpRequest, seconds: int = 60) -> HttpResponse:
    """When to try again. Where nothing is named, allauth asks, which counts sign-ups and resets by the minute."""
    response = page(request, "429.html", {"minutes": ceil(seconds / 60), "corner": ""}, part="often", status=429)
    response["Retry-After"] = str(seconds)
    return response
