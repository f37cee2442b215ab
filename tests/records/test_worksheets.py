"""A worksheet keeps what was written into the fields it has."""

from studyapp.catalogue.courses import Course
from studyapp.records import worksheets
from studyapp.records.models import Filling, Learner


def save(learner: Learner, course: Course, **posted: str) -> dict[str, str]:
    assert course.worksheet
    return worksheets.save(learner, course.id, course.worksheet, {k.replace("_", "."): v for k, v in posted.items()})


def test_known_fields_are_kept_without_the_space_around_them(ada: Learner, tea: Course) -> None:
    kept = save(ada, tea, guests_who="  Ben \n", guests_cups=" ", guests_milk="yes", csrf="secret")
    assert kept == worksheets.texts(ada.pk, "tea") == {"guests.who": "Ben"}


def test_the_last_save_is_what_stands_there(ada: Learner, cyd: Learner, tea: Course) -> None:
    save(ada, tea, guests_who="Ben", guests_cups="2")
    save(cyd, tea, guests_who="Dora")
    save(ada, tea, guests_cups="3")
    assert worksheets.texts(ada.pk, "tea") == {"guests.cups": "3"}
    assert Filling.objects.count() == 2


def test_a_field_is_cut_at_its_bound(ada: Learner, tea: Course) -> None:
    assert save(ada, tea, guests_who="a" * 3000) == {"guests.who": "a" * worksheets.LONGEST}


def test_who_has_written_nothing_finds_nothing(ada: Learner, tea: Course) -> None:
    assert worksheets.texts(None, "tea") == worksheets.texts(ada.pk, "tea") == {}
