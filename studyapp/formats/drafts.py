"""A bank that is written away from the course's folder: the same reader and the same checks."""

from studyapp.catalogue.courses import Course
from studyapp.catalogue.questions import Bank
from studyapp.formats.addresses import Addresses
from studyapp.formats.bank_checks import check_bank
from studyapp.formats.bank_markdown import BankText, read_bank
from studyapp.formats.problems import Problems
from studyapp.formats.prose import Scope
from studyapp.formats.question_files import Setting, former, read_questions


def read_draft(course: Course, ident: str, text: str) -> tuple[Bank | None, BankText, Problems]:
    """The bank as it would be served, its text, and all problems. There is none where its front matter is broken."""
    file, problems = f"bank {ident} (draft)", Problems()
    written = read_bank(text, file, problems)
    setting = setting_of(course)
    bank = read_questions(written, file, setting, scope_of(course, f"banks/{ident}.md", file), problems)
    if bank is not None:
        check_bank(bank, written, file, setting, problems)
        check_ident(bank, ident, file, written, problems)
    return bank, written, problems


def setting_of(course: Course) -> Setting:
    """What the questions of a bank of the course can refer to."""
    return Setting(
        course.facts, course.options, course.trees, course.tree_hashes, course.objectives, course.misconceptions,
        former(course.figures),
    )  # fmt: skip


def scope_of(course: Course, path: str, file: str) -> Scope:
    """What the prose of a bank can refer to, as if it lay at that path of the course's folder."""
    anchors = {page: set(found) for page, found in course.anchors.items()}
    addresses = Addresses(course.id, dict(course.pages), anchors)
    return addresses.scope(Scope(figures={id: str(one.value) for id, one in course.figures.items()}), path, file)


def check_ident(bank: Bank, ident: str, file: str, text: BankText, problems: Problems) -> None:
    if bank.id != ident:
        line = text.document.line("bank") if text.document else 1
        problems.error(file, line, f'this bank is "{ident}", and not "{bank.id}".', f'write "bank: {ident}".')
