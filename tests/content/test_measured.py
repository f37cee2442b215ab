"""Every page is measured: `make bench` stops where one is forgotten, and it is not run with each change."""

import pytest

from studyapp.catalogue.courses import Course
from studyapp.records import demo
from tests.bench.pages import forgotten, others, studied
from tests.bench.people import settle


@pytest.mark.django_db
def test_no_page_is_left_out_of_the_benchmark(real: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo, "NAMES", demo.NAMES[:2])  # whose pages are asked for: a class of thirty has the same
    people = settle(real)
    pages = [*studied(people), *others(people)]
    assert forgotten(pages) == set()
