"""Which database the site has: a file of SQLite, or the PostgreSQL that a URL names."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured

SSL_MODES = ("disable", "allow", "prefer", "require", "verify-ca", "verify-full")
PATIENCE = "5"  # seconds for a connection to be made, where the URL says nothing else
LOCKED = 20  # seconds after which who waits for a locked row or table is refused
# A statement that a connection has asked five times is planned no more: to plan it took longer than to answer it.
PREPARED = {"server_side_binding": True, "prepare_threshold": 5}
# A server that vanished without a word is given up after about half a minute.
ALIVE = {"keepalives_idle": "10", "keepalives_interval": "5", "keepalives_count": "3", "tcp_user_timeout": "25000"}


def sqlite(path: Path) -> dict[str, Any]:
    """Writers take turns; what is committed is on the disk."""
    return {
        "ENGINE": "studyapp.sqlite",
        "NAME": path,
        "OPTIONS": {
            "timeout": LOCKED,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
        },
        "CONN_MAX_AGE": None,
    }


def from_url(url: str) -> dict[str, Any]:
    """postgres://user:password@host:port/name?option=value, read as PostgreSQL's own tools read it.

    One connection a thread stays open, and is looked at before each request: a database that was started anew costs nobody an error.
    Nobody waits forever for what another has locked.
    """
    parts = dict(_parts(url))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.pop("dbname"),
        "USER": parts.pop("user", ""),
        "PASSWORD": parts.pop("password", ""),
        "HOST": parts.pop("host", ""),
        "PORT": parts.pop("port", ""),
        "OPTIONS": {
            "connect_timeout": PATIENCE, "options": f"-c lock_timeout={LOCKED}s", **ALIVE, **parts, **PREPARED,
        },
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
    }  # fmt: skip


def _parts(url: str) -> Mapping[str, str]:
    """What the URL says. It is never repeated in a complaint: a password may be in it."""
    from psycopg import Error  # noqa: PLC0415 - only a site with PostgreSQL loads its driver
    from psycopg.conninfo import conninfo_to_dict  # noqa: PLC0415

    if not re.match(r"postgres(ql)?://", url):
        raise _refused("is no address of a PostgreSQL database", "write postgres://user:password@host:port/name.")
    try:
        parts = {name: str(value) for name, value in conninfo_to_dict(url).items()}
    except Error:
        advice = (
            "write postgres://user:password@host:port/name?sslmode=require, and other characters of a password as %40."
        )
        raise _refused("cannot be read", advice) from None
    if not parts.get("dbname"):
        raise _refused("names no database", "end it with one, as in postgres://localhost/study.")
    if not all(re.fullmatch(r"\d{1,5}", port) for port in parts.get("port", "5432").split(",")):
        raise _refused("has a port that is no number", "write one, as in postgres://localhost:5432/study.")
    if parts.get("sslmode", "prefer") not in SSL_MODES:
        raise _refused("has an unknown sslmode", f"use one of: {', '.join(SSL_MODES)}.")
    return parts


def _refused(what: str, fix: str) -> ImproperlyConfigured:
    return ImproperlyConfigured(f"DATABASE_URL {what}. Fix: {fix}")
