"""What options cost: their bills, their limits, and the dated unit prices of the register."""

from collections.abc import Mapping
from decimal import Decimal

from studyapp.catalogue.costs import AT_ONCE, INSTANCED, MEASURES, PriceList, Tariff
from studyapp.catalogue.facts import Condition, Fact
from studyapp.catalogue.options import Bill, Figure, Option
from studyapp.catalogue.quantities import Quantity
from studyapp.formats.course_folder import Folder
from studyapp.formats.problems import nearest
from studyapp.formats.quantity_text import read_condition, read_quantity
from studyapp.formats.schemas import BillYaml
from studyapp.formats.yaml_text import Document

HOURLY = "USD/h"
# The unit of each price, by its role in a bill.
UNITS = {"data": "USD/GB", "prompt": "USD/million tokens", "reply": "USD/million tokens", "share": "%"}
PER_USE = "USD/GB-s"


def read_bill(
    written: BillYaml | None, folder: Folder, document: Document, figures: Mapping[str, Figure]
) -> Bill | None:
    """The bill, with every figure it names checked."""
    if written is None:
        return None
    more = {role: name for role in UNITS if (name := getattr(written, role))}
    units = {"price": PER_USE if written.shape == "per-use" else HOURLY, **UNITS}
    for role, name in {"price": written.price, **more}.items():
        line = document.line("bill", role)
        if name and name not in figures:
            fix = nearest(name, figures, "name a figure of register.yaml.")
            folder.problems.error(document.file, line, f'there is no figure "{name}".', fix)
        elif role in more and figures[name].value.unit != units[role]:
            message = f"the figure {name} is {figures[name].value}, and {role} is paid in {units[role]}."
            folder.problems.error(document.file, line, message, f'name a figure in "{units[role]}".')
    return Bill(written.shape, written.price, more)


def read_limits(
    texts: Mapping[str, str | list[str]], folder: Folder, document: Document,
    facts: Mapping[str, Fact], figures: Mapping[str, Figure],
) -> tuple[Condition, ...]:  # fmt: skip
    """Conditions on the numbers of a workload and on facts."""
    found = []
    for name, text in texts.items():
        line = document.line("limits", name)
        if name not in LIMITED and name not in facts:
            fix = nearest(name, [*LIMITED, *facts], f"name a fact, or one of: {', '.join(LIMITED)}.")
            folder.problems.error(document.file, line, f'there is no number and no fact "{name}".', fix)
            continue
        try:
            found.append(_limit(name, text, figures) if name in LIMITED else read_condition(facts[name], text, figures))
        except ValueError as error:
            folder.problems.error(document.file, line, f"{error}.", 'write "<= figure", or values of the fact.')
    return tuple(found)


LIMITED = {**{id: measure.unit for id, measure in MEASURES.items()}, AT_ONCE: ""}


def _limit(name: str, text: str | list[str], figures: Mapping[str, Figure]) -> Condition:
    """'<= figure' or '> amount' of a number of the workload. ValueError with a sentence."""
    if not isinstance(text, str) or text[:2].strip() not in ("<=", ">"):
        raise ValueError(f'{name} is a number: write "<= limit" or "> limit"')
    sign = "<=" if text.startswith("<=") else ">"
    wanted = text.removeprefix(sign).strip()
    limit = figures[wanted].value if wanted in figures else read_quantity(wanted)
    if limit.dimension != Quantity(Decimal(1), LIMITED[name]).dimension:
        raise ValueError(f"{limit} is no amount of {name}")
    return Condition(name, at_most=limit if sign == "<=" else None, above=limit if sign == ">" else None)


def price_list(options: Mapping[str, Option], figures: Mapping[str, Figure]) -> PriceList:
    """The options that can be priced, and the hours of the instances."""
    instances = {
        figure.instance: figure for figure in figures.values() if figure.instance and figure.value.unit == HOURLY
    }
    return PriceList({id: found for id, option in options.items() if (found := _tariff(option, figures))}, instances)


def _tariff(option: Option, figures: Mapping[str, Figure]) -> Tariff | None:
    """None for an option that is not billed, or of whose bill a price is missing."""
    bill = option.bill
    if bill is None:
        return None
    named = {"price": bill.price, **bill.more}
    found = {role: figures[name] for role, name in named.items() if name in figures}
    needed = {"per-use": ["price"], "per-token": ["prompt", "reply"]}.get(bill.shape, [])
    if bill.shape in INSTANCED:
        found.pop("price", None)  # an illustration: the instance is the workload's
    if not all(role in found for role in needed):
        return None
    return Tariff(option.id, option.title, option.short, bill.shape, found, option.limits)


def check_instances(folder: Folder, figures: Mapping[str, Figure], facts: Mapping[str, Fact]) -> None:
    """Figures that price an instance: in USD an hour, one for each, and telling facts that there are."""
    document = folder.yaml("register.yaml", quietly=True)
    seen: dict[str, str] = {}
    for figure in figures.values():
        if figure.instance and figure.value.unit != HOURLY:
            message = f"{figure.value} is no price of an hour."
            folder.problems.error(document.file, document.line(figure.id, "value"), message, f'write it in "{HOURLY}".')
        if figure.instance and figure.instance in seen:
            message = f"{figure.instance} has a price already, {seen[figure.instance]}."
            line = document.line(figure.id, "instance")
            folder.problems.error(document.file, line, message, "keep one of the two.")
        seen[figure.instance] = figure.id
        for name, value in figure.tells.items():
            if name not in facts or value not in {one.id for one in facts[name].values}:
                message, line = f"no fact {name} has the value {value}.", document.line(figure.id, "tells")
                folder.problems.error(document.file, line, message, nearest(name, facts, "name a fact and its value."))
