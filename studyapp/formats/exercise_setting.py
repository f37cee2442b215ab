"""What an exercise is read with."""

from collections.abc import Mapping
from dataclasses import dataclass

from studyapp.catalogue.costs import PriceList
from studyapp.catalogue.designs import Palette
from studyapp.catalogue.facts import Fact
from studyapp.catalogue.options import Figure, Option
from studyapp.catalogue.quantities import Quantity
from studyapp.formats.course_folder import Folder
from studyapp.formats.prose import Scope


@dataclass(frozen=True)
class ExerciseSetting:
    """The course an exercise stands in; `scope` is that of the exercise's own file."""

    folder: Folder
    facts: Mapping[str, Fact]
    figures: Mapping[str, Figure]
    options: Mapping[str, Option]
    palette: Palette
    prices: PriceList
    scope: Scope

    def former(self, value: Quantity) -> list[Quantity]:
        """What any figure of that value once was."""
        return [before for figure in self.figures.values() if figure.value == value for before in figure.was]
