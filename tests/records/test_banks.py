"""Banks written in the browser: drafts, publications, to whom they are served."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from studyapp.catalogue.courses import Course
from studyapp.records import attempts, audiences, banks, editions, publications
from studyapp.records.models import Cohort, Learner, Membership, Publication, Revision, Trail, User
from studyapp.records.publications import Reading
from tests.records.acting import answer, begin
from tests.records.teaching import PANTRY, pantry, publish, served


@pytest.mark.parametrize(
    ("ident", "title", "why"),
    [("Pan try", "Pantry", "ident"), ("", "Pantry", "ident"), ("pan--try", "Pantry", "ident"), ("p" * 101, "Pantry", "ident"),
     ("leaf", "Pantry", "taken"), ("brewing", "Pantry", "taken"), ("shelf", "  ", "title")],
)  # fmt: skip
def test_a_bank_needs_an_id_of_its_own_and_a_title(ident: str, title: str, why: str, tea: Course, ben: User) -> None:
    with pytest.raises(banks.Refused) as refused:
        banks.create(course=tea, ident=ident, title=title, owner=ben)
    assert refused.value.why == why


def test_the_id_of_another_web_bank_is_taken(tea: Course, ben: User) -> None:
    pantry(tea, ben)
    with pytest.raises(banks.Refused, match="taken"):
        pantry(tea, ben)


def test_a_first_draft_needs_only_questions(tea: Course, ben: User) -> None:
    bank = banks.create(course=tea, ident="pantry", title="Pantry", owner=ben)
    reading = publications.read(bank, tea)
    assert (list(reading.problems), reading.publishable) == ([], False)
    assert publications.read(bank, tea, bank.draft + PANTRY.partition("# Pantry")[2]).publishable


def test_the_slower_of_two_authors_is_told_and_nothing_is_lost(tea: Course, ben: User) -> None:
    bank = pantry(tea, ben)
    banks.save(bank, text="mine", version=1, by=ben)
    with pytest.raises(banks.Stale) as stale:
        banks.save(bank, text="hers", version=1, by=ben)
    assert (stale.value.current.draft, stale.value.current.version) == ("mine", 2)


def test_the_same_text_twice_is_no_race(tea: Course, ben: User) -> None:
    bank = banks.save(pantry(tea, ben), text="mine", version=1, by=ben)
    assert banks.save(bank, text="mine", version=1, by=ben).version == 2


def test_a_draft_holds_what_a_database_can_hold(tea: Course, ben: User) -> None:
    assert banks.save(pantry(tea, ben), text="\ufeffa\r\nb\rc\x00\ud800", version=1, by=ben).draft == "a\nb\nc?"


def test_a_draft_has_an_end(tea: Course, ben: User) -> None:
    with pytest.raises(banks.Refused, match="large"):
        banks.save(pantry(tea, ben), text="é" * 2_500_001, version=1, by=ben)


def test_a_draft_is_read_once_and_the_next_one_again(tea: Course, ben: User) -> None:
    bank, texts, counts = pantry(tea, ben), [], []
    for _ in range(3):
        with CaptureQueriesContext(connection) as queries:
            found = banks.find(ben, "tea", "pantry")
        assert found is not None
        texts.append(found.draft)
        counts.append(len(queries))
        if len(texts) == 2:
            banks.save(bank, text="mine", version=1, by=ben)
    assert (texts, counts) == ([PANTRY, PANTRY, "mine"], [2, 1, 2])


def test_the_list_of_banks_reads_no_texts(tea: Course, ben: User) -> None:
    publish(pantry(tea, ben), tea)
    ((bank, newest),) = banks.listed(ben, "tea")
    assert newest is not None
    assert (bank.title, bank.owner, newest.number) == ("Pantry", ben, 1)
    assert (bank.get_deferred_fields(), newest.get_deferred_fields()) == ({"draft"}, {"items", "text"})


def test_the_last_publication_says_whether_the_draft_is_still_its_text(tea: Course, ben: User) -> None:
    bank = pantry(tea, ben)
    publish(bank, tea)
    found = []
    for text in (PANTRY, PANTRY + "\n", PANTRY):
        banks.save(bank, text=text, version=bank.version, by=ben)
        newest = publications.beside_draft(bank)
        found.append(newest is not None and newest.unchanged)  # type: ignore[attr-defined]
    assert found == [True, False, True]


def test_only_its_authors_find_a_bank(tea: Course, ben: User) -> None:
    bank = pantry(tea, ben)
    dora = User.objects.create_user("dora@example.org", role=User.Role.INSTRUCTOR)
    eve = User.objects.create_user("eve@example.org", role=User.Role.ADMINISTRATOR)
    found = {user.email: banks.find(user, "tea", "pantry") for user in (ben, dora, eve)}
    assert found == {"ben@example.org": bank, "dora@example.org": None, "eve@example.org": bank}
    banks.share(bank, email="DORA@example.org", by=ben)
    assert banks.find(dora, "tea", "pantry") == bank
    banks.unshare(bank, user=dora.pk, by=ben)
    assert banks.find(dora, "tea", "pantry") is None


def test_a_learner_is_given_no_hand_in_a_bank(tea: Course, ben: User, ada: Learner) -> None:
    with pytest.raises(banks.Refused, match="nobody"):
        banks.share(pantry(tea, ben), email="ada@example.org", by=ben)


def test_a_copy_names_its_origin_and_reads_the_same(tea: Course, ben: User) -> None:
    text = banks.copied(PANTRY, "larder")
    assert text == PANTRY.replace("bank: pantry", "bank: larder\nfrom: pantry")
    assert publications.read(
        banks.create(course=tea, ident="larder", title="Larder", owner=ben, text=text), tea
    ).publishable


def test_a_published_bank_is_served_as_one_quiz(tea: Course, ben: User) -> None:
    publish(pantry(tea, ben), tea)
    quiz = served().quizzes["pantry"]
    assert [item.ident for item in served().pool(quiz)] == ["pantry/jar", "pantry/spoon"]
    assert (quiz.title, quiz.pass_percent, {mode: runs.sizes for mode, runs in quiz.runs.items()}) == (
        "Pantry",
        90,
        {"practice": (2,), "graded": (2,)},
    )


def test_what_is_served_equals_what_was_read(tea: Course, ben: User) -> None:
    bank = pantry(tea, ben)
    publish(bank, tea)
    read = publications.read(bank, tea).bank
    assert read is not None
    assert served().banks["pantry"].items == read.items


def test_another_process_sees_a_publication_at_its_next_look(
    tea: Course, ben: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = editions.Editions()
    assert "pantry" not in other.catalogue().courses["tea"].quizzes
    publish(pantry(tea, ben), tea)
    assert "pantry" not in other.catalogue().courses["tea"].quizzes
    monkeypatch.setattr(editions, "LOOK_EVERY", 0.0)
    assert "pantry" in other.catalogue().courses["tea"].quizzes


def test_a_draft_with_an_error_is_not_published(tea: Course, ben: User) -> None:
    with pytest.raises(publications.Refused, match="problems"):
        publish(pantry(tea, ben), tea, text=PANTRY.replace("- [x] In", "- [ ] In"))
    assert not Publication.objects.exists()


def test_a_draft_saved_over_meanwhile_is_not_published(tea: Course, ben: User) -> None:
    bank = pantry(tea, ben)
    banks.save(bank, text=PANTRY + "\n", version=1, by=ben)
    with pytest.raises(banks.Stale):
        publications.publish(bank, course=tea, version=1, by=ben)


def test_a_second_click_publishes_nothing(tea: Course, ben: User) -> None:
    bank = pantry(tea, ben)
    assert publish(bank, tea) == publish(bank, tea)
    assert Publication.objects.count() == 1


def changes(reading: Reading) -> list[tuple[str, str]]:
    assert reading.bank is not None
    return [(one.what, one.id) for one in publications.changes(reading.newest, reading.bank)]


def test_publishing_says_what_changes(tea: Course, ben: User) -> None:
    bank = pantry(tea, ben)
    assert changes(publications.read(bank, tea)) == [("new", "jar"), ("new", "spoon")]
    publish(bank, tea)
    text = (
        PANTRY.replace(
            "- [ ] The one in the pot\n- [x] The one in the jar", "- [x] The one in the pot\n- [ ] The one in the jar"
        ).replace("## jar", "## jar: Dark and dry")
        + "\n## lid\n\nIs a lid needed?\n\n- [x] Yes\n- [ ] No\n"
    )
    assert changes(publications.read(bank, tea, text)) == [("moved", "jar"), ("key", "spoon"), ("new", "lid")]


def test_what_is_gone_or_retired_is_said(tea: Course, ben: User) -> None:
    bank = pantry(tea, ben)
    publish(bank, tea)
    retired = PANTRY.replace("## jar\n", "## jar\n\n```yaml\nretired: true\n```\n").partition("## spoon")[0]
    assert changes(publications.read(bank, tea, retired)) == [("retired", "jar"), ("removed", "spoon")]


def test_an_id_is_never_used_again(tea: Course, ben: User) -> None:
    bank = pantry(tea, ben)
    publish(bank, tea)
    publish(bank, tea, text=PANTRY.partition("## spoon")[0])
    again = PANTRY.replace("Which spoon is dry?", "Which spoon is bent?")
    assert [str(p) for p in publications.read(bank, tea, again).problems.errors] == [
        "bank pantry (draft):16: spoon: that id belonged to a question of publication 1. "
        "Fix: choose another id, since answers point at it."
    ]
    assert publications.read(bank, tea, PANTRY).publishable


def test_an_attempt_shows_and_grades_what_it_began_with(tea: Course, ben: User, ada: Learner) -> None:
    bank = pantry(tea, ben)
    publish(bank, tea)
    attempt = begin(ada, served(), "pantry", size=2)
    publish(bank, tea, text=PANTRY.replace("- [ ] The one in the pot\n- [x]", "- [x] The one in the pot\n- [ ]"))
    publications.withdraw(bank, by=ben)
    assert "pantry" not in served().quizzes
    assert [answer(attempt, place, check=True).answer.right for place in (1, 2)] == [True, True]


def test_a_withdrawn_bank_is_served_again_when_it_is_published(tea: Course, ben: User) -> None:
    bank = pantry(tea, ben)
    publish(bank, tea)
    publications.withdraw(bank, by=ben)
    publish(bank, tea)
    assert "pantry" in served().quizzes


def test_the_trail_says_who_published_and_which_key_changed(tea: Course, ben: User) -> None:
    bank = pantry(tea, ben)
    publish(bank, tea)
    publish(bank, tea, text=PANTRY.replace("- [ ] The one in the pot\n- [x]", "- [x] The one in the pot\n- [ ]"))
    rows = [(row.by, row.kind, row.subject, row.detail) for row in Trail.objects.order_by("pk")]
    assert rows == [
        (ben, "published", "tea/pantry", {"number": 1, "keys": []}),
        (ben, "published", "tea/pantry", {"number": 2, "keys": ["spoon"]}),
    ]


def test_only_what_differs_is_a_new_revision(tea: Course, ben: User) -> None:
    bank = pantry(tea, ben)
    publish(bank, tea)
    publish(bank, tea, text=PANTRY.replace("Which spoon is dry?", "Which spoon stays dry?"))
    assert Revision.objects.filter(ident__startswith="pantry/").count() == 3


def test_a_web_bank_is_served_to_its_owners_class_and_to_nobody_else(
    tea: Course, ben: User, ada: Learner, cyd: Learner
) -> None:
    publish(pantry(tea, ben), tea)
    cohort = Cohort.objects.create(course="tea", title="Tuesday", owner=ben, made=timezone.now())
    member = Membership.objects.create(cohort=cohort, learner=ada, name="Ada", joined=timezone.now())

    def sees(learner: int | None) -> bool:
        return "pantry" in audiences.quizzes_for(learner, served())

    assert (sees(ada.pk), sees(cyd.pk), sees(None)) == (True, False, False)
    member.left = timezone.now()
    member.save()
    assert sees(ada.pk) is False


def test_an_administrator_opens_a_bank_to_the_course(tea: Course, ben: User, cyd: Learner) -> None:
    bank = pantry(tea, ben)
    publish(bank, tea)
    with pytest.raises(banks.Refused, match="role"):
        banks.open_to_all(bank, opened=True, by=ben)
    banks.open_to_all(bank, opened=True, by=User.objects.create_user("eve@example.org", role=User.Role.ADMINISTRATOR))
    assert ["pantry" in audiences.quizzes_for(who, served()) for who in (cyd.pk, None)] == [True, True]


@pytest.mark.parametrize("mode", ["practice", "graded", "section", "missed", "review"])
def test_a_sealed_bank_serves_mock_exams_alone(mode: str, tea: Course, ben: User, ada: Learner) -> None:
    publish(pantry(tea, ben, sealed=True), tea)
    with pytest.raises(attempts.Refused, match="size"):
        begin(ada, served(), "pantry", mode=mode, size=2)
    assert begin(ada, served(), "pantry", mode="mock", size=2).rules["sealed"] is True


def test_what_is_served_stays_while_a_publication_is_looked_for(tea: Course, ben: User) -> None:
    """A page that is being made meanwhile never finds an empty catalogue, and banks that stay are not read again."""
    publish(pantry(tea, ben), tea)
    before = served()
    editions.rise()
    assert editions._editions._served.courses["tea"] is before
    assert served().banks["pantry"] is before.banks["pantry"]
