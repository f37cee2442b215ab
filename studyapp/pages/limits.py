"""How often somebody may do what could be abused. Counted in the cache, hence over every process."""

from time import time

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest


def address(request: HttpRequest) -> str:
    """From where the request comes, as signing in counts it."""
    return str(get_adapter().get_client_ip(request))


def count(what: str, who: str, seconds: int, *, add: int = 1) -> int:
    """How often that was done in this span of time, this time included."""
    key = f"limit:{what}:{who}:{int(time() // seconds)}"
    done = cache.get(key, 0) + add
    if add:
        cache.set(key, done, seconds)
    return int(done)
