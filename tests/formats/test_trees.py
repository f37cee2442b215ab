"""facts.yaml, register.yaml, options and trees: a tree is its options' needs, on every combination of facts."""

from decimal import Decimal
from pathlib import Path

import pytest

from studyapp.catalogue.facts import Condition
from studyapp.catalogue.options import Bill, Figure
from studyapp.catalogue.quantities import Quantity
from studyapp.catalogue.trees import Branch, Node
from studyapp.formats.quantity_text import case_text
from tests.formats.texts import compiled, tea

FACTS = """\
heat:
  ask: Hot?
  values:
    hot: {says: it is hot, if: it were hot}
    cold: {says: it is cold, if: it were cold}
cups:
  ask: How many?
  number: cups
"""
TREE = """\
start: heat
prefer: [ice, mug, pot]
nodes:
  heat:
    fact: heat
    cold: ice
    hot: many
  many:
    fact: cups
    <= mug.cups: mug
    else: pot
"""
FILES: dict[str, str | bytes] = {
    "facts.yaml": FACTS,
    "register.yaml": "mug.cups: {value: 2 cups, source: T1, on: 2026}\n",
    "options/ice.yaml": "title: Ice\nneeds: {heat: cold}\n",
    "options/mug.yaml": "title: Mug\nneeds: {heat: hot, cups: <= mug.cups}\n",
    "options/pot.yaml": "title: Pot\nneeds: {heat: hot}\n",
    "trees/brew.yaml": TREE,
}


def flaws_of(folder: Path, **changed: str) -> list[str]:
    """What is wrong with the course when a file is changed; each is named by the last word of its path."""
    files = dict(FILES)
    for name, text in changed.items():
        path = next(path for path in [*FILES, f"trees/{name}.yaml"] if path.rsplit("/", 1)[-1] == f"{name}.yaml")
        files[path] = text
    return [problem.removeprefix("kettle/") for problem in compiled(folder, files)[1]]


def test_a_tree_that_equals_its_options_needs_is_read(tmp_path: Path) -> None:
    course, problems = compiled(tmp_path, FILES)
    assert problems == []
    assert course is not None
    tree = course.trees["brew"]
    two = Quantity(Decimal(2), "cups")
    assert tree.nodes == (
        Node("heat", "heat", "Hot?", "", (
            Branch("ice", Condition("heat", values=("cold",))),
            Branch("many", Condition("heat", values=("hot",))),
        )),
        Node("many", "cups", "How many?", "", (Branch("mug", Condition("cups", at_most=two)), Branch("pot"))),
    )  # fmt: skip
    assert [(outcome.id, outcome.title) for outcome in tree.outcomes] == [
        ("ice", "Ice"),
        ("mug", "Mug"),
        ("pot", "Pot"),
    ]
    assert [(fact.id, fact.limits) for fact in tree.facts] == [("heat", ()), ("cups", (two,))]
    assert (tree.title, tree.start, len(course.tree_hashes["brew"])) == ("Brew", "heat", 64)


DISAGREEMENTS = {
    "a branch too generous": (
        {"pot": "title: Pot\nneeds: {heat: hot, cups: \"> 4 cups\"}\n"},
        'trees/brew.yaml:2: for heat hot, cups more than 2 cups and at most 4 cups the tree leads to "pot", '
        'but the first of prefer whose needs hold is "none". Fix: mend the branch, the needs or the order.',
    ),
    "the order of preference": (
        {"brew": TREE.replace("[ice, mug, pot]", "[ice, pot, mug]")},
        'trees/brew.yaml:2: for heat hot, cups at most 2 cups the tree leads to "mug", '
        'but the first of prefer whose needs hold is "pot". Fix: mend the branch, the needs or the order.',
    ),
    "a need too many": (
        {"ice": "title: Ice\nneeds: {heat: cold, cups: <= mug.cups}\n"},
        'trees/brew.yaml:2: for heat cold, cups more than 2 cups the tree leads to "ice", '
        'but the first of prefer whose needs hold is "none". Fix: mend the branch, the needs or the order.',
    ),
    "branches the wrong way round": (
        {"brew": TREE.replace("cold: ice", "hot: ice").replace("hot: many", "cold: many")},
        'trees/brew.yaml:2: for heat hot, cups at most 2 cups the tree leads to "ice", '
        'but the first of prefer whose needs hold is "mug". Fix: mend the branch, the needs or the order.',
    ),
}  # fmt: skip


