"""Keys that are proven: by the tea course's own tree and facts, each rule broken once."""

from dataclasses import replace

import pytest

from studyapp.catalogue.facts import Condition, Told
from studyapp.catalogue.prose import Html
from studyapp.catalogue.questions import Scenario
from studyapp.formats.marking import Missing, Overlapping, find, mark
from tests.formats.texts import a_bank, as_questions, tea, tea_setting

FRONT = "bank: brewing\nobjective: choose-way\ntree: way-to-brew"
PHRASES = {
    "hot": "it is drunk hot", "cold": "it is drunk cold", "bag": "of a bag", "loose": "of loose leaves", "powder": "of fine powder",
}  # fmt: skip

# The facts begin in line 13, the stem stands in line 13 + their number + 2.


def a_story(
    facts: dict[str, str], ticks: str, explanation: str = "Because.", feedback: str = "Why.", stem: str = ""
) -> str:
    """A scenario that tells these facts. `ticks` names its choices, the key with an x before it; none leaves them out."""
    words = {name: PHRASES.get(value, f"{name} told as {value}") for name, value in facts.items()}
    data = "".join(f'  {name}: [{value}, "{words[name]}"]\n' for name, value in facts.items())
    choices = "".join(
        f"- [{'x' if name.startswith('x') else ' '}] {name.removeprefix('x ')}\n"
        + (f"  > {feedback}\n" if feedback else "")
        for name in ticks.split(", ")
        if name
    )
    section = f"\n### Explanation\n\n{explanation}\n" if explanation else ""
    told = stem or f"A guest: {'; '.join(words.values())}."
    return a_bank(f"## story\n\n```yaml\nfacts:\n{data}```\n\n{told}\n\n{choices}{section}", FRONT)


def flaws_of(text: str) -> list[str]:
    return [problem.removeprefix("bank.md:") for problem in as_questions(text)[1] if ": warning: " not in problem]


def scenario_of(text: str) -> Scenario:
    bank, problems = as_questions(text)
    assert bank is not None and [problem for problem in problems if ": warning: " not in problem] == []
    scenario = bank.items[0].question.scenario
    assert scenario is not None
    return scenario


POT = {"leaf": "loose", "cups": "8 cups"}
COLD = {"heat": "cold", "time": "10 h"}
IN_THE_CELLAR = COLD | {"place": "5 °C"}


def test_a_proven_scenario_knows_its_story_its_path_and_what_it_takes_for_granted() -> None:
    scenario = scenario_of(a_story(POT, "Mug, x Pot, Whisk"))
    cups = tea().figures["mug.cups"].value
    assert scenario == Scenario(
        tree="way-to-brew",
        tree_hash=tea().tree_hashes["way-to-brew"],
        told=(Told("leaf", "loose", "of loose leaves"), Told("cups", type(cups)(cups.amount * 4, "cups"), "cups told as 8 cups")),
        assumed=(Told("heat", "hot"), Told("place", tea().facts["place"].assume or "")),
        path=("heat", "leaf", "cups"),
        outcome="pot",
        marked=Html(
            "<p>A guest: <mark>of loose leaves</mark><sup>a</sup>; <mark>cups told as 8 cups</mark><sup>b</sup>.</p>\n"
        ),
    )  # fmt: skip


def test_the_facts_stand_in_the_order_of_the_story() -> None:
    scenario = scenario_of(a_story(POT, "x Pot, Mug", stem="For cups told as 8 cups, of loose leaves. How?"))
    assert [told.fact for told in scenario.told] == ["cups", "leaf"]


# Each rule broken once.

