"""Bills, limits, prices and briefs of costs: what is read, and what is said when it is wrong."""

from decimal import Decimal
from pathlib import Path

import pytest

from studyapp.catalogue.costs import CostExercise, Draw, Example
from studyapp.catalogue.facts import Condition
from studyapp.catalogue.options import Bill
from studyapp.catalogue.quantities import Quantity
from tests.formats.texts import SMALL, compiled

REGISTER = """\
kettle.hour: {value: 0.1 USD/h, source: T1, on: 2026, instance: kettle, tells: {heat: hot}}
urn.hour: {value: 1 USD/h, source: T1, on: 2026, instance: urn}
cup.price: {value: 0.00002 USD/GB-s, source: T1, on: 2026}
water.price: {value: 0.016 USD/GB, source: T1, on: 2026}
word.price: {value: 3 USD/million tokens, source: T1, on: 2026}
half: {value: 50%, source: T1, on: 2026}
cup.size: {value: 4 MB, was: [2 MB], source: T1, on: 2026}
"""
BRIEF = """\
kind: cost
title: Tea for two
story: |
  Two *guests* come in.
draw:
  requests: {from: 100, to: 900, step: 100, unit: per day}
given: {duration: 500 ms, memory: 2 GB, size: 1 MB, peak: 1 per second}
instance: urn
facts: {heat: cold}
budget: 30 USD per month
latency: 3 s
options: [pot, cup]
steps: [feasible, monthly-cost, choice]
tolerance: 2%
clear: 25%
"""
FILES: dict[str, str | bytes] = {
    "facts.yaml": "heat:\n  ask: Hot?\n  values:\n    hot: {says: it is hot, if: it were hot}\n    cold: {says: it is cold, if: it were cold}\n  assume: hot\n"
    "time: {ask: How long?, number: min}\n",
    "register.yaml": REGISTER,
    "options/pot.yaml": "title: Pot\nbill: {shape: always-on, price: urn.hour, data: water.price}\n",
    "options/cup.yaml": "title: Cup\nlimits: {size: <= cup.size, at-once: <= 200, heat: [hot, cold]}\nbill: {shape: per-use, price: cup.price}\n",
    "options/word.yaml": "title: Word\nbill: {shape: per-token, prompt: word.price, reply: word.price, share: half}\n",
    "options/job.yaml": "title: Job\nlimits: {heat: hot, latency: '> 1 h'}\nbill: {shape: job}\n",
    "options/free.yaml": "title: Free\n",
    "exercises/tea.yaml": BRIEF,
}  # fmt: skip


def flaws(folder: Path, **changed: str) -> list[str]:
    """What is wrong when files are otherwise; each is named by the last word of its path."""
    paths = {path.rsplit("/", 1)[-1].removesuffix(".yaml"): path for path in [*SMALL, *FILES]}
    files = FILES | {paths[name]: text for name, text in changed.items()}
    return [problem.removeprefix("kettle/") for problem in compiled(folder, files)[1]]


def a_brief(old: str, new: str) -> str:
    assert old in BRIEF
    return BRIEF.replace(old, new, 1)


def test_a_brief_is_read_with_all_it_says(tmp_path: Path) -> None:
    course, problems = compiled(tmp_path, FILES)
    assert problems == []
    assert course is not None
    given = {
        "duration": (500, "ms"),
        "memory": (2, "GB"),
        "size": (1, "MB"),
        "peak": (1, "per second"),
        "latency": (3, "s"),
    }
    assert course.exercises == {"tea": CostExercise(
        id="tea", title="Tea for two", story=course.exercises["tea"].story,
        draws=(Draw("requests", Decimal(100), Decimal(900), Decimal(100), "per day"),),
        given={name: Quantity(Decimal(amount), unit) for name, (amount, unit) in given.items()},
        instance="urn", facts={"heat": "cold"}, budget=Decimal(30), options=("pot", "cup"), tolerance=Decimal("0.02"), clear=Decimal("0.25"),
    )}  # fmt: skip
    assert course.exercises["tea"].story == "<p>Two <em>guests</em> come in.</p>\n"