@pytest.mark.parametrize(("changed", "expected"), DISAGREEMENTS.values(), ids=DISAGREEMENTS)
def test_a_tree_equals_its_options_needs_on_every_combination(
    tmp_path: Path, changed: dict[str, str], expected: str
) -> None:
    assert flaws_of(tmp_path, **changed) == [expected]


def test_what_never_is_is_left_out_of_the_proof(tmp_path: Path) -> None:
    needs = "title: Ice\nneeds: {heat: cold, cups: <= mug.cups}\n"
    never = FACTS + 'never: [{heat: cold, cups: "> mug.cups"}]\n'
    assert flaws_of(tmp_path, ice=needs, facts=never) == []


FLAWS = {
    "a dead end": (
        {"brew": TREE.replace("    cold: ice\n", "")},
        ['trees/brew.yaml:5: heat is a dead end for cold. Fix: add a branch for it, or "else".'],
    ),
    "a dead end of a number": (
        {"brew": TREE.replace("    else: pot\n", "")},
        ['trees/brew.yaml:9: many is a dead end for anything larger. Fix: add a branch for it, or "else".'],
    ),
    "a loop": (
        {"brew": TREE.replace("else: pot", "else: heat")},
        ["trees/brew.yaml:4: the tree runs in a loop: heat, many, heat. Fix: let one of them lead to an option."],
    ),
    "a loop of one": (
        {"brew": TREE.replace("else: pot", "else: many")},
        ["trees/brew.yaml:8: the tree runs in a loop: many, many. Fix: let one of them lead to an option."],
    ),
    "a node that no case reaches": (
        {"brew": TREE + "  lost:\n    fact: heat\n    else: pot\n"},
        ['trees/brew.yaml:12: no case reaches the node "lost". Fix: remove it, or lead a branch to it.'],
    ),
    "an option that no case reaches": (
        {"brew": TREE.replace("[ice, mug, pot]", "[ice, mug, pot, cosy]"), "cosy": "", "pot": "title: Pot\nneeds: {heat: hot}\n"},
        ['trees/brew.yaml:2: there is no option "cosy". Fix: name a file of options/.'],
    ),
    "a node called like an option": (
        {"brew": TREE.replace("many", "mug")},
        ['trees/brew.yaml:8: "mug" is a node and an option. Fix: give the node another name.'],
    ),
    "a target that is nothing": (
        {"brew": TREE.replace("hot: many", "hot: manny")},
        ['trees/brew.yaml:7: "manny" is neither a node nor an option of "prefer". Fix: did you mean "many"?'],
    ),
    "a start that is nothing": (
        {"brew": TREE.replace("start: heat", "start: heats")},
        ['trees/brew.yaml:1: there is no node "heats". Fix: did you mean "heat"?'],
    ),
    "an unknown fact": (
        {"brew": TREE.replace("fact: cups", "fact: cps")},
        ['trees/brew.yaml:9: many asks for an unknown fact "cps". Fix: did you mean "cups"?'],
    ),
    "a value that the fact has not": (
        {"brew": TREE.replace("cold: ice", "cool: ice")},
        ['trees/brew.yaml:6: heat has no value "cool" (it has: hot, cold). Fix: branch on a value of the fact, on "<= figure", or on else.'],
    ),
    "a comparison of a choice's value": (
        {"brew": TREE.replace("<= mug.cups: mug", "two: mug")},
        ['trees/brew.yaml:10: cups is a number: write "<= limit" or "> limit". Fix: branch on a value of the fact, on "<= figure", or on else.'],
    ),
    "a limit that is no figure": (
        {"brew": TREE.replace("mug.cups", "mugs.cups")},
        ['trees/brew.yaml:10: there is no figure "mugs.cups" in the register. Fix: branch on a value of the fact, on "<= figure", or on else.'],
    ),
    "a limit in another unit": (
        {"register": "mug.cups: {value: 2 min, source: T1, on: 2026}\n", "mug": "title: Mug\nneeds: {heat: hot}\n"},
        ['trees/brew.yaml:10: the figure mug.cups is 2 min, and cups is counted in cups. Fix: branch on a value of the fact, on "<= figure", or on else.'],
    ),
    "an unknown key": (
        {"brew": TREE.replace("prefer", "prefers")},
        ['trees/brew.yaml:1: "prefer" is missing. Fix: add "prefer: …".', 'trees/brew.yaml:2: unknown key "prefers". Fix: did you mean "prefer"?'],
    ),
    "an option in two trees": (
        {"second": "start: warm\nprefer:\n  - pot\nnodes:\n  warm: {fact: heat, hot: pot, cold: pot}\n", "pot": "title: Pot\nneeds: {}\n"},
        ['trees/second.yaml:3: the option "pot" belongs to the tree brew already. Fix: give each tree its own options.'],
    ),
    "a need of an unknown fact": (
        {"ice": "title: Ice\nneeds: {heet: cold}\n", "brew": TREE.replace("[ice, mug, pot]", "[mug, pot, ice]")},
        ['options/ice.yaml:2: unknown fact "heet". Fix: did you mean "heat"?'],
    ),
    "a need of an unknown value": (
        {"ice": "title: Ice\nneeds:\n  heat: [cool, cold]\n", "brew": TREE.replace("[ice, mug, pot]", "[mug, pot, ice]")},
        ['options/ice.yaml:3: heat has no value "cool" (it has: hot, cold). Fix: use a value of the fact, or a figure of the register.'],
    ),
    "a price that is no figure": (
        {"ice": "title: Ice\nneeds: {heat: cold}\nbill:\n  shape: job\n  price: price.ice\n"},
        ['options/ice.yaml:5: there is no figure "price.ice". Fix: name a figure of register.yaml.'],
    ),
    "a frame that runs backwards": (
        {"ice": "title: Ice\nneeds: {heat: cold}\nframe: {across: [4 cups, mug.cups], up: [1 s, 2 s]}\n"},
        ["options/ice.yaml:3: 4 cups is not less than mug.cups. Fix: give each axis two ends, amounts or figures of the register."],
    ),
    "a fact that is neither": (
        {"facts": FACTS + "time: {ask: When?}\n"},
        ['facts.yaml:9: the fact "time" is neither a choice nor a number. Fix: give it "values", or "number" with a unit.'],
    ),
    "a fact that is both": (
        {"facts": FACTS + "time:\n  ask: When?\n  number: s\n  values: {now: {says: now, if: now}}\n"},
        ['facts.yaml:9: the fact "time" is neither a choice nor a number. Fix: give it "values", or "number" with a unit.'],
    ),
    "an assumption that is no value": (
        {"facts": FACTS.replace("  ask: Hot?\n", "  ask: Hot?\n  assume: warm\n")},
        ['facts.yaml:3: "warm" is no value of heat. Fix: use one of: hot, cold.'],
    ),
    "an assumption in another unit": (
        {"facts": FACTS + "  assume: 2 pots\n"},
        ['facts.yaml:9: "2 pots" is no value of cups. Fix: use one of: an amount in cups.'],
    ),
    "a fact that is no mapping": (
        {"facts": FACTS + "time: soon\n"},
        ['facts.yaml:9: this is not a mapping. Fix: write "key: value" lines.'],
    ),
    "a never that is no list": (
        {"facts": FACTS + "never: {heat: cold}\n"},
        ['facts.yaml:9: "never" is not a list of facts. Fix: write "never: [{fact: value}]".'],
    ),
    "a never of nothing": (
        {"facts": FACTS + "never: [{}]\n"},
        ['facts.yaml:9: "never" is not a list of facts. Fix: write "never: [{fact: value}]".'],
    ),
    "a never of an unknown fact": (
        {"facts": FACTS + "never:\n  - {heat: hot, cups: '> 90 cups'}\n  - {heet: cold}\n"},
        ['facts.yaml:11: unknown fact "heet". Fix: did you mean "heat"?'],
    ),
    "a figure that is no number": (
        {"register": "mug.cups: {value: 2 cups, source: T1, on: 2026}\npot.cups: {value: many, source: T1, on: 2026}\n"},
        ['register.yaml:2: value: "many" is not a number with a unit. Fix: write it as docs/writing-content.md shows.'],
    ),
    "a figure without a date": (
        {"register": "mug.cups: {value: 2 cups, source: T1, on: 2026}\npot.cups: {value: 9 cups, source: T1}\n"},
        ['register.yaml:2: "on" is missing. Fix: add "on: …".'],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("changed", "expected"), FLAWS.values(), ids=FLAWS)
def test_a_flaw_of_a_tree_is_said_where_it_stands(tmp_path: Path, changed: dict[str, str], expected: list[str]) -> None:
    assert flaws_of(tmp_path, **{name: text for name, text in changed.items() if text}) == expected


def test_an_option_that_no_case_reaches_is_said_at_its_place(tmp_path: Path) -> None:
    files = FILES | {
        "options/cosy.yaml": "title: Cosy\nneeds: {heat: hot}\n",
        "trees/brew.yaml": TREE.replace("[ice, mug, pot]", "\n  - ice\n  - mug\n  - pot\n  - cosy"),
    }
    assert compiled(tmp_path, files)[1] == [
        'kettle/trees/brew.yaml:6: no case reaches the option "cosy". Fix: lead a branch to it, or take it out of prefer.'
    ]


def test_a_tree_of_too_many_cases_is_not_walked(tmp_path: Path) -> None:
    facts, chain = "", "start: n0\nprefer: [ice]\nnodes:\n"
    for number in range(18):
        facts += f"f{number}: {{ask: Which?, values: {{a: {{says: a, if: a}}, b: {{says: b, if: b}}}}}}\n"
        chain += f"  n{number}: {{fact: f{number}, a: ice, b: {f'n{number + 1}' if number < 17 else 'ice'}}}\n"
    files = {"facts.yaml": facts, "options/ice.yaml": "title: Ice\n", "trees/brew.yaml": chain}
    expected = "kettle/trees/brew.yaml:1: its facts make 262,144 cases, more than 200,000. Fix: ask fewer facts, or split the tree."
    assert compiled(tmp_path, files)[1] == [expected]


def test_many_ways_to_one_node_are_no_loop_and_take_no_time(tmp_path: Path) -> None:
    """Sixty nodes in a row, each reached from the one before on two ways: more ways than could ever be walked."""
    nodes = "".join(f"  n{n}: {{fact: heat, hot: n{n + 1}, cold: n{n + 1}}}\n" for n in range(60))
    chain = f"start: n0\nprefer: [ice]\nnodes:\n{nodes}  n60: {{fact: heat, else: ice}}\n"
    files = {"facts.yaml": FACTS, "options/ice.yaml": "title: Ice\n", "trees/brew.yaml": chain}
    assert compiled(tmp_path, files)[1] == []


def test_a_tree_that_is_unsound_is_left_out_and_said_once(tmp_path: Path) -> None:
    bank = "---\nbank: a\nobjective: o\ntree: brew\n---\n\n# A\n\n## b\n\n```yaml\nfacts:\n  heat: [hot, hot]\n```\n\nIt is hot.\n"
    files = FILES | {
        "trees/brew.yaml": TREE.replace("else: pot", "else: heat"),
        "banks/a.md": bank,
        "objectives.yaml": "o: {says: Brew.}\n",
    }
    course, problems = compiled(tmp_path, files)
    assert course is not None
    assert (course.trees, course.banks["a"].items) == ({}, ())
    assert [problem.split(":")[0] for problem in problems if ": warning: " not in problem] == [
        "kettle/banks/a.md", "kettle/modules/water/1-boil.md", "kettle/trees/brew.yaml",
    ]  # fmt: skip


def test_options_and_figures_are_read_with_all_they_say(tmp_path: Path) -> None:
    text = "title: Ice\nnames: [Iced tea]\nshort: I\nsummary: Cold.\nneeds: {heat: cold}\nbill: {shape: job, price: mug.cups}\ntypical: A run.\n"
    course, problems = compiled(
        tmp_path,
        FILES | {"options/ice.yaml": text + "about: |\n  Very *cold*.\ncompare: {Cups: '[2 cups](figure:mug.cups)'}\n"},
    )
    assert problems == []
    assert course is not None
    ice = course.options["ice"]
    assert (ice.title, ice.names, ice.short, ice.summary, ice.typical) == ("Ice", ("Iced tea",), "I", "Cold.", "A run.")
    assert (ice.bill, ice.needs) == (Bill("job", "mug.cups"), (Condition("heat", values=("cold",)),))
    assert (ice.about, ice.compare) == (
        "<p>Very <em>cold</em>.</p>\n",
        (("Cups", '<span class="figure">2 cups</span>'),),
    )
    assert course.figures == {"mug.cups": Figure("mug.cups", Quantity(Decimal(2), "cups"), (), "T1", "2026", "")}


def test_equal_amounts_share_what_any_of_them_was(tmp_path: Path) -> None:
    """Limits are told apart by their amount only, so that a former value counts under whatever name it is written."""
    register = "a.time: {value: 60 min, was: [90 min], source: T1, on: 2026}\nb.time: {value: 1 h, was: [2 h], source: T1, on: 2026}\n"
    facts = FACTS + "time: {ask: How long?, number: min}\n"
    tree = "start: heat\nprefer: [ice, mug, pot]\nnodes:\n  heat: {fact: heat, cold: ice, hot: long}\n  long: {fact: time, <= a.time: mug, else: pot}\n"
    story = 'facts:\n  heat: [hot, "hot"]\n  time: [{} min, "soon"]\n'
    bank = "---\nbank: a\nobjective: o\ntree: brew\n---\n\n# A\n\n## b\n\n```yaml\n{}```\n\nIt is hot, and soon.\n\n- [x] Pot\n  > a\n- [ ] Mug\n  > b\n"
    files = FILES | {
        "register.yaml": register, "facts.yaml": facts, "trees/brew.yaml": tree, "objectives.yaml": "o: {says: Brew.}\n",
        "options/mug.yaml": "title: Mug\nneeds: {heat: hot, time: <= b.time}\n", "banks/a.md": bank.format(story.format(120)),
        "modules/water/1-boil.md": "---\ntitle: Boil\nminutes: 1\nobjectives: [o]\n---\n\nWater boils.\n",
    }  # fmt: skip
    said = [problem for problem in compiled(tmp_path, files)[1] if ": warning: " not in problem]
    expected = "kettle/banks/a.md:12: b: time 120 min lies between the limit {} and its former value 2 h. Fix: move it clear of both."
    assert said in ([expected.format("60 min")], [expected.format("1 h")])


def test_a_case_is_said_in_words() -> None:
    tree = tea().trees["way-to-brew"]
    cups = tree.fact_by_id["cups"]
    assert [case_text(cups, Decimal(amount)) for amount in (1, 2, 3)] == ["cups at most 2 cups"] * 2 + [
        "cups more than 2 cups"
    ]
    assert case_text(tree.fact_by_id["heat"], "cold") == "heat cold"


@pytest.mark.parametrize(
    ("lessons", "says"),
    [
        ("{heat: water/boill}", 'there is no lesson "water/boill". Fix: did you mean "water/boil"?'),
        ("{heet: water/boil}", 'there is no node "heet". Fix: did you mean "heat"?'),
    ],
)
def test_a_node_names_a_lesson_that_is_there(lessons: str, says: str, tmp_path: Path) -> None:
    assert flaws_of(tmp_path, brew=f"lessons: {lessons}\n{TREE}") == [f"trees/brew.yaml:1: {says}"]
