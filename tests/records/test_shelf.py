"""Content is served when it is sound; when it is broken, the last good version is."""

import logging
import shutil
from pathlib import Path
from typing import Any

import pytest
from django.core import checks
from pytest_django import Settings

from studyapp.catalogue.courses import Catalogue
from studyapp.records import shelf
from studyapp.records.shelf import NoContent, Shelf
from tests.racing import at_once

SOUND = "modules: [water]"
BROKEN = "modules: [water]\nsumary: It whistles."
STILL = (logging.WARNING, "errors in the content: 1; the last good version is served")


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every look at the shelf is due."""
    monkeypatch.setattr(shelf, "LOOK_EVERY", -1.0)


def a_shelf(content: Path, *, watch: bool = False) -> Shelf:
    return Shelf(content, content.with_name("last-good"), watch=watch)


def titles(found: Catalogue) -> dict[str, str]:
    return {id: course.title for id, course in found.courses.items()}


def change(content: Path, before: str, after: str) -> None:
    file = content / "kettle" / "course.yaml"
    assert before in file.read_text()
    file.write_text(file.read_text().replace(before, after))


def files(folder: Path) -> dict[str, str]:
    return {str(path.relative_to(folder)): path.read_text() for path in folder.rglob("*") if path.is_file()}


def told(caplog: pytest.LogCaptureFixture) -> list[tuple[int, str]]:
    return [(record.levelno, record.getMessage()) for record in caplog.records if record.name == shelf.__name__]


def complaint(content: Path) -> str:
    return f'{content}/kettle/course.yaml:3: unknown key "sumary". Fix: did you mean "summary"?'


def test_good_content_is_served_and_kept(content: Path, caplog: pytest.LogCaptureFixture) -> None:
    assert titles(a_shelf(content).catalogue()) == {"kettle": "The kettle"}
    assert files(content.with_name("last-good")) == files(content)
    assert sorted(path.name for path in content.parent.iterdir()) == ["content", "last-good"]
    assert told(caplog) == []


def test_content_is_read_once(content: Path) -> None:
    served = a_shelf(content)
    first = served.catalogue()
    change(content, "The kettle", "The pot")
    assert served.catalogue() is first


def test_a_changed_file_is_seen(content: Path, now: None) -> None:
    served = a_shelf(content, watch=True)
    first = served.catalogue()
    assert served.catalogue() is first
    change(content, "The kettle", "The old kettle")
    assert titles(served.catalogue()) == {"kettle": "The old kettle"}
    assert files(content.with_name("last-good")) == files(content)
    assert sorted(path.name for path in content.parent.iterdir()) == ["content", "last-good"]


def test_a_new_course_is_seen_and_one_taken_away_is_not(content: Path, now: None) -> None:
    served = a_shelf(content, watch=True)
    served.catalogue()
    shutil.copytree(content / "kettle", content / "samovar")
    assert set(served.catalogue().courses) == {"kettle", "samovar"}
    shutil.rmtree(content / "kettle")
    assert set(served.catalogue().courses) == {"samovar"}
    assert {path.split("/")[0] for path in files(content.with_name("last-good"))} == {"samovar"}


def test_between_two_looks_nothing_is_read(content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelf, "LOOK_EVERY", 3600.0)
    served = a_shelf(content, watch=True)
    first = served.catalogue()
    change(content, "The kettle", "The pot")
    assert served.catalogue() is first


def test_a_broken_change_keeps_the_last_good_in_service(
    content: Path, now: None, caplog: pytest.LogCaptureFixture
) -> None:
    served = a_shelf(content, watch=True)
    first, kept = served.catalogue(), files(content)
    change(content, SOUND, BROKEN)
    assert served.catalogue() is first
    assert files(content.with_name("last-good")) == kept
    served.catalogue()
    assert told(caplog) == [(logging.ERROR, complaint(content)), STILL]


def test_a_mended_file_is_served_again(content: Path, now: None) -> None:
    served = a_shelf(content, watch=True)
    served.catalogue()
    change(content, SOUND, BROKEN)
    served.catalogue()
    change(content, BROKEN, SOUND)
    change(content, "The kettle", "The mended kettle")
    assert titles(served.catalogue()) == {"kettle": "The mended kettle"}


def test_one_broken_course_keeps_all_as_they_were(content: Path, now: None) -> None:
    """What is served is a whole: no course comes or goes with a broken one beside it."""
    served = a_shelf(content, watch=True)
    first = served.catalogue()
    shutil.copytree(content / "kettle", content / "samovar")
    change(content, SOUND, BROKEN)
    assert served.catalogue() is first


def test_a_start_with_broken_content_serves_what_was_good(content: Path, caplog: pytest.LogCaptureFixture) -> None:
    a_shelf(content).catalogue()
    change(content, SOUND, BROKEN)
    restarted = a_shelf(content)
    assert titles(restarted.catalogue()) == {"kettle": "The kettle"}
    assert told(caplog) == [(logging.ERROR, complaint(content)), STILL]


@pytest.mark.parametrize("kept", ["", "course.yaml", "objectives.yaml"])
def test_a_start_with_nothing_good_names_the_first_problem(kept: str, content: Path) -> None:
    """Nothing was kept, or what was kept is broken by now: as a whole, or in one file."""
    if kept:
        (shutil.copytree(content, content.with_name("last-good")) / "kettle" / kept).write_text("cold: water\n")
    change(content, SOUND, BROKEN)
    with pytest.raises(NoContent) as caught:
        a_shelf(content).catalogue()
    assert str(caught.value) == f"there is no sound content. {complaint(content)}"


def test_a_start_that_failed_is_tried_again(content: Path) -> None:
    change(content, SOUND, BROKEN)
    served = a_shelf(content)
    with pytest.raises(NoContent):
        served.catalogue()
    change(content, BROKEN, SOUND)
    assert titles(served.catalogue()) == {"kettle": "The kettle"}


def test_a_crash_while_the_copy_changes_its_name_leaves_the_older_copy_to_start_from(content: Path) -> None:
    a_shelf(content).catalogue()
    content.with_name("last-good").rename(content.with_name("last-good.old"))
    change(content, SOUND, BROKEN)
    assert titles(a_shelf(content).catalogue()) == {"kettle": "The kettle"}


def test_a_content_folder_without_a_course_is_no_content(tmp_path: Path) -> None:
    with pytest.raises(NoContent) as caught:
        a_shelf(tmp_path / "content").catalogue()
    assert str(caught.value) == (
        f"there is no sound content. {tmp_path}/content/:1: there is no course here. Fix: add a folder with a course.yaml."
    )


def test_a_warning_stops_nothing(content: Path) -> None:
    bank = content / "kettle" / "banks" / "water.md"
    bank.write_text(bank.read_text().replace("  > It only steams.\n", ""))
    assert titles(a_shelf(content).catalogue()) == {"kettle": "The kettle"}
    assert files(content.with_name("last-good")) == files(content)


def test_content_that_cannot_be_kept_is_served_all_the_same(content: Path, caplog: pytest.LogCaptureFixture) -> None:
    content.with_name("no-folder").write_text("")
    served = Shelf(content, content.with_name("no-folder") / "last-good", watch=False)
    assert titles(served.catalogue()) == {"kettle": "The kettle"}
    ((level, message),) = told(caplog)
    assert (level, message.partition(":")[0]) == (logging.WARNING, "the last good content could not be kept")


def test_what_changes_while_it_is_kept_is_not_kept(content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    a_shelf(content).catalogue()
    kept, copy = files(content.with_name("last-good")), shutil.copytree

    def slow(*told: Any) -> None:
        """Before the first file is copied somebody saves one that is broken."""
        if told[0] == content:
            change(content, SOUND, BROKEN)
        copy(*told)

    change(content, "The kettle", "The old kettle")
    monkeypatch.setattr(shutil, "copytree", slow)
    assert titles(a_shelf(content).catalogue()) == {"kettle": "The old kettle"}
    assert files(content.with_name("last-good")) == kept


def test_many_processes_keep_it_one_after_another(content: Path, caplog: pytest.LogCaptureFixture) -> None:
    found = at_once(*[lambda: titles(a_shelf(content).catalogue())] * 8)
    assert found == [{"kettle": "The kettle"}] * 8
    assert told(caplog) == []
    assert files(content.with_name("last-good")) == files(content)
    assert sorted(path.name for path in content.parent.iterdir()) == ["content", "last-good"]


def test_a_copy_left_half_made_is_made_again(content: Path) -> None:
    for name in ("last-good.new", "last-good.old"):
        (content.with_name(name) / "kettle").mkdir(parents=True)
    a_shelf(content).catalogue()
    assert files(content.with_name("last-good")) == files(content)
    assert sorted(path.name for path in content.parent.iterdir()) == ["content", "last-good"]


@pytest.mark.parametrize(("production", "watches"), [(True, False), (False, True)])
def test_the_site_has_one_shelf_from_its_settings(
    production: bool, watches: bool, content: Path, settings: Settings
) -> None:
    settings.CONTENT, settings.VAR, settings.PRODUCTION = content, content.parent, production
    shelf.shelf.cache_clear()
    try:
        assert titles(shelf.catalogue()) == {"kettle": "The kettle"}
        assert shelf.shelf() is shelf.shelf()
        assert shelf.shelf().watch is watches
        assert files(content.parent / "last-good") == files(content)
    finally:
        shelf.shelf.cache_clear()


def test_problems_are_named_from_the_root_of_the_project(settings: Settings) -> None:
    assert shelf.name(settings.ROOT / "content") == "content"
    assert shelf.name(Path("/srv/content")) == "/srv/content"


def test_django_s_check_says_the_same_problems(content: Path, settings: Settings) -> None:
    settings.CONTENT = content
    assert shelf.check_content(None) == []
    change(content, SOUND, BROKEN)
    place: dict[str, Any] = {"obj": f"{content}/kettle/course.yaml:3", "id": "studyapp.content"}
    expected = checks.Error('unknown key "sumary".', hint='did you mean "summary"?', **place)
    assert shelf.check_content(None) == [expected]
    assert expected in checks.run_checks()