def test_prices_are_those_of_the_options_that_can_be_priced(tmp_path: Path) -> None:
    course, _ = compiled(tmp_path, FILES)
    assert course is not None
    assert {
        id: (t.shape, {role: f.id for role, f in t.figures.items()}) for id, t in course.prices.tariffs.items()
    } == {
        "pot": ("always-on", {"data": "water.price"}),
        "cup": ("per-use", {"price": "cup.price"}),
        "word": ("per-token", {"prompt": "word.price", "reply": "word.price", "share": "half"}),
        "job": ("job", {}),
    }
    assert {name: figure.id for name, figure in course.prices.instances.items()} == {"kettle": "kettle.hour", "urn": "urn.hour"}  # fmt: skip
    assert course.options["pot"].bill == Bill("always-on", "urn.hour", {"data": "water.price"})
    assert course.options["job"].limits == (
        Condition("heat", values=("hot",)),
        Condition("latency", above=Quantity(Decimal(1), "h")),
    )
    assert course.options["cup"].limits[:2] == (
        Condition("size", at_most=Quantity(Decimal(4), "MB")),
        Condition("at-once", at_most=Quantity(Decimal(200), "")),
    )


@pytest.mark.parametrize(
    ("told", "instance", "expected"),
    [("facts: {heat: cold}\n", "kettle", "cold"), ("", "kettle", "hot"), ("", "urn", "hot")],
)
def test_a_fact_is_told_or_follows_from_the_instance_or_is_taken_for_granted(
    tmp_path: Path, told: str, instance: str, expected: str
) -> None:
    brief = BRIEF.replace("facts: {heat: cold}\n", told).replace("instance: urn", f"instance: {instance}")
    course, problems = compiled(tmp_path, FILES | {"exercises/tea.yaml": brief})
    assert problems == []
    assert course is not None
    assert course.exercises["tea"].facts == {"heat": expected}


def test_the_explorer_opens_with_the_example_of_the_course(tmp_path: Path) -> None:
    text = f"{SMALL['course.yaml']!s}costs:\n  says: A tea room.\n  given: {{requests: 5 per day, duration: 1 s}}\n  instance: urn\n"
    course, problems = compiled(tmp_path, FILES | {"course.yaml": text})
    assert problems == []
    assert course is not None
    numbers = {"requests": Quantity(Decimal(5), "per day"), "duration": Quantity(Decimal(1), "s")}
    assert course.costs == Example("A tea room.", numbers, "urn", {"heat": "hot"})


def test_a_course_without_prices_has_no_costs(tmp_path: Path) -> None:
    course, _ = compiled(tmp_path, {})
    assert course is not None
    assert (course.costs, course.prices.tariffs, course.prices.instances, course.exercises) == (None, {}, {}, {})


