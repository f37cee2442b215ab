"""What stands in the drawing fences of a lesson."""

from typing import Annotated, Literal

from pydantic import Field

from studyapp.formats.schemas import Text
from studyapp.formats.yaml_text import Strict


class TickYaml(Strict):
    at: Annotated[int, Field(ge=0, le=100)]
    says: str


class BarYaml(Strict):
    from_: Annotated[int, Field(ge=0, le=100, alias="from")]
    to: Annotated[int, Field(ge=0, le=100)]
    is_: Literal["works", "waits", "free"] = Field(alias="is")


class LaneYaml(Strict):
    name: Text
    says: str = ""
    bars: list[BarYaml]


class ArrowYaml(Strict):
    at: Annotated[int, Field(ge=0, le=100)]
    from_: Annotated[int, Field(ge=1, alias="from")]
    to: Annotated[int, Field(ge=1)]


class WaitsYaml(Strict):
    kind: Literal["waits"]
    title: Text
    says: str = ""
    ticks: list[TickYaml] = []
    lanes: Annotated[list[LaneYaml], Field(min_length=1, max_length=8)]
    arrows: list[ArrowYaml] = []


class StepYaml(Strict):
    name: Text
    says: str = ""


class PathYaml(Strict):
    kind: Literal["path"]
    title: Text
    says: str = ""
    steps: Annotated[list[StepYaml], Field(min_length=2, max_length=6)]


class RungYaml(Strict):
    name: Text
    cells: list[Literal["you", "shared", "provider"]]


class LadderYaml(Strict):
    kind: Literal["ladder"]
    title: Text
    says: str = ""
    columns: Annotated[list[Text], Field(min_length=2, max_length=8)]
    rows: Annotated[list[RungYaml], Field(min_length=1)]