FLAWS = {
    "the wrong tick": (
        a_story(POT, "x Mug, Pot"),
        ['12: story: ticked Mug, but the facts lead to Pot at "How many cups are wanted?". Fix: the tick, or the fact cups.'],
    ),
    "facts that do not decide": (
        a_story({"heat": "cold", "leaf": "loose"}, "x Cold steep, Pot"),
        ["12: story: the facts do not decide: time at most 240 min gives Pot, time more than 240 min gives Cold steep. Fix: state time."],
    ),
    "several facts that do not decide": (
        a_story({"heat": "hot"}, "x Mug, Whisk"),
        ["12: story: the facts do not decide: leaf bag gives Mug, leaf powder gives Whisk. Fix: state leaf."],
    ),
    "one told fact on the path": (
        a_story({"leaf": "powder", "place": "5 °C"}, "x Whisk, Mug"),
        ["12: story: fewer than two told facts lie on its path. Fix: tell one more of: heat, leaf."],
    ),
    "an assumed fact that separates": (
        a_story({"leaf": "loose", "time": "10 h", "cups": "8 cups"}, "x Pot, Cold steep"),
        [
            "12: story: no told fact rules out Cold steep. Fix: tell a fact that fails one of its needs, or leave it out.",
            "12: story: only an assumed fact, heat, parts Cold steep from Pot. Fix: tell heat in the story, or leave Cold steep out.",
        ],
    ),
    "a distractor that would do and is not said to stand behind": (
        a_story(IN_THE_CELLAR, "x Cold steep, Pot", feedback=""),
        ["12: story: Pot would do too, and its feedback does not say why it stands behind Cold steep. Fix: say it under the choice."],
    ),
    "a number too near a limit from below": (
        a_story({"heat": "cold", "time": "121 min"}, "x Pot, Mug"),
        ["12: story: time 121 min is nearer than a factor of two to the limit 240 min. Fix: move it away."],
    ),
    "a number between a limit and its former value": (
        a_story({"heat": "cold", "time": "8 h", "place": "5 °C"}, "x Cold steep, Mug"),
        ["12: story: time 8 h lies between the limit 240 min and its former value 480 min. Fix: move it clear of both."],
    ),
    "a number near a limit and below what that was": (
        a_story({"heat": "cold", "time": "241 min", "place": "13 °C"}, "x Pot, Mug"),
        [
            "12: story: place 13 °C is nearer than a factor of two to the limit 12 °C. Fix: move it away.",
            "12: story: time 241 min is nearer than a factor of two to the limit 240 min. Fix: move it away.",
            "12: story: time 241 min lies between the limit 240 min and its former value 480 min. Fix: move it clear of both.",
        ],
    ),
    "a number too near a limit, told beside the wrong tick": (
        a_story({"leaf": "loose", "cups": "3 cups"}, "x Mug, Pot"),
        [
            "12: story: cups 3 cups is nearer than a factor of two to the limit 2 cups. Fix: move it away.",
            '12: story: ticked Mug, but the facts lead to Pot at "How many cups are wanted?". Fix: the tick, or the fact cups.',
        ],
    ),
    "words that do not stand in the story": (
        a_story(POT, "x Pot, Mug", stem="A guest: of loose leaves, cups told as 9 cups."),
        ['14: story: the words "cups told as 8 cups" do not stand in the story. Fix: quote them as they stand there.'],
    ),
    "no words": (
        a_story(POT, "x Pot, Mug").replace('"of loose leaves"', '""'),
        ['13: story: the words "" do not stand in the story. Fix: quote them as they stand there.'],
    ),
    "words in another case": (
        a_story(POT, "x Pot, Mug", stem="Of loose leaves, cups told as 8 cups."),
        ['13: story: the words "of loose leaves" do not stand in the story. Fix: quote them as they stand there.'],
    ),
    "words that overlap": (
        a_story(POT, "x Pot, Mug", stem="A guest of loose leaves cups told as 8 cups.").replace('"of loose leaves"', '"of loose leaves cups"'),
        ['14: story: the words "cups told as 8 cups" overlap with those of another fact. Fix: quote the same words for both, or parts that do not touch.'],
    ),
    "an unknown fact": (
        a_story({"leef": "loose", "cups": "8 cups"}, "x Pot, Mug"),
        ['13: story: unknown fact "leef". Fix: did you mean "leaf"?'],
    ),
    "an unknown value": (
        a_story({"leaf": "lose", "cups": "8 cups"}, "x Pot, Mug"),
        ['13: story: leaf has no value "lose". Fix: did you mean "loose"?'],
    ),
    "a value that is nothing like it": (
        a_story({"leaf": "8 cups", "cups": "8 cups"}, "x Pot, Mug"),
        ['13: story: leaf has no value "8 cups". Fix: use one of: bag, loose, powder.'],
    ),
    "another unit": (
        a_story({"heat": "cold", "time": "10 °C"}, "x Pot, Mug"),
        ['14: story: "10 °C" is not in min. Fix: write an amount such as 10 min.'],
    ),
    "no number": (
        a_story({"heat": "cold", "time": "long"}, "x Pot, Mug"),
        ['14: story: "long" is not a number with a unit. Fix: write an amount such as 10 min.'],
    ),
    "a choice that is no option of the tree": (
        a_story(POT, "x Pot, Mugg"),
        ['21: story: "Mugg" is no option of the tree way-to-brew. Fix: did you mean "Mug"?'],
    ),
    "a choice that is nothing like an option": (
        a_story(POT, "x Pot, Samovar"),
        ['21: story: "Samovar" is no option of the tree way-to-brew. Fix: use one of: Cold steep, Whisk, Mug, Pot.'],
    ),
    "an option under two of its names": (
        a_story(POT, "x Pot, Cold steep, Cold brew"),
        ['23: story: the choice "Cold brew" stands here twice. Fix: reword or remove one.'],
    ),
    "two ticks": (
        a_story(POT, "x Pot, x Mug"),
        ['9: story: 2 choices are ticked. Fix: add "type: multiple", or untick one.'],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), FLAWS.values(), ids=FLAWS)