LOOK = "Fix: write it as docs/writing-content.md shows."
WRONG = {
    "no kind": (("kind: cost\n", ""), '1: there is no kind of exercise "". Fix: write "kind:'),
    "another kind": (("kind: cost", "kind: costs"), '1: there is no kind of exercise "costs". Fix: did you mean "cost"?'),
    "an unknown key": (("title: Tea", "titel: T\ntitle: Tea"), '2: unknown key "titel". Fix: did you mean "title"?'),
    "no budget": (("budget: 30 USD per month\n", ""), '1: "budget" is missing. Fix: add "budget: …".'),
    "a budget without unit": (("30 USD per month", "30"), '10: "30" is no budget for a month. Fix: write an amount such as "30 USD per month".'),
    "a budget of another unit": (("30 USD per month", "30 USD per week"), '10: "30 USD per week" is no budget for a month. Fix: write an amount such as "30 USD per month".'),
    "a budget that is no number": (("30 USD per month", "little"), '10: "little" is not a number with a unit. Fix: write an amount such as "30 USD per month".'),
    "a negative budget": (("30 USD", "-30 USD"), '10: "-30 USD per month" is no budget for a month. Fix: write an amount such as "30 USD per month".'),
    "money with a comma": (("30 USD", "3,5 USD"), '10: "3,5 USD per month" is not a number with a unit. Fix: write an amount such as "30 USD per month".'),
    "an unknown number": (("memory: 2 GB", "memroy: 2 GB"), '7: there is no number "memroy". Fix: did you mean "memory"?'),
    "a number of another unit": (("memory: 2 GB", "memory: 2 s"), '7: memory: "2 s" is not counted in GB. Fix: write it in "GB".'),
    "a negative number": (("duration: 500 ms", "duration: -500 ms"), "7: duration: -500 ms does not lie between 0.001 s and 86,400 s. Fix: write an amount between these."),
    "a number far too large": (("peak: 1 per", "peak: 10000000 per"), "7: peak: 10,000,000 per second does not lie between 0 per second and 1,000,000 per second. Fix: write an amount between these."),
    "a broken count": (("memory: 2 GB", "memory: 2 GB, parallel: 1.5"), "7: parallel: 1.5 is no whole number. Fix: write a whole number."),
    "no number": (("duration: 500 ms", "duration: soon"), f'7: given.duration: "soon" is not a number with a unit. {LOOK}'),
    "a latency of another unit": (("latency: 3 s", "latency: 3 GB"), '11: latency: "3 GB" is not counted in s. Fix: write it in "s".'),
    "a draw of an unknown number": (("  requests:", "  calls:"), '6: there is no number "calls". Fix: use one of: requests, duration,'),
    "a step of nought": (("step: 100", "step: 0"), f"6: draw.requests.step: input should be greater than 0. {LOOK}"),
    "a draw that goes down": (("to: 900", "to: 90"), '6: requests is drawn from 100 to 90: nothing lies between. Fix: let "to" be the larger.'),
    "a draw of another unit": (("unit: per day", "unit: GB"), '6: requests: "100 GB" is not counted in per day. Fix: write it in "per day".'),
    "a draw below nought": (("from: 100", "from: -100"), "6: requests: -100 per day does not lie between 1 per day and 1,000,000,000 per day. Fix: write an amount between these."),
    "a draw of what is given": (("memory: 2 GB", "memory: 2 GB, requests: 5 per day"), "6: requests is given as well as drawn. Fix: keep one of the two."),
    "nothing drawn": (("draw:\n  requests: {from: 100, to: 900, step: 100, unit: per day}\n", "draw: {}\n"), f"5: draw: dictionary should have at least 1 item after validation, not 0. {LOOK}"),
    "too many draws": (("step: 100,", "step: 0.01,"), "5: 80,001 briefs could be drawn, more than 20,000. Fix: take larger steps."),
    "no draw that is clear": (("budget: 30", "budget: 730"), '5: no draw has its costs and the budget 25% apart. Fix: draw other numbers, move the budget, or lower "clear".'),
    "between a limit and what it was": (("size: 1 MB", "size: 3 MB"), "7: size may lie between the limit 4 MB and its former value 2 MB. Fix: ask for less, or for more."),
    "an unknown instance": (("instance: urn", "instance: urm"), '8: no hour of an instance "urm" has a price. Fix: did you mean "urn"?'),
    "no instance": (("instance: urn\n", ""), '1: "pot" is paid by the hour of an instance, and none is named. Fix: add "instance: …".'),
    "an unknown fact": (("{heat: cold}", "{heart: cold}"), '9: there is no fact "heart" to choose a value of. Fix: did you mean "heat"?'),
    "a fact that is a number": (("{heat: cold}", "{time: 5 min}"), '9: there is no fact "time" to choose a value of. Fix: name a fact that is a choice.'),
    "an unknown value": (("{heat: cold}", "{heat: warm}"), '9: "warm" is no value of heat. Fix: use one of: hot, cold.'),
    "an unknown option": (("[pot, cup]", "[pot, cap]"), '12: no option "cap" can be priced. Fix: did you mean "cup"?'),
    "an option without a bill": (("[pot, cup]", "[pot, cup, free]"), '12: no option "free" can be priced. Fix: name an option with a bill and its prices.'),
    "an option named twice": (("[pot, cup]", "[pot, cup, pot]"), '12: "pot" stands here twice. Fix: keep one of the two.'),
    "one option": (("[pot, cup]", "[pot]"), f"12: options: list should have at least 2 items after validation, not 1. {LOOK}"),
    "a bill of what nobody says": (("[pot, cup]", "[pot, cup, word]"), '7: "word" is billed per-token, and nothing says prompt. Fix: give or draw "prompt", in tokens.'),
    "a step left out": (("[feasible, monthly-cost, choice]", "[feasible, choice]"), "13: a brief is solved in all of its steps. Fix: write [feasible, monthly-cost, choice]."),
    "a tolerance that is no percentage": (("tolerance: 2%", "tolerance: 0.02"), f'14: tolerance: write a percentage such as "90%". {LOOK}'),
}  # fmt: skip


@pytest.mark.parametrize(("change", "expected"), WRONG.values(), ids=list(WRONG))
def test_what_is_wrong_with_a_brief_is_said_at_its_line(tmp_path: Path, change: tuple[str, str], expected: str) -> None:
    found = flaws(tmp_path, tea=a_brief(*change))
    assert found[0].startswith(f"exercises/tea.yaml:{expected}")


