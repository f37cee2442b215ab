"""DATABASE_URL: what is read from it, and what is refused with a sentence."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.test import override_settings

from studyapp.databases import from_url

ROOT = Path(__file__).parents[1]
PARTS = ("USER", "PASSWORD", "HOST", "PORT", "NAME")
READ = [
    ("postgres://ada:ferry@db.example.org:6432/study", ("ada", "ferry", "db.example.org", "6432", "study")),
    ("postgresql://ada:fer%40ry%2F@db/study", ("ada", "fer@ry/", "db", "", "study")),
    ("postgres:///study?host=/run/postgresql", ("", "", "/run/postgresql", "", "study")),
    ("postgres://ada@%2Frun%2Fpostgresql/study", ("ada", "", "/run/postgresql", "", "study")),
    ("postgres://[::1]:6432/study", ("", "", "::1", "6432", "study")),
]
NO_ADDRESS = "is no address of a PostgreSQL database. Fix: write postgres://user:password@host:port/name."
UNREADABLE = (
    "cannot be read. Fix: write postgres://user:password@host:port/name?sslmode=require, and other characters of a "
    "password as %40."
)
NO_NAME = "names no database. Fix: end it with one, as in postgres://localhost/study."
NO_PORT = "has a port that is no number. Fix: write one, as in postgres://localhost:5432/study."
NO_MODE = "has an unknown sslmode. Fix: use one of: disable, allow, prefer, require, verify-ca, verify-full."
NONSENSE = [
    ("study", NO_ADDRESS),
    ("mysql://localhost/study", NO_ADDRESS),
    ("host=localhost dbname=study", NO_ADDRESS),
    ("postgres://ada:fer%zzry@db/study", UNREADABLE),
    ("postgres://ada:ferry@[::1/study", UNREADABLE),
    ("postgres://db/study?speed=high", UNREADABLE),
    ("postgres://db/", NO_NAME),
    ("postgres://db:fast/study", NO_PORT),
    ("postgres://db/study?sslmode=perhaps", NO_MODE),
]


@pytest.mark.parametrize(("url", "parts"), READ)
def test_an_address_is_read_as_postgresql_reads_it(url: str, parts: tuple[str, ...]) -> None:
    assert tuple(from_url(url)[name] for name in PARTS) == parts


def test_options_go_to_the_driver_and_nobody_waits_forever() -> None:
    """Five seconds for a connection, twenty for what another has locked, 25 for a server that is silent; where the URL says nothing else."""
    silent = {"keepalives_idle": "10", "keepalives_interval": "5", "keepalives_count": "3", "tcp_user_timeout": "25000"}
    options = from_url("postgres://db/study?sslmode=verify-full&sslrootcert=/etc/ca.pem")["OPTIONS"]
    waiting = {"connect_timeout": "5", "options": "-c lock_timeout=20s"}
    prepared = {"server_side_binding": True, "prepare_threshold": 5}
    assert options == waiting | silent | prepared | {"sslmode": "verify-full", "sslrootcert": "/etc/ca.pem"}
    own = from_url("postgres://db/study?connect_timeout=9&options=-c%20lock_timeout%3D1s&keepalives_idle=99")["OPTIONS"]
    assert own == silent | prepared | {"connect_timeout": "9", "options": "-c lock_timeout=1s", "keepalives_idle": "99"}


@pytest.mark.parametrize(("url", "says"), NONSENSE)
def test_nonsense_is_refused_without_being_repeated(url: str, says: str) -> None:
    with pytest.raises(ImproperlyConfigured) as caught:
        from_url(url)
    assert str(caught.value) == f"DATABASE_URL {says}"


@pytest.mark.parametrize(
    ("url", "engine"), [("", "studyapp.sqlite"), ("postgres://db/study", "django.db.backends.postgresql")]
)
def test_the_site_has_the_database_of_its_environment(url: str, engine: str, tmp_path: Path) -> None:
    told = "from studyapp.settings import DATABASES; print(DATABASES['default']['ENGINE'])"
    env = {**os.environ, "DATABASE_URL": url, "STUDYAPP_VAR": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", told], cwd=ROOT, env=env, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == engine


@pytest.mark.django_db
def test_the_migrations_make_what_the_models_say() -> None:
    """The tests' own database is made of the models."""
    with override_settings(MIGRATION_MODULES={}):
        call_command("makemigrations", "records", check=True, dry_run=True, verbosity=0)