def test_a_key_that_is_not_proven_is_said(text: str, expected: list[str]) -> None:
    assert flaws_of(text) == expected


SOUND = {
    "told facts on the whole path": a_story(POT, "x Pot, Mug, Whisk"),
    "what an assumption decides, with no distractor parted by it": a_story(COLD, "x Cold steep, Whisk"),
    "a distractor behind the key, and why": a_story(IN_THE_CELLAR, "x Cold steep, Pot"),
    "another name of the option": a_story(IN_THE_CELLAR, "x Cold brew, Pot"),
    "half of a limit": a_story({"heat": "cold", "time": "120 min"}, "x Pot, Mug"),
    "twice a limit": a_story({"leaf": "bag", "cups": "4 cups"}, "x Pot, Mug"),
    "just clear of the former value": a_story({"heat": "cold", "time": "481 min", "place": "24 °C"}, "x Pot, Mug"),
    "words told twice": a_story({"leaf": "bag", "cups": "1 cups"}, "x Mug, Pot", stem="One: of a bag, cups told as 1 cups. Again of a bag."),
    "words across marks and lines": a_story(POT, "x Pot, Mug", stem="A guest *of loose*\nleaves; cups told as **8** cups."),
    "one phrase for two facts": a_story(POT, "x Pot, Mug").replace('"cups told as 8 cups"', '"of loose leaves"'),
}  # fmt: skip


@pytest.mark.parametrize("text", SOUND.values(), ids=SOUND)
def test_a_key_that_is_proven_is_left_alone(text: str) -> None:
    assert flaws_of(text) == []


# A scenario without choices.


def test_a_scenario_without_choices_is_asked_for_the_tree_s_options_and_told_its_reasons() -> None:
    bank, problems = as_questions(a_story(IN_THE_CELLAR | {"leaf": "loose"}, "", explanation=""))
    assert (bank is not None, problems) == (True, [])
    assert bank is not None
    question = bank.items[0].question
    assert [(choice.text, choice.option, choice.right) for choice in question.choices] == [
        ("Cold steep", "cold-steep", True),
        ("Whisk", "whisk", False),
        ("Mug", "mug", False),
        ("Pot", "pot", False),
    ]
    assert question.explanation == "<p>Cold tea that stands warm goes off before it is done.</p>\n"


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (
            {"heat": "cold", "leaf": "bag"},
            "the facts do not decide: time at most 240 min gives Pot, time more than 240 min gives Cold steep. Fix: state time.",
        ),
        (
            {"heat": "cold", "time": "200 min"},
            "time 200 min is nearer than a factor of two to the limit 240 min. Fix: move it away.",
        ),
        (
            {"heat": "hot", "leaf": "bag"},
            "only an assumed fact, cups, parts Pot from Mug. Fix: tell cups in the story, or leave Pot out.",
        ),
    ],
)
def test_a_scenario_without_choices_is_proven_like_any_other(facts: dict[str, str], expected: str) -> None:
    assert flaws_of(a_story(facts, "")) == [f"12: story: {expected}"]