def test_a_reserved_name_is_no_exercise(tmp_path: Path) -> None:
    course, _ = compiled(tmp_path, {**FILES, "exercises/parts.yaml": "a: b\n"})
    assert course is not None
    assert list(course.exercises) == ["tea"]


def test_broken_yaml_is_said_once(tmp_path: Path) -> None:
    assert flaws(tmp_path, tea="kind: cost\n  title: [\n")[0].startswith("exercises/tea.yaml:2: this is not YAML")


@pytest.mark.parametrize(
    ("option", "expected"),
    [
        ("bill: {shape: per-use, price: cap.price}", 'there is no figure "cap.price". Fix: did you mean "cup.price"?'),
        ("bill: {shape: per-use, price: cup.price, data: half}", 'the figure half is 50%, and data is paid in USD/GB. Fix: name a figure in "USD/GB".'),
        ("bill: {shape: per-token, prompt: word.price, reply: half}", 'the figure half is 50%, and reply is paid in USD/million tokens. Fix: name a figure in "USD/million tokens".'),
        ("limits: {sise: <= cup.size}", 'there is no number and no fact "sise". Fix: did you mean "size"?'),
        ("limits: {size: cup.size}", 'size is a number: write "<= limit" or "> limit". Fix: write "<= figure", or values of the fact.'),
        ("limits: {size: <= cap.size}", '"cap.size" is not a number with a unit. Fix: write "<= figure", or values of the fact.'),
        ("limits: {duration: <= cup.size}", '4 MB is no amount of duration. Fix: write "<= figure", or values of the fact.'),
        ("limits: {heat: warm}", 'heat has no value "warm" (it has: hot, cold). Fix: write "<= figure", or values of the fact.'),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_bill_or_a_limit_is_said(tmp_path: Path, option: str, expected: str) -> None:
    assert flaws(tmp_path, free=f"title: Free\n{option}\n") == [f"options/free.yaml:2: {expected}"]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("0.1 USD/h", "0.1 USD", '1: 0.1 USD is no price of an hour. Fix: write it in "USD/h".'),
        ("instance: urn", "instance: kettle", "2: kettle has a price already, kettle.hour. Fix: keep one of the two."),
        ("{heat: hot}", "{heat: warm}", '1: no fact heat has the value warm. Fix: did you mean "heat"?'),
    ],
)
def test_what_is_wrong_with_the_price_of_an_instance_is_said(tmp_path: Path, old: str, new: str, expected: str) -> None:
    assert f"register.yaml:{expected}" in flaws(tmp_path, register=REGISTER.replace(old, new, 1))


@pytest.mark.parametrize(
    ("costs", "expected"),
    [
        ("given: {requests: 5 per day}", '4: nothing says duration. Fix: add "duration: …".'),
        ("given: {requests: 5 per day, duration: 1 GB}", '4: duration: "1 GB" is not counted in s. Fix: write it in "s".'),
        ("given: {requests: 5 per day, duration: 1 s}\n  instance: pan", '5: no hour of an instance "pan" has a price.'),
        ("given: {requests: 5 per day, duration: 1 s}\n  instance: urn\n  facts: {heat: warm}", '6: "warm" is no value of heat.'),
    ],
)  # fmt: skip
def test_what_is_wrong_with_the_example_is_said(tmp_path: Path, costs: str, expected: str) -> None:
    found = flaws(tmp_path, course=f"{SMALL['course.yaml']!s}costs:\n  {costs}\n")
    assert any(problem.startswith(f"course.yaml:{expected}") for problem in found), found


def test_an_exercise_has_an_address_that_no_tree_has(tmp_path: Path) -> None:
    """There learners build their own of that tree."""
    tree = "title: Tea?\nstart: heat\nprefer: [free, pot]\nnodes: {heat: {fact: heat, hot: free, cold: pot, because: So.}}\n"
    message = 'exercises/tea.yaml:1: there is a tree "tea", and learners build their own of it at that address.'
    found = [
        problem
        for problem in compiled(
            tmp_path, FILES | {"trees/tea.yaml": tree, "options/free.yaml": "title: Free\nneeds: {heat: hot}\n"}
        )[1]
        if "address" in problem
    ]
    assert [problem.removeprefix("kettle/").partition(" Fix:")[0] for problem in found] == [message]
