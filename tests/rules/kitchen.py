"""A small palette to design with: a guest asks, a kettle boils, a pot brews, a cup is filled, a shelf keeps."""

from studyapp.catalogue.designs import (
    AllowedLink,
    Brief,
    Design,
    Link,
    Palette,
    PartKind,
    Requirement,
    Rule,
    Setting,
    SettingChoice,
    Show,
)
from studyapp.catalogue.prose import Html
from studyapp.rules.designing import with_link, with_part

HEAT = Setting("heat", "Heat", (SettingChoice("low", "low"), SettingChoice("high", "high")), "low")
KINDS = ("guest", "kettle", "pot", "cup", "shelf")
LINKS = (
    "guest kettle",
    "kettle pot",
    "pot cup",
    "cup guest",
    "kettle shelf",
    "shelf pot",
    "pot pot",
    "kettle cup",
    "pot shelf",
)
PALETTE = Palette(
    tuple(PartKind(id, id.capitalize(), id, "", (HEAT,) if id in ("kettle", "pot") else ()) for id in KINDS),
    tuple(AllowedLink(*pair.split(), "pours") for pair in LINKS),
)


def design(*chains: str) -> Design:
    """A design from chains such as `guest kettle pot-2`; the kind is the word before a dash."""
    made = Design()
    for chain in chains:
        names = chain.split()
        for name in names:
            if name not in made.part_by_id:
                made = with_part(made, name.partition("-")[0], name)
        for start, end in zip(names, names[1:], strict=False):
            made = with_link(made, Link(start, end))
    return made


def brief(
    *rules: Rule, weights: tuple[int, ...] = (), reference: Design | None = None, show: Show | None = None
) -> Brief:
    """A brief whose requirements are called r1, r2 and so on."""
    requirements = tuple(
        Requirement(f"r{n + 1}", Html("says"), Html("else"), weights[n] if weights else 1, rule, show)
        for n, rule in enumerate(rules)
    )
    return Brief("tea", "Tea", (), Html(""), PALETTE, requirements, reference or Design(), Html(""))
