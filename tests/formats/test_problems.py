"""What is wrong with a text, each as `path:line: what. Fix: what to type`, all of them at once."""

from dataclasses import replace
from pathlib import Path

import pytest

from studyapp.formats.problems import Problem, Problems, nearest
from studyapp.formats.prose import Scope
from studyapp.formats.yaml_text import read_yaml
from tests.formats.texts import CHOICES, FRONT, a_bank, a_question, as_questions, compiled

FIGURES = Scope(
    "bank.md", resolve=lambda href: href if href.startswith("https:") else None, figures={"mug.cups": "2 cups"}
)
YAML = 'Fix: quote text that holds ": " or "? " or begins with ">" or "[", and indent with spaces.'


def problems_of(body: str, front: str = FRONT, scope: Scope = FIGURES) -> list[str]:
    """What is wrong with a bank whose body begins in line 8, without the name of its file."""
    return [problem.removeprefix("bank.md:") for problem in as_questions(a_bank(body, front), scope)[1]]


def with_data(data: str, stem: str = "What is drunk?", choices: str = CHOICES, id: str = "drunk") -> str:
    """A question whose data begin in line 11, if it is the first."""
    return f"## {id}\n\n```yaml\n{data}\n```\n\n{stem}\n\n{choices}"


def test_a_problem_reads_as_path_line_what_and_fix() -> None:
    wrong = Problem("content/tea/banks/leaf.md", 14, "this quote is not under a choice.", "indent it.")
    assert str(wrong) == "content/tea/banks/leaf.md:14: this quote is not under a choice. Fix: indent it."
    assert str(replace(wrong, severity="warning")).startswith("content/tea/banks/leaf.md:14: warning: this quote")


def test_warnings_are_no_errors() -> None:
    problems = Problems()
    problems.warning("a.md", 1, "long.", "shorten it.")
    problems.error("a.md", 2, "wrong.", "mend it.")
    assert problems.errors == [Problem("a.md", 2, "wrong.", "mend it.")]


@pytest.mark.parametrize(("word", "advice"), [("objectve", 'did you mean "objective"?'), ("cost", "name one.")])
def test_the_nearest_known_word_is_suggested(word: str, advice: str) -> None:
    assert nearest(word, ["objective", "tree"], "name one.") == advice


# The sentences of the format.

