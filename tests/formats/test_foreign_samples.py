"""Files in the shape that other systems export: each question is read as its author meant it, or said not to be."""

from pathlib import Path

import pytest

from studyapp.formats.bank_answers import ChoiceText
from studyapp.formats.bank_markdown import ItemText
from studyapp.formats.foreign.known import FORMATS, guess_format
from studyapp.formats.foreign.values import Imported, Limits
from tests.formats.texts import as_questions, as_text

SAMPLES = Path(__file__).with_name("samples")
CASE = "It has no answer: it became a case. Name it in the questions that are asked under it, or remove it."
SHUFFLED = "Its answers kept their order; here they are shuffled."


def read(name: str) -> Imported:
    data = (SAMPLES / name).read_bytes()
    return FORMATS[guess_format(name, data)].read(data, name, Limits())


def told(found: Imported) -> list[tuple[str, str, list[str], list[str]]]:
    """Of each question its place, its id (or "-"), what it lost, and what is to decide."""
    return [(one.where, one.item.id if one.item else "-", list(one.lost), list(one.undecided)) for one in found.found]


def item(found: Imported, id: str) -> ItemText:
    return next(item for item in found.bank.items if item.id == id)


def true_false(right: bool, *, of_true: str = "", of_false: str = "") -> tuple[ChoiceText, ChoiceText]:
    return ChoiceText("True", right, of_true), ChoiceText("False", not right, of_false)


@pytest.mark.parametrize("name", [path.name for path in sorted(SAMPLES.iterdir())])
def test_what_is_read_of_a_sample_is_a_bank(name: str) -> None:
    found = read(name)
    assert as_text(found.text) == (found.bank, [])
    _, problems = as_questions(found.text.replace("---\n", "---\nobjective: know-leaf\n", 1))
    mended_by_its_author = ("no choice is ticked.", "warning:", "every choice is ticked.")
    assert [one for one in problems if not any(part in one for part in mended_by_its_author)] == []


def test_gift_of_moodle() -> None:
    found = read("moodle-export.gift.txt")
    assert (found.bank.title, found.bank.data, found.notes) == ("Brewing / heat", {"bank": "brewing-heat"}, ())
    assert told(found) == [
        ("line 7", "leaf-1", ["Colours and underlines were left out."], ["“Gyokuro {shaded}” was worth 33.33333%: here a choice is right or wrong, and it is now wrong."]),
        ("line 16", "which-two", [], []),
        ("line 24", "boiling", [], []),
        ("line 27", "origin", [], []),
        ("line 35", "pi", ["The feedback on other numbers was left out."], ["10 ± 1 was accepted too, as 50%: here one number is right, with a tolerance."]),
        ("line 40", "range", [], []),
        ("line 42", "missing", [], []),
        ("line 44", "-", [], ["It is an essay: nothing here marks a free text."]),
        ("line 46", "-", [], ["It is a short answer (“Alice”, “The Hatter”): make it choices or a number."]),
        ("line 48", "story", [], [CASE]),
        ("line 50", "-", [], ["A brace is not closed, or not opened. As text, a brace is written \\{ or \\}."]),
        ("line 52", "after", [], []),
        ("line 53", "joined", [], []),
        ("line 56", "unnamed-with-braces-and-a-second", [], []),
    ]  # fmt: skip
    assert item(found, "leaf-1") == ItemText(
        "leaf-1", "Which leaf?", {"difficulty": "3", "tags": ["green tea"]}, "Which **leaf** is steamed: the one from *Uji*?",
        (ChoiceText("Sencha", True, "Steamed right after picking."), ChoiceText("Longjing", False, "That one is pan-fired."), ChoiceText("Gyokuro {shaded}", False)),
        explanation="Steam stops the leaf from browning.",
    )  # fmt: skip
    assert [choice.right for choice in item(found, "which-two").choices] == [True, True, False]
    assert item(found, "which-two").data == {"type": "multiple"}
    assert item(found, "boiling").choices == true_false(
        False, of_true="At 100 °C it turns bitter.", of_false="Right: 70 °C is enough."
    )
    assert item(found, "origin").pairs == (
        ("Match", "with"),
        ("Darjeeling", "India"),
        ("Sencha", "Japan"),
        ("Matcha", "Japan"),
        ("", "Kenya"),
    )
    assert item(found, "pi").data == {"type": "numeric", "answer": "12", "tolerance": "0.5"}
    assert item(found, "range").data == {"type": "numeric", "answer": "4", "tolerance": "1"}
    assert item(found, "missing").stem == "The leaf of _____ is called tea."
    assert item(found, "unnamed-with-braces-and-a-second").stem == "Unnamed, with {braces}\nand a second line"


