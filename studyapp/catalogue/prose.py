"""Text that is safe to show."""

from typing import Any

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema


class Html(str):
    """Sanitised HTML. Templates show it as it stands, since it answers `__html__`."""

    __slots__ = ()

    def __html__(self) -> str:
        return self

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(cls, core_schema.str_schema())
