"""What pace is left until an exam."""

from datetime import date

import pytest

from studyapp.rules.pacing import Rate, pace, rate

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("left", "days", "expected"),
    [
        (0, 10, Rate(0)),
        (10, 10, Rate(10, a_day=1)),
        (11, 10, Rate(11, a_day=2)),
        (240, 12, Rate(240, a_day=20)),
        (9, 10, Rate(9, every=1)),
        (3, 10, Rate(3, every=3)),
        (1, 30, Rate(1, every=30)),
        (5, 1, Rate(5, a_day=5)),
        (5, 0, Rate(5)),
        (5, -1, Rate(5)),
    ],
)
def test_the_slowest_pace_that_is_done_in_time(left: int, days: int, expected: Rate) -> None:
    assert rate(left, days) == expected


@pytest.mark.parametrize("days", [1, 2, 7, 30])
def test_at_the_pace_named_everything_is_done_and_a_slower_one_would_not_do(days: int) -> None:
    for left in range(1, 60):
        found = rate(left, days)
        if found.a_day:
            assert found.a_day * days >= left > (found.a_day - 1) * days
        else:
            assert found.every * left <= days < (found.every + 1) * left


def test_today_is_a_day_to_learn_and_the_day_of_the_exam_is_none() -> None:
    found = pace(date(2026, 11, 23), TODAY, 3, 8)
    assert (found.days, found.lessons, found.questions) == (2, Rate(3, a_day=2), Rate(8, a_day=4))
