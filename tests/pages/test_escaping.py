"""Whatever a template shows is text, unless it was made as HTML."""

from collections.abc import Callable
from html import unescape

import pytest
from django.template import engines
from django.utils.functional import lazystr
from django.utils.safestring import SafeString, mark_safe
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from studyapp.pages.templating import Templates


class Name(str):
    __slots__ = ()


def rendered(value: object) -> str:
    engine = engines["templates"]
    assert isinstance(engine, Templates)
    return engine.env.from_string("{{ value }}|{% set kept %}{{ value }}{% endset %}{{ kept }}").render(value=value)


@pytest.mark.parametrize("made", [str, Name, lazystr, lambda text: [text]], ids=["text", "subclass", "lazy", "list"])
@given(text=st.text("<>&'\"a%{}\\ ", max_size=8))
def test_text_is_escaped_once(made: Callable[[str], object], text: str) -> None:
    first, second = rendered(made(text)).split("|")
    assert first == second
    assert not set("<>'\"") & set(first)
    assert unescape(first) == str(made(text))


@pytest.mark.parametrize("made", [mark_safe, SafeString, Markup])
def test_what_was_made_as_html_stays_as_it_is(made: Callable[[str], str]) -> None:
    assert rendered(made("<i>1 &amp; 2</i>")) == "<i>1 &amp; 2</i>|<i>1 &amp; 2</i>"


def test_numbers_and_nothing_are_shown_as_python_writes_them() -> None:
    assert [rendered(value) for value in (3, 0, None, True)] == ["3|3", "0|0", "None|None", "True|True"]
