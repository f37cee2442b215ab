"""Every page is measured: `make bench` stops where one is forgotten, and it is not run with each change."""

import pytest

from studyapp.catalogue.courses import Course
from tests.bench.pages import forgotten, others, studied
from tests.bench.people import settle


@pytest.mark.django_db
def test_no_page_is_left_out_of_the_benchmark(real: Course) -> None:
    people = settle(real)
    pages = [*studied(people), *others(people)]
    assert forgotten(pages) == set()
