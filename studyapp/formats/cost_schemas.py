"""What may stand in an exercise of kind cost."""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from studyapp.formats.schemas import Amount, Id, Percent, Text
from studyapp.formats.yaml_text import Strict

Step = Literal["feasible", "monthly-cost", "choice"]


class DrawYaml(Strict):
    from_: Decimal = Field(alias="from")
    to: Decimal
    step: Annotated[Decimal, Field(gt=0)]
    unit: str = ""


class CostYaml(Strict):
    kind: Literal["cost"]
    title: Text
    story: Text
    draw: Annotated[dict[Id, DrawYaml], Field(min_length=1)]
    given: dict[Id, Amount] = {}
    instance: str = ""
    facts: dict[str, str] = {}
    budget: str
    latency: str = ""
    options: Annotated[list[str], Field(min_length=2, max_length=8)]
    steps: list[Step] = ["feasible", "monthly-cost", "choice"]
    tolerance: Percent = 1
    clear: Annotated[Percent, Field(ge=5)] = 20
