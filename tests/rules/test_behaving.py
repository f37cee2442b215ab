"""How a question behaves. Expected values are worked by hand from the definition of the correlation."""

import pytest

from studyapp.rules.behaving import Behaviour, Tally, behaviour, rest_of

KEY = frozenset({0})


def tally(choice: int, *rests: int, times: int = 1) -> Tally:
    """Answers that took a choice, of runs with these rests; the first choice is right."""
    sums = times * sum(rests), times * sum(rest * rest for rest in rests)
    return Tally(frozenset({choice}), choice == 0, times * len(rests), *sums)


def told(*tallies: Tally, choices: int = 3) -> Behaviour:
    return behaviour(tallies, KEY, choices)


@pytest.mark.parametrize(
    ("right", "right_count", "asked_count", "expected"),
    [(True, 10, 10, 1000), (False, 9, 10, 1000), (True, 7, 10, 666), (False, 0, 10, 0), (True, 1, 1, 0)],
)
def test_the_rest_of_a_run_leaves_the_question_out(
    right: bool, right_count: int, asked_count: int, expected: int
) -> None:
    assert rest_of(right, right_count, asked_count) == expected


def test_who_is_right_here_and_strong_elsewhere_makes_it_one() -> None:
    found = told(tally(0, 1000, times=2), tally(1, 500, times=2))
    assert (found.n, found.right, found.facility, found.apart) == (4, 2, 0.5, 1.0)


def test_the_correlation_is_that_of_the_definition() -> None:
    """Right: 800, 600; wrong: 600, 400, 600. Deviations of rests from 600: 200, 0, 0, -200, 0; of being right: .6 twice, -.4 thrice.

    Their product sums to 120 + 80 = 200; the squares to 80,000 and 1.2: 200 / sqrt(96,000) = 0.6455.
    """
    assert told(tally(0, 800, 600), tally(1, 600, 400, 600)).apart == pytest.approx(0.6455, abs=1e-4)


@pytest.mark.parametrize(
    "tallies", [(), (tally(0, 900, times=40),), (tally(0, 500, times=20), tally(1, 500, times=20))]
)
def test_where_nothing_varies_there_is_no_correlation(tallies: tuple[Tally, ...]) -> None:
    assert told(*tallies).apart is None


def test_each_choice_has_its_takers_and_how_they_do_elsewhere() -> None:
    found = told(tally(0, 900, 700), tally(1, 500), tally(1, 300))
    assert [(one.n, one.share, one.rest) for one in found.choices] == [(2, 0.5, 0.8), (2, 0.5, 0.4), (0, 0.0, 0.0)]


def test_of_several_right_choices_each_counts_for_itself() -> None:
    both, one = Tally(frozenset({0, 2}), True, 3, 0, 0), Tally(frozenset({0}), False, 1, 0, 0)
    found = behaviour([both, one], frozenset({0, 2}), 3)
    assert [(one.number, one.n) for one in found.choices] == [(1, 4), (2, 0), (3, 3)]


@pytest.mark.parametrize(
    ("tallies", "says", "at"),
    [
        ([tally(0, 900, times=15), tally(1, 300, times=14)], "few", 0),
        ([tally(0, 900, times=38), tally(1, 900, times=2)], "easy", 0),
        ([tally(0, 500, times=20), tally(1, 900, times=4), tally(2, 300, times=16)], "sound", 0),
        ([tally(0, 400, times=20), tally(1, 900, times=15), tally(2, 300, times=5)], "key", 2),
        ([tally(0, 400, times=37), tally(1, 900, times=3), tally(2, 300, times=0)], "story", 0),
        ([tally(0, 900, times=12), tally(1, 400, times=20), tally(2, 400, times=8)], "hard", 0),
        ([tally(0, 500, 700, times=12), tally(1, 500, 680, times=6), tally(2, 500, 700, times=4)], "weak", 0),
        ([tally(0, 900, times=20), tally(1, 400, times=20)], "idle", 3),
        ([tally(0, 900, times=20), tally(1, 400, times=15), tally(2, 300, times=5)], "sound", 0),
    ],
)
def test_one_word_says_what_to_look_at(tallies: list[Tally], says: str, at: int) -> None:
    found = told(*tallies)
    assert (found.says, found.at) == (says, at)


def test_a_question_without_choices_is_judged_by_right_and_wrong_alone() -> None:
    right, wrong = Tally(frozenset(), True, 5, 4500, 4_050_000), Tally(frozenset(), False, 35, 10_500, 3_150_000)
    found = behaviour([right, wrong], frozenset(), 0)
    assert (found.choices, found.says) == ((), "sound")
