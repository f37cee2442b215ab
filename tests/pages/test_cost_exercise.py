"""An exercise of kind cost, from its list to the worked solution."""

import pytest
from django.test import Client

from studyapp.catalogue.courses import Course
from tests.pages.exercising import SHOP, solve


@pytest.fixture(autouse=True)
def course(site: None, real: Course) -> Course:
    return real


def test_a_whole_run(ada: Client) -> None:
    solve(ada)
    page = ada.get(SHOP)
    assert page.status_code == 200
