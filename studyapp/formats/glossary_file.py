"""glossary.md: a heading a term."""

import re
from collections.abc import Mapping

from studyapp.catalogue.lessons import Term, Use
from studyapp.formats.addresses import Addresses
from studyapp.formats.bank_markdown import HEADING, normalise
from studyapp.formats.course_folder import Folder
from studyapp.formats.markdown import parser, plain, with_ids
from studyapp.formats.prose import Scope, render_tokens
from studyapp.formats.schemas import TermYaml
from studyapp.formats.yaml_text import Document, read_yaml, typed

FILE = "glossary.md"
TERM = re.compile(r"^## ([a-z0-9-]+): (.+?)\s*$", re.M)


def term_names(folder: Folder) -> dict[str, str]:
    """The title of each term by its id, read ahead so that prose can be linked."""
    return dict(TERM.findall(normalise(folder.text(FILE)))) if folder.has(FILE) else {}


def read_glossary(folder: Folder, addresses: Addresses, scope: Scope) -> dict[str, Term]:
    if not folder.has(FILE):
        return {}
    file = folder.file(FILE)
    tokens = parser().parse(normalise(folder.text(FILE)))
    starts = [i for i, t in enumerate(tokens) if t.type == "heading_open" and t.tag == "h2" and t.level == 0]
    found, known = dict[str, Term](), term_names(folder)
    for position, start in enumerate(starts):
        end = starts[position + 1] if position + 1 < len(starts) else len(tokens)
        heading, line = plain([tokens[start + 1]]), (tokens[start].map or [0])[0] + 1
        match = HEADING.fullmatch(heading)
        if not match or not match[2]:
            folder.problems.error(file, line, f'"{heading}" is no term.', 'write "## its-id: Term".')
            continue
        if match[1] in found:
            folder.problems.error(file, line, f'the term "{match[1]}" stands here twice.', "join the two.")
            continue
        body = tokens[start + 3 : end]
        document = Document(file, {}, {(): line})
        if body and body[0].type == "fence" and body[0].info.strip() == "yaml":
            document = read_yaml(body[0].content, file, folder.problems, (body[0].map or [0])[0] + 2)
            body = body[1:]
        written = typed(document, TermYaml, folder.problems)
        html = render_tokens(with_ids(body), addresses.scope(scope, FILE, file), folder.problems, 1)
        if written is not None:
            found[match[1]] = Term(
                id=match[1], title=match[2], names=tuple(written.names), category=written.category,
                difficulty=written.difficulty, related=tuple(written.related), see=tuple(written.see),
                equivalents=tuple(written.equivalents.items()),
                uses=tuple(Use(u.who, u.what, u.gain) for u in written.uses), body=html,
                text=" ".join(plain([t]) for t in body if t.type == "inline"),
            )  # fmt: skip
            _check_references(found[match[1]], known, document, folder)
    return found


def _check_references(term: Term, known: Mapping[str, str], document: Document, folder: Folder) -> None:
    for number, id in enumerate(term.related):
        if id not in known:
            folder.problems.error(
                document.file,
                document.line("related", number),
                f'{term.id}: there is no term "{id}".',
                "name a term by its id.",
            )
