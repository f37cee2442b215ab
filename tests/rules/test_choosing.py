"""Drawing a run: what was not seen first, evenly over the groups, then what was seen longest ago."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import pytest

from studyapp.catalogue.pools import Pool
from studyapp.catalogue.prose import Html
from studyapp.catalogue.questions import Choice, Item
from studyapp.rules import choosing
from tests.rules.tea import a_question, a_scenario, an_item


def a_pool(count: int, *, outcomes: Sequence[str] = ("pot", "mug", "cold"), difficulties: int = 1) -> list[Item]:
    """Scenarios q0, q1, …, the outcomes in turn, and the difficulty one up after each turn."""
    return [
        an_item(
            a_scenario(f"q{number}", outcomes[number % len(outcomes)]),
            difficulty=number // len(outcomes) % difficulties + 1,
        )
        for number in range(count)
    ]


def idents(items: Sequence[Item]) -> list[str]:
    return [item.ident for item in items]


def test_equal_seeds_draw_equal_runs() -> None:
    one, same, other = (choosing.draw(a_pool(40), 10, ["outcome"], {}, seed) for seed in (7, 7, 8))
    assert idents(one) == idents(same)
    assert set(idents(one)) != set(idents(other))


def test_a_run_does_not_follow_the_order_of_the_pool() -> None:
    pool = a_pool(40)
    drawn = idents(choosing.draw(pool, 40, [], {}, 7))
    assert (sorted(drawn), drawn == idents(pool)) == (sorted(idents(pool)), False)


def test_the_place_of_a_question_does_not_tell_its_group() -> None:
    """What is drawn evenly is asked in any order: three in a row need not be of three groups."""
    starts = [choosing.draw(a_pool(24), 12, ["outcome"], {}, seed)[:3] for seed in range(20)]
    assert {len({item.outcome for item in start}) for start in starts} != {3}


class Watched(Pool):
    """A pool that counts how many of its items are looked at."""

    looks = 0

    def __getitem__(self, place: Any) -> Any:
        Watched.looks += 1
        return super().__getitem__(place)

    def __iter__(self) -> Iterator[Item]:
        for item in super().__iter__():
            Watched.looks += 1
            yield item


def test_a_draw_looks_at_no_more_than_it_takes() -> None:
    """However large the bank, once it is grouped; what was seen is looked at too."""
    pool = Watched(a_pool(300))
    pool._spreads["outcome",] = {key: Watched(group) for key, group in pool.spread(["outcome"]).items()}
    assert sum(len(group.places) for group in [pool, *pool.spread(["outcome"]).values()]) == 600
    assert len(pool.groups(["outcome"])) == 300
    Watched.looks = 0
    assert (len(choosing.draw(pool, 30, ["outcome"], {pool[1].ident: 1}, 7)), Watched.looks < 40) == (30, True)


def test_the_pool_is_left_as_it_was() -> None:
    pool = a_pool(6)
    choosing.draw(pool, 6, ["outcome"], {}, 7)
    assert pool == a_pool(6)


@pytest.mark.parametrize("seed", range(5))
def test_what_was_not_seen_comes_first_even_where_that_is_less_even(seed: int) -> None:
    pool = a_pool(9)
    seen = {item.ident: 1 for item in pool if item.outcome != "pot"}
    drawn = choosing.draw(pool, 4, ["outcome"], seen, seed)
    assert len(drawn) == 4
    assert sorted(idents([item for item in drawn if item.outcome == "pot"])) == sorted(idents(pool[::3]))


def test_a_group_that_runs_out_leaves_its_share_to_the_others() -> None:
    pool = a_pool(20, outcomes=["pot"]) + a_pool(2, outcomes=["mug"])
    pool = [an_item(a_scenario(f"p{n}", item.outcome)) for n, item in enumerate(pool)]
    counts = Counter(item.outcome for item in choosing.draw(pool, 10, ["outcome"], {}, 7))
    assert counts == {"pot": 8, "mug": 2}


def test_a_run_can_be_spread_over_kinds_and_objectives() -> None:
    choices = Choice(Html("yes"), True), Choice(Html("no"), False)
    singles = [an_item(a_question(f"s{n}", *choices), objective=f"o{n % 2}") for n in range(20)]
    multiples = [an_item(a_question(f"m{n}", *choices, multiple=True), objective=f"o{n % 2}") for n in range(4)]
    drawn = choosing.draw(singles + multiples, 8, ["kind", "objective"], {}, 7)
    counts = Counter((item.question.kind, item.objective) for item in drawn)
    assert counts == {("single", "o0"): 2, ("single", "o1"): 2, ("multiple", "o0"): 2, ("multiple", "o1"): 2}


@pytest.mark.parametrize("seed", range(5))
def test_of_what_was_seen_the_longest_ago_comes_first(seed: int) -> None:
    pool = a_pool(12, outcomes=["pot"])
    seen = {item.ident: 100 - number for number, item in enumerate(pool)}
    drawn = choosing.draw(pool, 4, ["outcome"], seen, seed)
    assert sorted(idents(drawn)) == sorted(idents(pool[-4:]))


@pytest.mark.parametrize("size", [1, 4, 7, 12])
def test_of_what_was_seen_in_the_same_run_no_more_are_left_out_than_need_be(size: int) -> None:
    pool = a_pool(12, outcomes=["pot"])
    seen = {item.ident: 1 + number // 4 for number, item in enumerate(pool)}
    drawn = [seen[item.ident] for item in choosing.draw(pool, size, ["outcome"], seen, 7)]
    assert sorted(drawn) == [1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3][:size]


@pytest.mark.parametrize("size", [0, 1, 9, 10, 1000])
def test_a_run_holds_no_question_twice_and_no_more_than_there_are(size: int) -> None:
    drawn = idents(choosing.draw(a_pool(10), size, ["outcome"], {}, 7))
    assert len(drawn) == len(set(drawn)) == min(size, 10)


@pytest.mark.parametrize("size", [9, 10, 1000])
def test_nor_where_all_or_some_were_seen(size: int) -> None:
    pool = a_pool(10)
    for met in (pool, pool[:4]):
        drawn = idents(choosing.draw(pool, size, ["outcome"], {item.ident: 1 for item in met}, 7))
        assert len(drawn) == len(set(drawn)) == min(size, 10)


def test_shuffled_depends_on_the_seed_alone() -> None:
    assert choosing.shuffled(12, 7) == choosing.shuffled(12, 7)
    assert choosing.shuffled(12, 7) != choosing.shuffled(12, 8)
