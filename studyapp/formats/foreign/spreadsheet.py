"""Questions as rows of a spreadsheet, a question a row: what CSV and XLSX share. The texts are Markdown."""

from collections.abc import Iterable, Sequence
from itertools import islice

from studyapp.formats.bank_markdown import BankText, ItemText
from studyapp.formats.cells import dead, undead
from studyapp.formats.foreign.columns import Columns, read_head
from studyapp.formats.foreign.losses import Carried, Less, carried
from studyapp.formats.foreign.raw import HEAD, Raw, finish, refused
from studyapp.formats.foreign.row import read_row
from studyapp.formats.foreign.values import Imported, Limits

BLANK_ROWS = 5_000  # below so many there is nothing more
HEAD_ROWS = 20  # within these the columns are named

Row = tuple[int, list[str]]  # its number as the spreadsheet shows it, and its cells


def find_head(rows: Iterable[Row]) -> Columns | None:
    """The columns named by the next row that names any; it and those above it are used up."""
    for _, row in islice(rows, HEAD_ROWS):
        if columns := read_head([cell.strip("\ufeff ") for cell in row]):
            return columns
    return None


def read_rows(rows: Iterable[Row], file: str, limits: Limits, notes: Sequence[str] = ()) -> Imported:
    """The bank of the rows, the first of which names the columns."""
    rows = iter(rows)
    columns = find_head(rows)
    if columns is None:
        fix = 'name the columns in the first row: "stem", "choice 1", "choice 2", "right"; docs/writing-content.md lists them.'
        return refused(file, 1, "no row names a column stem.", fix)
    return read_below(columns, rows, file, limits, notes)


def read_below(columns: Columns, rows: Iterable[Row], file: str, limits: Limits, notes: Sequence[str]) -> Imported:
    raws, blank, said = list[Raw](), 0, list(notes)
    if columns.unknown:
        said.append(f"These columns are not known, and were not read: {', '.join(columns.unknown[:20])}.")
    for number, row in rows:
        cells = [undead(cell).strip("\n").rstrip() for cell in row] if any(row) else row
        if not any(cells):
            blank += 1
            if blank >= BLANK_ROWS:
                said.append(f"Below row {number} it was not read: {BLANK_ROWS:,} rows were blank.")
                break
            continue
        blank = 0
        raws.append(read_row(number, cells, columns))
        if len(raws) > limits.questions:
            break
    return finish(raws, file=file, limits=limits, notes=said)


MOST_PLACES = 99  # numbers of columns have two digits
PLACED = ("choice", "match", "feedback", "left out", "misconception")
BEFORE = (
    "id",
    "title",
    "type",
    "objective",
    "difficulty",
    "points",
    "tags",
    "case",
    "varies",
    "retired",
    "stem",
    "answer",
    "tolerance",
    "unit",
)


def _unfit(item: ItemText) -> str:
    many = max(len(item.choices), len(item.steps) + len(item.extra), len(item.pairs) - 1, len(item.hints))
    return f"it has more than {MOST_PLACES} choices, steps, pairs or hints." if many > MOST_PLACES else ""


CARRIED = Carried(
    kinds=frozenset({"single", "multiple", "ordering", "matching", "numeric", "case"}),
    keys=frozenset({"objective", "difficulty", "points", "tags", "case", "varies", "retired", "answer", "tolerance", "unit"}),
    parts=frozenset({"feedback", "left_out", "misconception", "explanation", "hints", "sources", "extra", "head"}),
    shares=True, unfit=_unfit,
)  # fmt: skip


def bank_rows(bank: BankText) -> tuple[Less, list[list[str]]]:
    """What spreadsheets carry of a bank, and its rows below their head; only columns that hold something are there."""
    less = carried(bank, CARRIED)
    rows = [_cells(item) for item in less.bank.items]
    used = {name for row in rows for name, text in row.items() if text} | {"id", "title", "type", "stem", "right"}
    places = range(1, MOST_PLACES + 1)
    names = [
        *BEFORE,
        "head",
        "match head",
        *(f"{name} {place}" for place in places for name in PLACED),
        "right",
        "explanation",
    ]
    names = [name for name in [*names, *(f"hint {place}" for place in places), "sources"] if name in used]
    return less, [names, *([dead(row.get(name, "")) for name in names] for row in rows)]


def _cells(item: ItemText) -> dict[str, str]:
    row = {name: str(item.data[name]) for name in BEFORE if name in item.data}
    row |= {"id": item.id, "title": item.title, "type": row.get("type", "single"), "stem": item.stem}
    row |= {"tags": "; ".join(item.data.get("tags", [])), "explanation": item.explanation, "sources": item.sources}
    if item.pairs and item.pairs[0] != HEAD:
        row["head"], row["match head"] = item.pairs[0]
    for place, pair in enumerate(item.pairs[1:], 1):
        row[f"choice {place}"], row[f"match {place}"] = pair
    for place, step in enumerate((*item.steps, *item.extra), 1):
        row[f"choice {place}"] = step
    for place, choice in enumerate(item.choices, 1):
        texts = (choice.text, "", choice.feedback, choice.left_out, choice.misconception)
        row |= {f"{name} {place}": text for name, text in zip(PLACED, texts, strict=True)}
    right = [place for place, choice in enumerate(item.choices, 1) if choice.right] or range(1, len(item.steps) + 1)
    row["right"] = "; ".join(map(str, right))
    return row | {f"hint {place}": hint for place, hint in enumerate(item.hints, 1)}
