"""Each mode from its start to its result, and what a learner may say of a question on the way."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from studyapp.records import attempts, revisions
from studyapp.records.models import Asked, Attempt, Card, Learner, Report
from tests.browser.conftest import Visit
from tests.browser.visits import COURSE, QUIZ, answered, course, of_step, places, ran, take

KNOWLEDGE = f"{COURSE}/quizzes/knowledge/"
MOCK = f"{COURSE}/quizzes/mock/"
TOLD = ".verdict, .answer, .would-fit, mark, svg.tree"  # what only an explained answer shows


@pytest.fixture(params=[True, False], ids=["scripts", "no-scripts"])
def js(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


def here(page: Page) -> Asked:
    """The place of the run that the page shows."""
    match = re.search(r"/attempts/(\d+)/(\d+)/", page.url)
    assert match, page.url
    return Asked.objects.select_related("attempt").get(attempt=match[1], position=match[2])


def give(page: Page, *, right: bool = True, js: bool = True) -> None:
    """A response by the controls of the page; with scripts it is stored at once."""
    asked = here(page)
    take(page, revisions.question(asked.revision_id), asked.order, right=right, js=js)
    if js:
        expect(page.locator("#saved")).to_contain_text("Saved")


def check(page: Page, *, right: bool = True, js: bool = True) -> None:
    give(page, right=right, js=js)
    page.get_by_role("button", name="Check the answer").click()
    expect(page.locator(".verdict h2")).to_contain_text("Right" if right else "Not right")


def onward(page: Page) -> None:
    """To the next question, or from the last one to the result."""
    before = page.url
    page.locator(".footbar [data-key=next]").click()
    page.wait_for_url(lambda url: url != before)


def begun(page: Page) -> Attempt:
    page.wait_for_url("**/attempts/*/1/")
    return here(page).attempt


def headline(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(text)


def test_a_practice_run_over_all_kinds_of_question(visit: Visit, ada: Learner) -> None:
    page = visit(ada, java_script_enabled=False)
    page.goto(KNOWLEDGE)
    page.get_by_role("button", name="Start, 10 questions").click()
    run = begun(page)
    assert set(places(run)) == {"single", "multiple", "ordering", "matching", "numeric"}
    for position in range(1, 11):
        expect(page.locator(TOLD)).to_have_count(0)
        check(page, right=position != 4, js=False)
        onward(page)
    headline(page, "9 of 10 right")
    expect(page.get_by_text("That would have passed.")).to_be_visible()


def test_a_graded_run_tells_nothing_before_its_end_and_all_after_it(visit: Visit, ada: Learner) -> None:
    run = ran(ada, "knowledge", "graded", 30, wrong=[2, 29], finished=False)
    page = visit(ada, java_script_enabled=False)
    page.goto(KNOWLEDGE)
    page.get_by_role("link", name="Go on with your run of 30").click()
    page.get_by_role("link", name="Go on with question 30").click()
    expect(page.locator(TOLD)).to_have_count(0)
    give(page, js=False)
    page.get_by_role("button", name="To the overview").click()
    expect(page.locator(TOLD)).to_have_count(0)
    page.get_by_role("button", name="Finish and see the result").click()
    headline(page, "28 of 30 right")
    page.goto(f"/attempts/{run.pk}/2/")
    expect(page.locator(".verdict h2")).to_contain_text("Not right")


def test_a_mock_exam_is_flagged_skipped_looked_over_and_finished_in_two_steps(
    visit: Visit, ada: Learner, js: bool
) -> None:
    page = visit(ada, java_script_enabled=js)
    page.goto(MOCK)
    page.get_by_role("button", name="Start, 30 questions").click()
    run = begun(page)
    give(page, js=js)
    onward(page)
    page.get_by_role("button", name="Flag for later").click()
    expect(page.get_by_role("button", name="Flagged: take it away")).to_be_visible()
    onward(page)  # skipped
    give(page, right=False, js=js)
    page.get_by_role("button", name="Flag for later").click()
    page.goto(f"/attempts/{run.pk}/result/")  # there is none yet
    expect(page).to_have_url(f"/attempts/{run.pk}/")
    states = [" ".join(text.split()) for text in page.get_by_role("table").locator("tbody td").all_inner_texts()]
    assert states == ["saved", "open · flagged", "saved · flagged", *["open"] * 27]
    expect(page.get_by_text("28 questions of 30 are still open.")).to_be_visible()
    expect(page.locator(TOLD)).to_have_count(0)
    page.get_by_role("button", name="Finish; the 28 open questions count as not right").click()
    headline(page, "1 of 30 right")
    by_objective = page.get_by_role("table").filter(has=page.get_by_role("columnheader", name="Objective", exact=True))
    scores = by_objective.locator("tbody td").all_inner_texts()
    parts = [re.match(r"(\d+) of (\d+)", text.strip()) for text in scores]
    assert [sum(int(part[n]) for part in parts if part) for n in (1, 2)] == [1, 30]
    expect(page.locator("[data-face]")).to_have_count(0)
    page.goto(f"/attempts/{run.pk}/3/")
    expect(page.locator(".verdict h2")).to_contain_text("Not right")


def section(page: Page, size: int, js: bool) -> None:
    """A section from its first question to its result."""
    expect(page.locator(".way")).to_contain_text(f"question 1 of {size} · section")
    run = here(page).attempt
    check(page, right=False, js=js)
    answered(run, range(2, size))
    page.goto(f"/attempts/{run.pk}/{size}/")
    check(page, js=js)
    onward(page)
    headline(page, f"{size - 1} of {size} right")
    expect(page.get_by_text("It does not speak for readiness, since its questions are picked.")).to_be_visible()


def test_the_decision_that_cost_most_is_practised_from_the_result(visit: Visit, ada: Learner) -> None:
    run = ran(ada, "scenario-mapping", "practice", 10, wrong=[3])
    page = visit(ada)
    page.goto(f"/attempts/{run.pk}/result/")
    page.get_by_role("button", name="Practise just that").click()
    practised = begun(page)
    node = practised.rules["only"]["node"]
    turned = [
        course().items[a.question.partition("/")[2]].turns_on for a in Asked.objects.filter(attempt__mode="section")
    ]
    assert all(node.partition("/")[2] in turns for turns in turned)
    section(page, of_step(practised), js=True)


def test_an_objective_is_practised_from_the_quiz(visit: Visit, ada: Learner) -> None:
    page = visit(ada, java_script_enabled=False)
    page.goto(KNOWLEDGE)
    chosen = page.get_by_label("Objective").locator("option").nth(2).get_attribute("value")
    page.get_by_label("Objective").select_option(chosen)
    page.get_by_role("button", name="Practise this objective").click()
    run = begun(page)
    assert {asked.objective for asked in run.asked_set.all()} == {chosen}
    section(page, 8, js=False)


def test_what_was_missed_is_asked_until_it_is_right(visit: Visit, ada: Learner, js: bool) -> None:
    run = ran(ada, "knowledge", "practice", 10, wrong=[2, 5])
    missed = set(run.asked_set.filter(position__in=[2, 5]).values_list("question", flat=True))
    page = visit(ada, java_script_enabled=js)
    page.goto(KNOWLEDGE)
    expect(page.get_by_text("2 questions were wrong when last answered.")).to_be_visible()
    page.get_by_role("button", name="Ask again what I missed").click()
    again = begun(page)
    assert set(again.asked_set.values_list("question", flat=True)) == missed
    for _ in missed:
        check(page, js=js)
        onward(page)
    headline(page, "2 of 2 right")
    expect(
        page.get_by_text("The questions of this run were picked for you, so it does not speak for readiness.")
    ).to_be_visible()
    page.goto(KNOWLEDGE)
    expect(page.get_by_role("button", name="Ask again what I missed")).to_have_count(0)


def test_what_is_due_is_reviewed_and_due_no_more(visit: Visit, ada: Learner, js: bool) -> None:
    run = ran(ada, "knowledge", "practice", 10, wrong=[2])
    page = visit(ada, java_script_enabled=js)
    page.goto(f"{COURSE}/review/")
    expect(page.get_by_text("Nothing is due today.")).to_be_visible()
    asked = list(run.asked_set.filter(position__in=[1, 2]).values_list("question", flat=True))
    subjects = [question.partition("/")[2] for question in asked]
    Card.objects.filter(learner=ada, subject__in=subjects).update(due=timezone.now() - timedelta(minutes=1))
    page.goto("/progress/")
    page.get_by_role("link", name="2 questions today").click()
    page.get_by_role("listitem").filter(has_text="Knowledge").get_by_role("button", name="Review 2").click()
    review = begun(page)
    assert set(review.asked_set.values_list("question", flat=True)) == set(asked)
    for _ in asked:
        check(page, js=js)
        onward(page)
    headline(page, "2 of 2 right")
    page.goto(f"{COURSE}/review/")
    expect(page.get_by_text("Nothing is due today.")).to_be_visible()


def test_a_scenario_comes_back_as_another_of_the_same_decision(visit: Visit, ada: Learner) -> None:
    run = ran(ada, "scenario-mapping", "practice", 10, wrong=[1])
    page = visit(ada, java_script_enabled=False)
    card = Card.objects.filter(learner=ada).earliest("due")
    Card.objects.filter(pk=card.pk).update(due=timezone.now() - timedelta(days=1))
    page.goto(f"{COURSE}/review/")
    page.get_by_role("listitem").filter(has_text="Scenario mapping").get_by_role("button", name="Review one").click()
    (asked,) = begun(page).asked_set.all()
    assert asked.question not in set(run.asked_set.values_list("question", flat=True))
    assert card.subject.rpartition("/")[2] in course().items[asked.question.partition("/")[2]].turns_on
    check(page, js=False)
    onward(page)
    headline(page, "1 of 1 right")


def test_a_check_in_a_lesson_counts_for_nothing_and_can_be_tried_again(visit: Visit, ada: Learner) -> None:
    page = visit(ada, java_script_enabled=False)
    page.goto(f"{COURSE}/modules/deployment/what-inference-is/")
    box = page.locator(".check")
    for label, verdict in (("Its parameters shift a little", "Not right."), ("Nothing, until a training", "Right.")):
        box.get_by_label(label).check(force=True)
        box.get_by_role("button", name="Check").click()
        expect(box.locator(".verdict")).to_have_text(verdict)
        box.get_by_role("button", name="Try again").click()
    page.goto("/attempts/")
    expect(page.get_by_role("table")).to_have_count(0)
    page.goto("/progress/")
    expect(page.get_by_text("Readiness: not enough answers yet.")).to_be_visible()
    assert not Card.objects.exists()


def test_sure_and_wrong_is_what_the_dashboard_says_to_study_first(visit: Visit, ada: Learner, js: bool) -> None:
    page = visit(ada, java_script_enabled=js)
    page.goto(QUIZ)
    page.get_by_role("button", name="Start, 10 questions").click()
    run = begun(page)
    give(page, right=False, js=js)
    page.get_by_label("I am sure of this").check()
    page.get_by_role("button", name="Check the answer").click()
    expect(page.locator(".verdict h2")).to_contain_text("Not right")
    onward(page)
    check(page, right=False, js=js)  # wrong, and not sure
    page.goto("/progress/")
    first = page.locator("section").filter(has=page.get_by_role("heading", name="Sure, and not right"))
    expect(first.get_by_role("listitem")).to_have_count(1)
    first.get_by_role("link").click()
    expect(page).to_have_url(f"/attempts/{run.pk}/1/")


def test_hints_are_shown_one_by_one_and_noted(visit: Visit, ada: Learner, js: bool) -> None:
    run = attempts.start(ada, course(), course().quizzes["knowledge"], mode="practice", size=20, seed=3)
    asked, question = next((a, q) for a, q in attempts.answered(run) if q.hints)
    page = visit(ada, java_script_enabled=js)
    page.goto(f"/attempts/{run.pk}/{asked.position}/")
    expect(page.locator(".callout.tip")).to_have_count(0)
    give(page, js=js)
    for number in range(1, len(question.hints) + 1):
        page.get_by_role("button", name=re.compile("hint")).click()
        expect(page.locator(".callout.tip")).to_have_count(number)
    expect(page.get_by_role("button", name=re.compile("hint"))).to_have_count(0)
    page.get_by_role("button", name="Check the answer").click()
    expect(page.locator(".verdict h2")).to_have_text("Right")
    assert Asked.objects.get(pk=asked.pk).hints == len(question.hints)


def test_a_report_keeps_the_wording_it_is_about(visit: Visit, ada: Learner, js: bool) -> None:
    run = ran(ada, "knowledge", "practice", 10)
    page = visit(ada, java_script_enabled=js)
    page.goto(f"/attempts/{run.pk}/3/")
    page.get_by_text("Something is wrong with this question").click()
    page.get_by_label("What is wrong?").fill("  The second choice is right too.  ")
    page.get_by_role("button", name="Send the report").click()
    expect(page.locator(".saved[role=status]")).to_contain_text("Thank you. The report is stored.")
    (report,) = Report.objects.all()
    asked = run.asked_set.get(position=3)
    assert (report.text, report.asked_id, report.asked.revision_id) == (
        "The second choice is right too.",
        asked.pk,
        asked.revision_id,
    )


def test_preferences_switch_keys_and_countdown_off_and_show_the_exam_date(visit: Visit, ada: Learner) -> None:
    page = visit(ada)
    page.goto("/preferences/")
    page.get_by_label("Single keys work in a quiz").uncheck()
    page.get_by_label("Show the time that is left").uncheck()
    page.get_by_label("Date of your exam").fill("2027-02-01")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".saved[role=status]")).to_have_text("Saved")
    page.goto(f"{COURSE}/")
    expect(page.get_by_text("Monday 1 February 2027")).to_be_visible()
    page.goto(MOCK)
    page.get_by_role("button", name="Start, 30 questions").click()
    run = begun(page)
    expect(page.locator("[data-face]")).not_to_be_in_viewport()
    for key in ("1", "f", "?", "n"):
        page.keyboard.press(key)
    page.get_by_role("link", name="Overview").click()
    expect(page.get_by_text("30 questions of 30 are still open.")).to_be_visible()
    expect(page.get_by_text("flagged")).to_have_count(0)
    assert not run.asked_set.filter(answer__isnull=False).exists()


@pytest.mark.parametrize("kind", ["single", "multiple", "ordering", "matching", "numeric"])
def test_the_keys_work_for_each_kind_of_question(visit: Visit, ada: Learner, kind: str) -> None:
    run = attempts.start(ada, course(), course().quizzes["knowledge"], mode="practice", size=20, seed=3)
    position, question, order = places(run)[kind]
    page = visit(ada)
    page.goto(f"/attempts/{run.pk}/{position}/")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("f")
    expect(page.get_by_role("button", name="Flagged: take it away")).to_be_visible()
    if question.choices:
        for number, original in enumerate(order, 1):
            if original in question.key:
                page.keyboard.press(str(number))
        expect(page.locator(".choice :checked")).to_have_count(len(question.key))
        expect(page.locator("#saved")).to_contain_text("Saved")
    else:
        give(page)
    page.locator("#stem").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".verdict h2")).to_have_text("Right")
    page.keyboard.press("p")
    expect(page).to_have_url(f"/attempts/{run.pk}/{position - 1}/")
    page.keyboard.press("n")  # not yet checked: there is nothing to go on from
    expect(page).to_have_url(f"/attempts/{run.pk}/{position - 1}/")


def test_no_key_fires_in_a_number_field(visit: Visit, ada: Learner) -> None:
    run = attempts.start(ada, course(), course().quizzes["knowledge"], mode="practice", size=20, seed=3)
    position, question, order = places(run)["numeric"]
    page = visit(ada)
    page.goto(f"/attempts/{run.pk}/{position}/")
    page.locator("#number").press_sequentially("12fnp?")
    expect(page.locator("#number")).to_have_value("12fnp?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_hidden()
    expect(page).to_have_url(f"/attempts/{run.pk}/{position}/")
    page.locator("#number").fill("")
    take(page, question, order)
    expect(page.locator("#saved")).to_contain_text("Saved")
    assert not Asked.objects.get(attempt=run, position=position).flagged
    page.locator("#number").press("Enter")
    expect(page.locator(".verdict h2")).to_have_text("Right")
