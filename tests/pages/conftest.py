"""Who visits: nobody in particular, a guest who has begun, Ada, Cyd, and whoever administers the site. All see the tea course."""

import pytest
from django.core.cache import caches
from django.test import Client

from studyapp.catalogue.courses import Course
from studyapp.records import editions
from studyapp.records.models import User
from tests.pages.acting import begin, signed_in


@pytest.fixture(autouse=True)
def site(db: None, tea: Course) -> None:
    """Every test here has a database and the tea course; `real` puts the real one in its place."""
    for one in caches.all(initialized_only=True):
        one.clear()
    editions.catalogue()


@pytest.fixture
def nobody() -> Client:
    return Client()


@pytest.fixture
def guest() -> Client:
    """Somebody without an account who has begun a run."""
    client = Client()
    begin(client, "brewing", mode="practice", size=3)
    return client


@pytest.fixture
def ada() -> Client:
    return signed_in("ada@example.org")


@pytest.fixture
def cyd() -> Client:
    return signed_in("cyd@example.org")


@pytest.fixture
def administrator() -> Client:
    return signed_in("admin@example.org", role=User.Role.ADMINISTRATOR)


@pytest.fixture
def ben() -> Client:
    """Ben writes banks."""
    return signed_in("ben@example.org", role=User.Role.INSTRUCTOR, first_name="Ben")


@pytest.fixture
def dan() -> Client:
    """Dan writes banks too, some of them with Ben."""
    return signed_in("dan@example.org", role=User.Role.INSTRUCTOR, first_name="Dan")


@pytest.fixture
def eve() -> Client:
    """Eve writes banks of her own."""
    return signed_in("eve@example.org", role=User.Role.INSTRUCTOR, first_name="Eve")
