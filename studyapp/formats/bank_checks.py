"""What gives the keys of a bank away, and what a bank with a tree must hold."""

from collections import Counter
from html import unescape
from re import findall, sub

from studyapp.catalogue.questions import Bank, Item
from studyapp.formats.bank_markdown import BankText
from studyapp.formats.problems import Problems, nearest
from studyapp.formats.question_files import Setting
from studyapp.rules.guessing import guess_share

ALIKE = 0.6  # share of three-word shingles above which two stems are nearly alike
GUESSED = 0.6
SAME_PLACE = 0.6


def check_bank(bank: Bank, text: BankText, file: str, setting: Setting, problems: Problems) -> None:
    """Warnings on what gives keys away, and on what a bank with a tree must hold."""
    for item in bank.items:
        _warn_lengths(item, file, problems)
        if "tree" in text.data and item.question.kind == "single" and item.question.scenario is None:
            problems.error(
                file, item.line, f"{item.id}: it has no tree, and the bank is one of proven keys.", "give it facts."
            )
    _warn_places(bank, file, problems)
    _warn_alike(bank, text, file, problems)
    _check_varies(bank, text, file, problems)
    share = guess_share(bank.items, {o.id: o.triggers for o in setting.options.values()})
    if share > GUESSED:
        problems.warning(
            file,
            1,
            f"trigger words alone map {float(share):.0%} of its scenarios.",
            "tell facts without the words that everybody knows.",
        )


def _words(html: str) -> list[str]:
    return findall(r"\w+", unescape(sub(r"<[^>]+>", " ", html)).lower())


def _warn_lengths(item: Item, file: str, problems: Problems) -> None:
    if item.question.scenario is not None:  # choices are option titles
        return
    bare = {choice.text: unescape(sub(r"<[^>]+>", "", choice.text)) for choice in item.question.choices}
    right = [len(bare[choice.text]) for choice in item.question.choices if choice.right]
    wrong = [len(bare[choice.text]) for choice in item.question.choices if not choice.right]
    if wrong and sum(right) / len(right) >= 1.5 * sum(wrong) / len(wrong):
        problems.warning(
            file,
            item.line,
            f"{item.id}: the right choice is longer than the others by half or more.",
            "shorten it, or give the others as much.",
        )
    for choice in item.question.choices:
        text = bare[choice.text]
        if text.lower().startswith(("all of the above", "none of the above")):
            message = f'{item.id}: "{text}" tests reading, not knowing.'
            problems.warning(file, item.line, message, "write a choice of its own.")
        own, others = _words(choice.text), [_words(other) for other in bare if other != choice.text]
        if own and any(f" {' '.join(own)} " in f" {' '.join(other)} " for other in others):
            problems.warning(
                file, item.line, f'{item.id}: the choice "{text}" stands within another.', "make them differ."
            )


def _warn_places(bank: Bank, file: str, problems: Problems) -> None:
    singles = [item for item in bank.items if item.question.kind == "single" and len(item.question.choices) > 2]
    places = Counter(min(item.question.key) for item in singles)
    if len(singles) >= 8 and (most := places.most_common(1)[0])[1] > SAME_PLACE * len(singles):
        problems.warning(
            file, 1, f"the key is choice {most[0] + 1} in {most[1]} of {len(singles)} questions.", "spread the keys."
        )


def _warn_alike(bank: Bank, text: BankText, file: str, problems: Problems) -> None:
    """By three-word shingles, through an index, so that a large bank stays quick to check."""
    varies = {one.id for one in text.items if one.data.get("varies")}
    shingles = {item.id: _shingles(item.question.stem) for item in bank.items if item.id not in varies}
    line = {item.id: item.line for item in bank.items}
    holders: dict[tuple[str, ...], list[str]] = {}
    for id, own in shingles.items():
        shared: Counter[str] = Counter()
        for shingle in own:
            earlier = holders.setdefault(shingle, [])
            shared.update(earlier[:20])
            earlier.append(id)
        for other, count in shared.most_common(1):
            if count > ALIKE * min(len(own), len(shingles[other])):
                problems.warning(
                    file,
                    line[id],
                    f"{id}: its stem is nearly that of {other}.",
                    f'reword it, or add "varies: {other}".',
                )


def _shingles(html: str) -> set[tuple[str, ...]]:
    words = _words(html)
    return set(zip(words, words[1:], words[2:], strict=False))


def _check_varies(bank: Bank, text: BankText, file: str, problems: Problems) -> None:
    ids = {item.id for item in text.items}
    for item in text.items:
        other = item.data.get("varies")
        if other and other not in ids:
            problems.error(
                file,
                item.line,
                f'{item.id}: it varies "{other}", which is not in this bank.',
                nearest(other, ids, "name a question of this bank."),
            )
