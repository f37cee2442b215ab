"""The answer part of a question, whatever its kind: choices, steps in order, or pairs."""

import re

from studyapp.formats.bank_answers import Answers, read_choices
from studyapp.formats.bank_blocks import BARE, BOX, Blocks

BAR = re.compile(r"(?<!\\)\|")


def read_part(kind: str, blocks: Blocks, body: list[int], after: list[int]) -> Answers:
    """The answer part among the top-level blocks at the positions `body`; those of `after` stand under sections."""
    reader = _Parts(**vars(blocks))
    match kind:
        case "ordering":
            reader.refuse_boxes(after, kind)
            return reader.steps(body)
        case "matching":
            reader.refuse_boxes(body + after, kind)
            return reader.pairs(body)
        case "numeric" | "case":
            reader.refuse_boxes(body + after, kind)
            return Answers()
        case _:
            return read_choices(blocks, body, after)


class _Parts(Blocks):
    def refuse_boxes(self, places: list[int], kind: str) -> None:
        """Boxes belong to choices, and to steps that do not belong: elsewhere they and their ticks would vanish."""
        fix = f'remove the brackets, or "type: {kind}".'
        if kind == "ordering":
            fix = "number the steps without brackets, and put those that do not belong below them."
        for i in places:
            if self.has_boxes(i):
                self.error(self.line_of(i), f"{self.name}: in a question of type {kind} no boxes stand here.", fix)

    def steps(self, body: list[int]) -> Answers:
        """The last ordered list; a list of unticked items after it holds the steps that do not belong."""
        lists = [i for i in body if self.tokens[i].type == "ordered_list_open"]
        self.refuse_boxes([i for i in body if not lists or i <= lists[-1]], "ordering")
        if not lists:
            return Answers()
        start, extra = lists[-1], list[str]()
        if self.tokens[start].attrGet("start") is not None:  # only where it is not 1
            fix = 'number them in one list, with the same sign after each number: "1.", "2.", "3.".'
            self.error(self.line_of(start), f"{self.name}: the steps do not begin with 1.", fix)
        for i in body:
            if i <= start or self.tokens[i].type == "hr":
                continue
            if self.tokens[i].type == "bullet_list_open":
                extra += [self._unticked(item) for item in self.items_of(i)]
            else:
                self._after(i, "steps")
        steps = tuple(self._text(item) for item in self.items_of(start))
        return Answers(start=self.line_of(start), steps=steps, extra=tuple(extra))

    def _after(self, position: int, what: str) -> None:
        fix = 'move it into the stem, or start "### Explanation".'
        self.error(self.line_of(position), f"{self.name}: this stands after the {what}.", fix)

    def _unticked(self, item: int) -> str:
        if self.tokens[item].meta.get("checked") is not False or BARE.fullmatch(self.lines[self.line_of(item)]):
            fix = 'write "- [ ] " before a step that does not belong, and put the others into the numbered list.'
            self.error(self.line_of(item), f"{self.name}: this is no step that does not belong.", fix)
        return self._text(item)

    def _text(self, item: int) -> str:
        """The text of a list item, which is one paragraph on one line."""
        inside = self.children(item)
        if len(inside) != 1 or self.tokens[inside[0]].type != "paragraph_open":
            fix = "put all else into the stem or the explanation."
            place = inside[1] if len(inside) > 1 else item
            self.error(self.line_of(place), f"{self.name}: a step is one paragraph.", fix)
            return ""
        first, end = self.tokens[inside[0]].map or (0, 0)
        for line in range(first + 1, end):
            if BOX.match(self.lines[line]) or self.lines[line - 1].endswith("\\"):
                fix = 'write a step on one line, and "- [ ] " with a blank inside and a blank after it.'
                self.error(line, f"{self.name}: this is read as more of the step above it.", fix)
        return " ".join(self.tokens[inside[0] + 1].content.split())

    def pairs(self, body: list[int]) -> Answers:
        """The last table: two columns, the head and a row each."""
        tables = [i for i in body if self.tokens[i].type == "table_open"]
        if not tables:
            return Answers()
        start, rows = tables[-1], list[list[str]]()
        for i in body:
            if i > start and self.tokens[i].type != "hr":
                self._after(i, "table")
        for i in range(start, self.close_of(start)):
            if self.tokens[i].type == "tr_open":
                rows.append([])
                self._check_bars(self.line_of(i))
            elif self.tokens[i].type == "inline":
                rows[-1].append(self.tokens[i].content.strip())
        pairs = tuple((row[0], row[1]) for row in rows if len(row) == 2)
        return Answers(start=self.line_of(start), pairs=pairs)

    def _check_bars(self, line: int) -> None:
        row = self.lines[line].strip().removeprefix("|")
        row = row[:-1] if row.endswith("|") and not row.endswith("\\|") else row
        if len(BAR.findall(row)) != 1:
            fix = 'write "| left | right |"; a | inside a cell as \\|.'
            self.error(line, f"{self.name}: this row has not two cells.", fix)


def write_steps(steps: tuple[str, ...], extra: tuple[str, ...], sign: str = ".") -> str:
    """A numbered list, and the steps that do not belong as unticked items after it."""
    found = [f"{number}{sign} {step}" for number, step in enumerate(steps, 1)]
    if extra:
        found += ["", *(f"- [ ] {step}" for step in extra)]
    return "\n".join(found) + "\n"


def write_pairs(pairs: tuple[tuple[str, str], ...]) -> str:
    """A table of two columns."""

    def row(cells: tuple[str, str]) -> str:
        return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"

    return "\n".join([row(pairs[0]), "|---|---|", *map(row, pairs[1:])]) + "\n"