SENTENCES = {
    "a quote that is under no choice": (
        a_question(choices="- [ ] A leaf\n  > No.\n- [x] Powder\n\n> So.\n"),
        ['16: this quote is not under a choice. Fix: indent it two spaces below its choice, or start "### Explanation".'],
    ),
    "dashes under a line": (
        a_question(stem="What is drunk?\n---"),
        ["10: the dashes under this line make it a heading. Fix: leave a blank line before ---."],
    ),
    "an unknown key of a question": (
        with_data("objectve: know-leaf"),
        ['11: unknown key "objectve". Fix: did you mean "objective"?'],
    ),
    "two ticks": (
        a_question(id="night-shift", choices=CHOICES.replace("[ ]", "[x]")),
        ['8: night-shift: 2 choices are ticked. Fix: add "type: multiple", or untick one.'],
    ),
    "no tick": (
        a_question(choices=CHOICES.replace("[x]", "[ ]")),
        [
            '8: drunk: no choice is ticked. Fix: put an x into the brackets of the right one: "- [x]".',
        ],
    ),
    "every choice ticked": (
        with_data("type: multiple", choices=CHOICES.replace("[ ]", "[x]")),
        ["8: drunk: every choice is ticked. Fix: untick one, or add a wrong choice."],
    ),
    "one choice": (
        a_question(choices="- [x] Powder\n"),
        ['8: drunk: it has fewer than two choices. Fix: add lines "- [ ] …" and "- [x] …".'],
    ),
    "no choice": (
        "## drunk\n\nWhat is drunk?\n",
        ['8: drunk: it has fewer than two choices. Fix: add lines "- [ ] …" and "- [x] …".'],
    ),
    "a choice twice": (
        a_question(choices=CHOICES + "- [ ] Powder\n  > No.\n"),
        ['16: drunk: the choice "Powder" stands here twice. Fix: reword or remove one.'],
    ),
    "a number in the stem that does not agree": (
        with_data("type: multiple", stem="What is drunk?\nSelect TWO.", choices=CHOICES + "- [ ] A bag\n  > No.\n"),
        ['14: drunk: the stem says "Select TWO", and 1 choices are ticked. Fix: mend the number or the ticks.'],
    ),
    "a heading without an id": (
        a_question(id="Drunk: what"),
        ['8: "Drunk: what" does not begin with an id. Fix: write "## its-id" or "## its-id: Title", the id in a–z, 0–9 and hyphens.'],
    ),
    "a duplicate id": (
        a_question() + "\n" + a_question(stem="And what is whisked then?"),
        ['17: the id "drunk" is used twice. Fix: choose another id; the first stands in line 8.'],
    ),
    "no stem": (
        f"## drunk\n\n{CHOICES}",
        ["8: drunk: there is no question. Fix: write the stem between the heading and the answers."],
    ),
    "an unknown section": (
        a_question() + "\n### Answer\n\nPowder.\n",
        ['17: "Answer" is no section of a question. Fix: use "### Explanation", "### Hint" or "### Sources", or make it bold text.'],
    ),
    "a section twice": (
        a_question() + "\n### Explanation\n\nA.\n\n### Explanation\n\nB.\n",
        ['21: "### Explanation" stands here twice. Fix: join the two.'],
    ),
    "a duplicate key": (with_data("points: 2\npoints: 3"), ['12: the key "points" stands here twice. Fix: keep one of the two.']),
    "no YAML": (with_data("tags: [a"), [f"11: this is not YAML: did not find expected ',' or ']'. {YAML}"]),
    "no mapping": (with_data("- a"), ['11: this is not a mapping. Fix: write "key: value" lines.']),
    "an alias": (with_data("tags: [&a b, *a]"), ["11: the alias *a is not read. Fix: write it out, or quote the text."]),
    "a sign that YAML refuses": (
        with_data("points: 1\ntags: [\x7f]"),
        ["12: this is not YAML: control characters are not allowed. Fix: remove the sign that cannot be seen."],
    ),
    "an unknown objective": (
        with_data("objective: know-lead"),
        ['11: drunk: there is no objective "know-lead". Fix: did you mean "know-leaf"?'],
    ),
    "an unknown tree": (
        with_data("tree: way-to-brwe"),
        ['11: drunk: there is no tree "way-to-brwe". Fix: did you mean "way-to-brew"?'],
    ),
    "an unknown misconception": (
        a_question(choices="- [x] Mug\n- [ ] Pot\n  > No.\n  >\n  > **Misconception:** pot-is-beter\n"),
        ['16: drunk: there is no misconception "pot-is-beter". Fix: did you mean "pot-is-better"?'],
    ),
    "a question that varies none": (
        with_data("varies: drunken"),
        ['8: drunk: it varies "drunken", which is not in this bank. Fix: did you mean "drunk"?'],
    ),
    "a number out of range": (
        with_data("difficulty: 4"),
        ["11: difficulty: input should be less than or equal to 3. Fix: write it as docs/writing-content.md shows."],
    ),
    "an unknown kind": (
        with_data("type: essay"),
        ["11: type: input should be 'single', 'multiple', 'ordering', 'matching', 'numeric' or 'case'. Fix: write it as docs/writing-content.md shows."],
    ),
    "a flag that is none": (
        with_data("retired: perhaps"),
        ['11: retired: write "true" or "false". Fix: write it as docs/writing-content.md shows.'],
    ),
    "facts without a tree": (
        with_data("facts:\n  heat: [hot, drunk]"),
        ['11: drunk: its facts prove nothing without a tree. Fix: add "tree: …", or remove them.'],
    ),
    "a proof of several choices": (
        with_data("type: multiple\ntree: way-to-brew"),
        ['12: drunk: only a single choice can be proven. Fix: remove "tree", or "type: multiple".'],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("body", "expected"), SENTENCES.values(), ids=SENTENCES)
def test_a_flaw_of_a_question_is_said_where_it_stands(body: str, expected: list[str]) -> None:
    assert problems_of(body) == expected


# Prose, in every part of a question.

LINK = "[lesson](../modules/none.md)"
DEAD = 'the link "../modules/none.md" leads nowhere. Fix: write the path of a file of the course, from this file, and a heading that it holds.'
PROSE = {
    "a dead link": (LINK, DEAD),
    "a picture without words": ("![](https://a.example/cup.png)", "this picture has no text alternative. Fix: say between the square brackets what it shows."),
    "a foreign picture": ("![cup](https://a.example/cup.png)", 'the picture "https://a.example/cup.png" lies on another site. Fix: draw it with a drawing fence, or say it in words.'),
    "a foreign picture in capitals": ("![cup](HTTPS://a.example/cup.png)", 'the picture "HTTPS://a.example/cup.png" lies on another site. Fix: draw it with a drawing fence, or say it in words.'),
    "a foreign picture without a scheme": ("![cup](//a.example/cup.png)", 'the picture "//a.example/cup.png" lies on another site. Fix: draw it with a drawing fence, or say it in words.'),
    "a picture in the text": ("![cup](data:image/png;base64,AAAA)", 'the picture "data:image/png;base64,AAAA" lies on another site. Fix: draw it with a drawing fence, or say it in words.'),
    "a picture that is not there": ("![cup](cup.png)", 'the picture "cup.png" leads nowhere. Fix: draw it with a drawing fence, or say it in words.'),
    "raw HTML": ("a <b>b</b>", "raw HTML is not read: <b> Fix: write Markdown; for a sign as such, put it between backticks."),
    "a block of HTML": ("<div>\nb\n</div>", "raw HTML is not read: <div> b </div> Fix: write Markdown; for a sign as such, put it between backticks."),
    "an unknown callout": ("> [!HINT]\n> Ask.", "there is no callout [!HINT]. Fix: use one of: NOTE, TIP, IMPORTANT, WARNING, CAUTION, EXAM, PRACTICE, CONFUSED, CHECK."),
    "text beside a callout's word": ("> [!EXAM] Ask.", "[!EXAM] is not read as a callout. Fix: let it stand alone in the first line of a quote outside of lists, and its text below it."),
    "text beside an alert's word": ("> [!note] Ask.", "[!note] is not read as a callout. Fix: let it stand alone in the first line of a quote outside of lists, and its text below it."),
    "an empty callout": ("> [!EXAM]", "[!EXAM] is not read as a callout. Fix: let it stand alone in the first line of a quote outside of lists, and its text below it."),
    "a check that is none": ("> [!CHECK] leaf", 'this is not read as a check. Fix: write "> [!CHECK] bank/question" and nothing else in the quote, in a lesson and outside of lists.'),
    "a figure with another number": ("[3 cups](figure:mug.cups)", 'the text says "3 cups", and the figure mug.cups is 2 cups. Fix: write "2 cups", or name another figure.'),
    "a figure in another unit": ("[2 pots](figure:mug.cups)", 'the text says "2 pots", and the figure mug.cups is 2 cups. Fix: write "2 cups", or name another figure.'),
    "an unknown figure": ("[3 cups](figure:pot.cups)", 'there is no figure "pot.cups" in the register. Fix: add it to register.yaml with unit, source and date.'),
    "a heading as large as the title": ("> # Cups", 'the page has its title already. Fix: begin this heading with "##".'),
}  # fmt: skip


@pytest.mark.parametrize(("text", "said"), PROSE.values(), ids=PROSE)
def test_a_flaw_of_a_stem_is_said_on_its_line(text: str, said: str) -> None:
    found = problems_of(a_question(stem=f"What is drunk?\n\n{text}"))
    assert f"12: {said.replace('<div> b </div>', '<div>' + chr(10) + 'b' + chr(10) + '</div>')}" in found
    assert {problem.split(":")[0] for problem in found} <= {"12", "14"}


def test_a_flaw_is_said_on_its_line_in_every_part() -> None:
    choices = f"- [x] Powder {LINK}\n  > Yes.\n  > {LINK}\n  >\n  > **Left out:** {LINK}\n- [ ] A leaf\n  > No.\n  >\n  > - {LINK}\n"
    sections = f"### Explanation\n\nSo\nit is {LINK}\n\n### Hint\n\n{LINK}\n\n### Hint\n\n\n{LINK}\n\n### Sources\n\n| a |\n|---|\n| {LINK} |\n"
    found = problems_of(a_question(stem=f"What\nis\n{LINK}?", choices=choices) + "\n" + sections)
    assert found == [f"{line}: {DEAD}" for line in (12, 14, 16, 18, 22, 27, 31, 36, 42)]


@pytest.mark.parametrize(
    ("text", "value", "says"),
    [
        ("4 MB", "4 MB", True), ("4MB", "4 MB", True), ("at most 4 MB", "4 MB", True), ("14 MB", "4 MB", False), ("4.5 MB", "4 MB", False),
        ("4 GB", "4 MB", False), ("60 seconds", "60 s", True), ("60 ms", "60 s", False), ("60 pots", "60 s", False), ("15 minutes", "15 min", True),
        ("1 hour", "1 h", True), ("128000 bytes", "128,000 bytes", True), ("128 000 bytes", "128,000 bytes", True), ("50 %", "50%", True),
        ("50", "50%", False), ("$0.115 an hour", "0.115 USD/h", True), ("$1.115", "0.115 USD/h", False), ("12 °C", "12 °C", True),
        ("12 °F", "12 °C", False), ("7", "7", True), ("-5 °C", "-5 °C", True), ("five", "5 °C", False),
    ],
)  # fmt: skip
def test_the_text_of_a_figure_says_its_number_and_its_unit(text: str, value: str, says: bool) -> None:
    scope = Scope("bank.md", figures={"it": value})
    found = problems_of(a_question(stem=f"Is it [{text}](figure:it)?"), scope=scope)
    told = f'10: the text says "{text}", and the figure it is {value}. Fix: write "{value}", or name another figure.'
    assert found == ([] if says else [told])


# Front matter.


def test_front_matter_is_checked_once_and_its_questions_are_read_all_the_same() -> None:
    two = (
        a_question(stem=f"What {LINK}?")
        + "\n"
        + a_question(id="other", stem="How is a leaf kept in its tin?", choices="- [x] A\n")
    )
    assert problems_of(two, "bank: leaf\nobjectve: know-leaf\ntype: essay") == [
        '3: unknown key "objectve". Fix: did you mean "objective"?',
        "4: type: input should be 'single', 'multiple', 'ordering', 'matching', 'numeric' or 'case'. Fix: write it as docs/writing-content.md shows.",
        f"11: {DEAD}",
        '18: other: it has fewer than two choices. Fix: add lines "- [ ] …" and "- [x] …".',
    ]


@pytest.mark.parametrize(
    ("front", "expected"),
    [
        ("objective: know-leaf\ndifficulty: 2", ['2: "bank" is missing. Fix: add "bank: …".']),
        ("bank: The leaf\nobjective: know-leaf", ["2: bank: string should match pattern '^[a-z0-9]+([.-][a-z0-9]+)*$'. Fix: write it as docs/writing-content.md shows."]),
        ("bank: leaf\nobjective: know-lead", ['3: there is no objective "know-lead". Fix: did you mean "know-leaf"?']),
        ("bank: leaf\ntags: []", ['8: drunk: it names no objective. Fix: add "objective: …" here or in the front matter.']),
        ("bank: leaf\ntree: [a", [f"3: this is not YAML: did not find expected ',' or ']'. {YAML}"]),
    ],
)  # fmt: skip
def test_a_flaw_of_the_front_matter_is_said_once(front: str, expected: list[str]) -> None:
    assert problems_of(a_question(), front) == expected


def test_an_unknown_tree_of_the_front_matter_is_said_once() -> None:
    front = "bank: leaf\nobjective: know-leaf\ntree: way-to-brwe"
    assert problems_of(a_question() + "\n" + a_question(id="other"), front) == [
        '4: there is no tree "way-to-brwe". Fix: did you mean "way-to-brew"?'
    ]


def test_text_is_not_one_deep_thing() -> None:
    problems = Problems()
    deep = "a: " + "[" * 100_000
    assert read_yaml(deep, "a.yaml", problems).data == {}
    assert read_yaml("a:\n" + "\n".join(f"{' ' * n}b:" for n in range(1, 25)), "a.yaml", problems).data == {}
    assert [str(one) for one in problems] == [
        "a.yaml:1: this YAML is nested too deeply. Fix: write it flatter.",
        "a.yaml:22: this YAML is nested too deeply. Fix: write it flatter.",
    ]


# All at once.


def test_all_problems_of_a_file_are_said_at_once_and_no_question_hides_the_next() -> None:
    body = [
        a_question(id="No id", stem="What would this be?"),
        with_data("difficulty: 9\ntags: x", id="a", stem="Where does the tea come from?"),
        with_data("points: [", id="b", stem=f"How long does it keep, by {LINK}?"),
        a_question(id="c", stem="Why is the tin not left open at night?", choices="- [x] A\n- [*] B\n- [ ] C\n"),
        a_question(id="d", stem="Who was the first to drink it cold?"),
    ]
    bank, problems = as_questions(a_bank("\n".join(body)), FIGURES)
    assert bank is not None and [item.id for item in bank.items] == ["d"]
    assert [problem.split(" Fix:")[0] for problem in problems] == [
        'bank.md:8: "No id" does not begin with an id.',
        "bank.md:20: difficulty: input should be less than or equal to 3.",
        "bank.md:21: tags: input should be a valid list.",
        "bank.md:34: this is not YAML: did not find expected node content.",
        'bank.md:37: the link "../modules/none.md" leads nowhere.',
        "bank.md:49: c: this is not read as a choice: - [*] B",
        "bank.md:50: warning: c: a wrong choice has no feedback.",
    ]


def test_problems_of_unrelated_files_are_said_together(tmp_path: Path) -> None:
    bank = "---\nbank: boil\n---\n\n# Boil\n\n## a\n\nHow hot?\n\n- [x] A\n- [x] B\n"
    _, problems = compiled(tmp_path, {"facts.yaml": "heat: {ask: Hot?}\n", "banks/boil.md": bank})
    assert problems == [
        'kettle/banks/boil.md:7: a: 2 choices are ticked. Fix: add "type: multiple", or untick one.',
        'kettle/banks/boil.md:7: a: it names no objective. Fix: add "objective: …" here or in the front matter.',
        'kettle/facts.yaml:1: the fact "heat" is neither a choice nor a number. Fix: give it "values", or "number" with a unit.',
    ]


# Warnings.

OTHER_STEMS = [
    "Which tin is opened first?", "Where do the cups stand?", "When is the kettle filled?", "Who washes the pot?", "Why is the lid closed?",
    "What hangs on the wall?", "How many spoons are there?", "Whose bowl is the green one?",
]  # fmt: skip


def spread(keys: list[int]) -> str:
    """Eight questions of three choices, each with its key at that place."""
    found = []
    for number, (stem, key) in enumerate(zip(OTHER_STEMS, keys, strict=True)):
        choices = "".join(f"- [{'x' if place == key else ' '}] Word{place}\n  > Why {place}.\n" for place in range(3))
        found.append(a_question(id=f"q{number}", stem=stem, choices=choices))
    return "\n".join(found)


WARNINGS = {
    "a wrong choice without feedback": (
        a_question(choices="- [x] Powder\n- [ ] A leaf\n"),
        ["13: warning: drunk: a wrong choice has no feedback. Fix: say under it why it is wrong."],
    ),
    "a right choice that is longer by half": (
        a_question(choices="- [x] Powder, and\n- [ ] Tea leaves\n  > No.\n- [ ] Water only\n  > No.\n"),
        [],
    ),
    "a right choice that is longer by more than half": (
        a_question(choices="- [x] Powder, and always\n- [ ] Tea leaves\n  > No.\n- [ ] Water only\n  > No.\n"),
        ["8: warning: drunk: the right choice is longer than the others by half or more. Fix: shorten it, or give the others as much."],
    ),
    "one choice within another": (
        a_question(choices="- [x] Powder\n- [ ] Green powder, hot\n  > No.\n"),
        ['8: warning: drunk: the choice "Powder" stands within another. Fix: make them differ.'],
    ),
    "a word within another is no choice within another": (a_question(choices="- [x] Powder\n- [ ] Powders\n  > No.\n"), []),
    "all of the above": (
        a_question(choices="- [x] Some of it\n- [ ] All of the above\n  > No.\n"),
        ['8: warning: drunk: "All of the above" tests reading, not knowing. Fix: write a choice of its own.'],
    ),
    "two stems nearly alike": (
        a_question(stem="Which of these two goes down with the water?") + "\n" + a_question(id="other", stem="Which of these two goes down with the milk?"),
        ['17: warning: other: its stem is nearly that of drunk. Fix: reword it, or add "varies: drunk".'],
    ),
    "a minimal pair": (
        a_question(stem="Which of these two goes down with the water?") + "\n" + with_data("varies: drunk", stem="Which of these two goes down with the milk?", id="other"),
        [],
    ),
    "the key always in one place": (
        spread([1, 1, 1, 1, 1, 0, 2, 0]),
        ["1: warning: the key is choice 2 in 5 of 8 questions. Fix: spread the keys."],
    ),
    "keys that are spread": (spread([1, 1, 1, 1, 0, 0, 2, 0]), []),
}  # fmt: skip


@pytest.mark.parametrize(("body", "expected"), WARNINGS.values(), ids=WARNINGS)
def test_what_is_worth_a_warning(body: str, expected: list[str]) -> None:
    bank, problems = as_questions(a_bank(body))
    assert [problem.removeprefix("bank.md:") for problem in problems] == expected
    assert bank is not None and len(bank.items) == body.count("## ")


def test_trigger_words_that_give_a_bank_away_are_worth_a_warning() -> None:
    data = "tree: way-to-brew\nobjective: choose-way\nfacts:\n  leaf: [bag, a bag]\n  cups: [{n} cups, for {n}]"
    choices = "- [{m}] Mug\n  > Why.\n- [{p}] Pot\n  > Why.\n- [ ] Whisk\n  > Why.\n"
    quick = with_data(data.format(n=1), "Quick, a bag for 1. How?", choices.format(m="x", p=" "), "quick")
    family = with_data(data.format(n=9), "The family has a bag for 9. How?", choices.format(m=" ", p="x"), "family")
    silent = with_data(
        data.format(n=8), "The neighbours want a bag for 8. How?", choices.format(m=" ", p="x"), "silent"
    )
    given = [
        "1: warning: trigger words alone map 78% of its scenarios. Fix: tell facts without the words that everybody knows."
    ]
    assert problems_of("\n".join([quick, family, silent])) == given
    assert (
        problems_of(
            "\n".join(
                [silent, silent.replace("silent", "two").replace("neighbours want", "guests of the house get"), quick]
            )
        )
        == []
    )


def test_an_objective_with_few_questions_is_worth_a_warning(tmp_path: Path) -> None:
    def bank(count: int) -> str:
        return "---\nbank: boil\nobjective: boil\n---\n\n# Boil\n\n" + "\n".join(
            a_question(id=f"q{n}", stem=OTHER_STEMS[n]) for n in range(count)
        )

    two = {"objectives.yaml": "# ours\nboil: {says: Boil water., module: water}\n", "banks/boil.md": bank(2)}
    lesson = {"modules/water/1-boil.md": "---\ntitle: Boil\nminutes: 1\nobjectives: [boil]\n---\n\nWater boils.\n"}
    assert compiled(tmp_path, two | lesson)[1] == [
        'kettle/objectives.yaml:2: warning: the objective "boil" has 2 questions. Fix: write at least three.'
    ]
    assert compiled(tmp_path, two | lesson | {"banks/boil.md": bank(3)})[1] == []