def test_xml_of_moodle() -> None:
    found = read("moodle-4.xml")
    assert found.notes == ("Its 2 categories became tags: Default for Kitchen, Water / heat.",)
    assert told(found) == [
        ("question 1 (line 15)", "tea-101",
         ["The picture tea tin.png was left out.", "What it said to all who are wrong was left out: “Read the tin again.”.",
          "“Longjing” took 33.33333% off: here a wrong choice gives nothing."],
         ["“Gyokuro” was worth 50%: here a choice is right or wrong, and it is now wrong."]),
        ("question 2 (line 89)", "three-that-are-drunk-plain", [SHUFFLED, "A choice of several paragraphs was joined into one."], []),
        ("question 3 (line 130)", "weights",
         ["It was worth 0.5000000: here points are whole numbers from 1 to 10.", "Its penalty of 25% for each further try was left out."],
         ["The right choices weigh differently (“*Sencha*” 66.66667%, “Matcha” 33.33333%): here each weighs the same."]),
        ("question 4 (line 145)", "boiling", [], []),
        ("question 5 (line 164)", "lands", [], []),
        ("question 6 (line 187)", "grams", ["The unit mg (times 1000) was left out.", "The feedback on other numbers was left out."],
         ["10 ± 1 was accepted too, as 50%: here one number is right, with a tolerance."]),
        ("question 7 (line 220)", "a-pot", [], []),
        ("question 8 (line 239)", "-", [], ["It is a short answer (“Alice”), and there is no such kind here."]),
        ("question 9 (line 248)", "-", [], ["It is an essay, and there is no such kind here."]),
        ("question 10 (line 256)", "-", [], ["It is a text with gaps (cloze), and there is no such kind here."]),
        ("question 11 (line 263)", "a-guest", [], [CASE]),
        ("question 12 (line 271)", "-", ["Formulas in TeX were kept as text."], ["It is of the type stack, and there is no such kind here."]),
    ]  # fmt: skip
    assert item(found, "tea-101") == ItemText(
        "tea-101", "Steamed leaf", {"points": "2", "tags": ["green tea", "leaf", "Default for Kitchen"]},
        "Which **leaf** of the tin *“Uji”* is steamed?\n\nA green tin",
        (ChoiceText("Sencha", True, "Yes: 15–20 seconds of steam."), ChoiceText("Gyokuro", False), ChoiceText("Longjing", False, "Pan-fired at \\< 200 °C.")),
        explanation="Steam stops the leaf from browning. See [the shelf](https://tea.example/steam?a=1&b=2).", hints=("Think of *Japan*.",),
    )  # fmt: skip
    three = item(found, "three-that-are-drunk-plain")
    assert three.data == {"type": "multiple", "retired": "true", "tags": ["Water / heat"]}
    assert three.stem.endswith("| Cup | Volume |\n| --- | --- |\n| small | 100 ml |\n\n- hot\n- cold")
    assert [choice.text for choice in three.choices] == ["Sencha", "Matcha", "Bancha & co.", "Chai from the stall"]
    assert item(found, "weights").stem == "Which two leaves?\nTwo lines & a sign."
    assert item(found, "weights").choices[0] == ChoiceText("\\*Sencha\\*", True)
    assert item(found, "boiling").choices == true_false(False, of_true="It turns bitter.")
    assert item(found, "lands").pairs[1:] == (
        ("Darjeeling", "India"),
        ("Sencha | Matcha", "Japan & Uji"),
        ("", "Kenya"),
    )
    grams = item(found, "grams")
    assert {key: grams.data[key] for key in ("answer", "tolerance", "unit")} == {
        "answer": "12.5",
        "tolerance": "0.5",
        "unit": "g",
    }
    assert (grams.stem, grams.explanation) == ("How much leaf for one litre (10³ ml)?", "Two spoons.")
    assert item(found, "a-pot").steps == ("Heat the water", "Warm the pot", "Pour")
    assert item(found, "a-guest").stem == "**The guest**\n\nShe brings a pot and a tin."


def test_aiken() -> None:
    found = read("aiken.txt")
    assert told(found) == [
        ("line 1", "what-is-the-capital-of-tea", [], []),
        ("line 8", "a-smith-drinks-what", [], []),
        ("line 13", "which-letter-is-missing", [], ["“ANSWER: C” names no choice: tick the right one."]),
        ("line 17", "which-has-no-answer", [], ["It has no line ANSWER: tick the right choice."]),
        ("line 22", "which-two", [], ["Its answer names several letters: all of them are needed now."]),
        ("line 28", "-", [], ["It has no lettered choices."]),
    ]
    capital = item(found, "what-is-the-capital-of-tea")
    assert (capital.stem, capital.choices) == (
        "What is the capital of tea?\nName the town.", (ChoiceText("Uji", True), ChoiceText("Rome - the eternal one", False))
    )  # fmt: skip
    smith = item(found, "a-smith-drinks-what")
    assert (smith.stem, smith.choices) == (
        "A. Smith drinks what?",
        (ChoiceText("Tea", False), ChoiceText("\\*Beer\\*", True)),
    )
    assert [choice.right for choice in item(found, "which-two").choices] == [True, False, True]


def test_csv_of_a_german_excel() -> None:
    found = read("excel-german.csv")
    assert found.notes == (
        "It is not UTF-8, and was read as Windows-1252: look at the accents.",
        "These columns are not known, and were not read: Frage Nr..",
    )
    assert told(found) == [
        ("row 2", "wie-heit-der-tee-aus-uji", [], []),
        ("row 3", "welche-zwei", [], []),
        ("row 5", "ohne-antwort", [], ["No choice is right: tick one."]),
    ]
    assert item(found, "wie-heit-der-tee-aus-uji") == ItemText(
        "wie-heit-der-tee-aus-uji", data={"difficulty": "1"}, stem="Wie heißt der Tee „aus Uji“?",
        choices=(ChoiceText("Sencha", True), ChoiceText("Löwenzahn", False)), explanation="Gedämpft; nicht geröstet.\nZweite Zeile.",
    )  # fmt: skip
    assert item(found, "welche-zwei").stem == 'Welche "zwei"?'
    assert item(found, "welche-zwei").data == {"difficulty": "2", "type": "multiple"}