def test_an_unknown_fact_is_said_once_without_choices_too() -> None:
    flaws = flaws_of(a_story({"leef": "bag", "heat": "hot"}, ""))
    assert flaws == ['13: story: unknown fact "leef". Fix: did you mean "leaf"?']


# A bank of proven keys.


def test_in_a_bank_with_a_tree_every_single_choice_is_proven() -> None:
    body = '## warm\n\n```yaml\ntree: ""\n```\n\nHow warm?\n\n- [x] A\n- [ ] B\n  > No.\n'
    expected = "9: warm: it has no tree, and the bank is one of proven keys. Fix: give it facts."
    assert flaws_of(a_bank(body, FRONT)) == [expected]


def test_in_a_bank_with_a_tree_several_choices_need_no_proof() -> None:
    body = "## several\n\n```yaml\ntype: multiple\n```\n\nWhat spoils tea?\n\n- [x] Light\n- [x] Damp\n- [ ] Night\n  > No.\n"
    assert flaws_of(a_bank(body, FRONT)) == []


def test_what_no_story_can_have_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    tree = tea().trees["way-to-brew"]
    cold, loose = tree.outcomes[0].needs[0], Condition("leaf", values=("loose",))
    sober = replace(tree, never=((cold, loose),))
    setting = replace(tea_setting(), trees={"way-to-brew": sober})
    monkeypatch.setattr("tests.formats.texts.tea_setting", lambda: setting)
    expected = '12: story: no story can have these facts together. Fix: change one, or mend "never" in facts.yaml.'
    assert flaws_of(a_story(IN_THE_CELLAR | {"leaf": "loose"}, "x Cold steep, Pot")) == [expected]
    assert flaws_of(a_story(IN_THE_CELLAR | {"leaf": "bag"}, "x Cold steep, Pot")) == []


# Words in their story.


@pytest.mark.parametrize(
    ("html", "words", "marked"),
    [
        ("<p>a cup of tea</p>", "cup of", "<p>a <mark>cup of</mark><sup>a</sup> tea</p>"),
        ("<p>a <em>cup</em> of tea</p>", "a cup", "<p><mark>a </mark><em><mark>cup</mark><sup>a</sup></em> of tea</p>"),
        (
            "<p>a <em>cup</em> of tea</p>",
            "cup of",
            "<p>a <em><mark>cup</mark></em><mark> of</mark><sup>a</sup> tea</p>",
        ),
        ("<p>tea &amp; milk</p>", "tea & milk", "<p><mark>tea &amp; milk</mark><sup>a</sup></p>"),
        ("<p>a\ncup</p>", "a   cup", "<p><mark>a\ncup</mark><sup>a</sup></p>"),
        (
            "<p>one</p>\n<p>two</p>",
            "one two",
            "<p><mark>one</mark></p><mark>\n</mark><p><mark>two</mark><sup>a</sup></p>",
        ),
    ],
)
def test_words_are_found_as_they_are_read_and_marked_where_they_stand(html: str, words: str, marked: str) -> None:
    assert mark(Html(html), [words]) == (marked, {words: "a"})


@pytest.mark.parametrize("words", ["em", "img", "title", "", "  ", "leaf cup"])
def test_words_of_the_markup_do_not_count(words: str) -> None:
    html = '<p>leaf</p>cup <img src="title" alt="x > img"> <em>tea</em>'
    with pytest.raises(Missing):
        find(html.replace("leaf</p>cup", "leaf<em>cup</em>"), words)


def test_phrases_are_lettered_in_their_order_and_do_not_overlap() -> None:
    html = Html("<p>one two three</p>")
    assert mark(html, ["three", "one", "one"])[1] == {"one": "a", "three": "b"}
    with pytest.raises(Overlapping, match="two three"):
        mark(html, ["one two", "two three"])
