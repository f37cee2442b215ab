"""How sure answers make us. Expected values are from the binomial distribution, worked by hand or from the design."""

import pytest

from studyapp.rules import mastery


@pytest.mark.parametrize(
    ("n", "k", "expected"),
    [(0, 0, 0.0), (1, 1, 0.1), (2, 2, 0.19), (2, 1, 0.01), (22, 22, 1 - 0.9**22), (30, 28, 0.5886), (30, 27, 0.3526)],
)
def test_sure_is_the_share_of_worse_luck(n: int, k: int, expected: float) -> None:
    assert mastery.sure(n, k) == pytest.approx(expected, abs=1e-4)


def test_more_right_answers_make_surer() -> None:
    found = [mastery.sure(30, right) for right in range(31)]
    assert found == sorted(set(found))


def test_readiness_without_answers_needs_twenty_two_in_a_row() -> None:
    assert mastery.readiness([]) == mastery.Readiness(asked=0, right=0, sure=0, needed=22)


def test_only_the_last_sixty_answers_count() -> None:
    found = mastery.readiness([False] * 100 + [True] * 60)
    assert (found.asked, found.right, found.needed) == (60, 60, 0)


def test_needed_counts_from_where_the_wrong_ones_stand() -> None:
    early = mastery.readiness([False] * 3 + [True] * 27)
    late = mastery.readiness([True] * 27 + [False] * 3)
    assert early.sure == late.sure
    assert early.needed < late.needed


def test_needed_is_the_least_number_that_is_enough() -> None:
    window = [True] * 20 + [False] + [True] * 9
    needed = mastery.readiness(window).needed
    assert mastery.readiness(window + [True] * needed).sure >= 0.9
    assert mastery.readiness(window + [True] * (needed - 1)).sure < 0.9


def test_dots_beyond_the_bar_are_the_share_that_sure_names() -> None:
    beyond = sum(dot > 0.9 for dot in mastery.dots(30, 28))
    assert beyond == round(20 * mastery.sure(30, 28))


@pytest.mark.parametrize(("n", "k"), [(1, 1), (30, 27), (60, 12)])
def test_a_quantile_has_its_share_below(n: int, k: int) -> None:
    assert 1 - mastery.sure(n, k, mastery.quantile(n, k, 0.3)) == pytest.approx(0.3)


def test_without_a_right_answer_nothing_lies_above_zero() -> None:
    assert mastery.quantile(12, 0, 0.99) == 0
    assert mastery.dots(12, 0, 3) == [0, 0, 0]


def test_there_are_twenty_dots() -> None:
    found = mastery.dots(30, 27)
    assert (len(found), found) == (20, sorted(found))


def test_dots_are_the_middles_of_equal_shares() -> None:
    assert mastery.dots(1, 1, 4) == pytest.approx([0.125, 0.375, 0.625, 0.875])


def test_the_interval_holds_the_share_and_narrows_with_answers() -> None:
    few, many = mastery.interval(10, 8), mastery.interval(100, 80)
    assert few[0] < many[0] < 0.8 < many[1] < few[1]


@pytest.mark.parametrize(("n", "k", "certainty"), [(10, 8, 0.8), (30, 27, 0.9)])
def test_a_record_as_good_or_as_bad_is_rare_outside_the_interval(n: int, k: int, certainty: float) -> None:
    low, high = mastery.interval(n, k, certainty)
    as_good, as_bad = 1 - mastery.sure(n, k, low), mastery.sure(n, k + 1, high)
    assert (as_good, as_bad) == pytest.approx(((1 - certainty) / 2, (1 - certainty) / 2))


def test_the_interval_of_a_perfect_record_ends_at_one() -> None:
    low, high = mastery.interval(21, 21)
    assert (round(low, 3), high) == (round(0.1 ** (1 / 21), 3), 1.0)
