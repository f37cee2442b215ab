"""The languages of the interface, and what is written in another one."""

from django.conf import settings
from django.http import HttpResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, get_language_info

from studyapp.catalogue.courses import Course
from studyapp.records.editions import catalogue

OFFERED = dict(settings.LANGUAGES)


def keep(response: HttpResponse, language: str) -> None:
    """The cookie that holds the choice, as Django's own view writes it."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, language, max_age=settings.LANGUAGE_COOKIE_AGE, path=settings.LANGUAGE_COOKIE_PATH,
        secure=settings.LANGUAGE_COOKIE_SECURE, httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite="Lax",
    )  # fmt: skip


def runs_left(language: str) -> bool:
    try:
        return bool(get_language_info(language)["bidi"])
    except KeyError:
        return False


def lang(course: Course | str | None) -> str | SafeString:
    """The attributes of an element that holds words of a course, or of the one of that id: none where the page speaks its language."""
    known = catalogue().courses.get(course) if isinstance(course, str) else course
    return _written_in(known.language) if known else ""


def in_english() -> str | SafeString:
    """The same for what the readers of files say: English, as the keywords of their formats."""
    return _written_in("en")


def _written_in(own: str) -> str | SafeString:
    page = get_language() or settings.LANGUAGE_CODE
    if own == page:
        return ""
    if runs_left(own) == runs_left(page):
        return format_html(' lang="{}"', own)
    return format_html(' lang="{}" dir="{}"', own, "rtl" if runs_left(own) else "ltr")
