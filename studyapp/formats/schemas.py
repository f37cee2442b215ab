"""What may stand in the YAML of a course. Scalars arrive as text, and the schema types them."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from studyapp.catalogue.options import Shape
from studyapp.formats.quantity_text import read_quantity
from studyapp.formats.yaml_text import Strict


def _flag(text: object) -> object:
    if text in ("true", "yes"):
        return True
    if text in ("false", "no"):
        return False
    raise ValueError('write "true" or "false"')


def _percent(text: object) -> object:
    if not isinstance(text, str) or not text.endswith("%") or not text[:-1].strip().isdigit():
        raise ValueError('write a percentage such as "90%"')
    return int(text[:-1])


def _some_text(text: str) -> str:
    if not text.strip():
        raise ValueError("this is empty")
    return text.strip()


def _known_quantity(text: str) -> str:
    read_quantity(text)
    return text


Text = Annotated[str, AfterValidator(_some_text)]
Flag = Annotated[bool, BeforeValidator(_flag)]
Percent = Annotated[int, BeforeValidator(_percent)]
Amount = Annotated[str, AfterValidator(_known_quantity)]
Id = Annotated[str, Field(pattern=r"^[a-z0-9]+([.-][a-z0-9]+)*$")]
Kind = Literal["single", "multiple", "ordering", "matching", "numeric", "case"]
Spread = Literal["outcome", "difficulty", "objective", "kind"]
Level = Annotated[int, Field(ge=1, le=3)]


class ModeYaml(Strict):
    sizes: list[Annotated[int, Field(ge=1, le=200)]]
    minutes: Annotated[Decimal, Field(gt=0, le=600)] | None = None
    spread: list[Spread] = []


class QuizYaml(Strict):
    title: Text
    summary: str = ""
    banks: list[str] | Literal["all"]
    spread: list[Spread] = []
    pass_: Percent = Field(alias="pass")
    modes: dict[Literal["practice", "graded", "mock"], ModeYaml]


class MetricYaml(Strict):
    title: str = ""
    says: Text
    quiz: str = ""
    exercises: str = ""
    passed: int = 0
    including: dict[str, int] = {}


class MapYaml(Strict):
    across: str
    up: str
    mark: str
    title: str = ""
    says: str = ""
    case: dict[str, str] = {}


class PrerequisitesYaml(Strict):
    says: Text
    quiz: str = ""


class CostsYaml(Strict):
    """The workload with which the explorer of costs opens."""

    says: str = ""
    given: dict[Id, Amount]
    instance: str = ""
    facts: dict[str, str] = {}


class CourseYaml(Strict):
    title: Text
    exam: str = ""
    objective: str = ""
    summary: str = ""
    checked: date | None = None
    notice: str = ""
    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")] = "en"
    prerequisites: PrerequisitesYaml | None = None
    modules: list[Id]
    quizzes: dict[Id, QuizYaml] = {}
    metrics: dict[Id, MetricYaml] = {}
    map: MapYaml | None = None
    costs: CostsYaml | None = None
    worksheet: str = ""


class ObjectiveYaml(Strict):
    says: Text
    module: str = ""


class FigureYaml(Strict):
    value: Amount
    was: list[Amount] = []
    source: Text
    on: Text
    says: str = ""
    instance: str = ""
    tells: dict[str, str] = {}


class SourceYaml(Strict):
    title: Text
    on: Text
    note: str = ""


class ValueYaml(Strict):
    says: Text
    if_: Text = Field(alias="if")
    short: str = ""


class FactYaml(Strict):
    title: str = ""
    ask: Text
    values: dict[Id, ValueYaml] = {}
    number: str = ""
    if_: str = Field("", alias="if")
    assume: str = ""


class BillYaml(Strict):
    shape: Shape
    price: str = ""
    data: str = ""
    prompt: str = ""
    reply: str = ""
    share: str = ""


class FrameYaml(Strict):
    across: Annotated[list[str], Field(min_length=2, max_length=2)]
    up: Annotated[list[str], Field(min_length=2, max_length=2)]
    mark: Annotated[int, Field(ge=1, le=4)] = 1
    device: Flag = False


class OptionYaml(Strict):
    title: Text
    names: list[Text] = []
    short: str = ""
    summary: str = ""
    needs: dict[str, str | list[str]] = {}
    bill: BillYaml | None = None
    limits: dict[str, str | list[str]] = {}
    triggers: list[str] = []
    compare: dict[str, str] = {}
    services: dict[str, str] = {}
    typical: str = ""
    about: str = ""
    frame: FrameYaml | None = None


class TreeYaml(Strict):
    title: str = ""
    summary: str = ""
    start: str
    prefer: list[str]
    nodes: dict[Id, dict[str, str]]
    lessons: dict[Id, str] = {}  # by node: the lesson on that decision


class MisconceptionYaml(Strict):
    says: Text
    lesson: str = ""


class ModuleYaml(Strict):
    title: Text
    difficulty: Level
    focus: str = ""


class LessonYaml(Strict):
    title: Text
    says: str = ""
    objectives: list[str] = []
    minutes: Annotated[int, Field(ge=1, le=120)]
    sources: list[str] = []


class UseYaml(Strict):
    who: Text
    what: Text
    gain: str = ""


class TermYaml(Strict):
    category: Text
    difficulty: Level = 1
    related: list[str] = []
    see: list[str] = []
    names: list[Text] = []
    equivalents: dict[str, str] = {}
    uses: list[UseYaml] = []


class FieldYaml(Strict):
    label: Text
    hint: str = ""


class WorksheetStepYaml(Strict):
    title: Text
    ask: Text
    help: str = ""
    fields: dict[Id, FieldYaml]


class WorksheetYaml(Strict):
    title: Text
    says: str = ""
    steps: dict[Id, WorksheetStepYaml]


class BankYaml(Strict):
    """Front matter: the bank's id, and defaults for its questions."""

    bank: Id
    from_: str = Field("", alias="from")
    type: Kind | None = None
    objective: str = ""
    difficulty: Level | None = None
    tree: str = ""
    tags: list[str] = []
    points: int | None = None


class QuestionYaml(Strict):
    type: Kind = "single"
    objective: str = ""
    difficulty: Level = 2
    tree: str = ""
    case: str = ""
    answer: str = ""
    tolerance: str = "0"
    unit: str = ""
    facts: dict[str, Annotated[list[str], Field(min_length=2, max_length=2)]] = {}
    varies: str = ""
    tags: list[str] = []
    points: Annotated[int, Field(ge=1, le=10)] = 1
    retired: Flag = False
