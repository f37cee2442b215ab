"""The whole way of a learner, with scripts and without: each step by what she sees and presses."""

import pytest
from playwright.sync_api import Page, expect

from studyapp.catalogue.questions import Question
from studyapp.records.models import Attempt
from tests.browser.conftest import Visit
from tests.browser.visits import COURSE, QUIZ, TREE, bare, choice, choose, course, of_step, question_on, words

PASSWORD = "ferry-to-the-lamp"


@pytest.fixture(params=[True, False], ids=["scripts", "no-scripts"])
def js(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


def test_a_lesson_is_found_read_and_its_check_leads_back_to_the_paragraph(visit: Visit, js: bool) -> None:
    first, second = list(course().lessons.values())[:2]
    page = visit(java_script_enabled=js)
    page.goto("/")
    page.get_by_role("link", name=course().title).click()
    expect(page).to_have_url(f"{COURSE}/")
    expect(page.locator(".contents .here")).to_have_count(0)

    page.get_by_role("link", name=f"Begin: {first.title}").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(first.title)
    page.get_by_role("button", name=f"Next: {second.title}").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(second.title)
    page.get_by_role("link", name=f"Back: {first.title}").click()

    check = page.locator(".check")
    check.get_by_role("button", name="Check").click()
    expect(page.locator(".error")).to_contain_text("Nothing is chosen yet.")
    check.get_by_label("Its parameters shift a little towards that mail").check(force=True)
    check.get_by_role("button", name="Check").click()
    expect(check.locator(".verdict")).to_have_text("Not right.")
    expect(check.locator(".answer .word")).to_have_text(["Your choice, not right", "Right answer"])

    check.locator(".answer.wrong").get_by_role("link", name="What the click does").click()
    expect(page).to_have_url(f"{COURSE}/modules/deployment/what-inference-is/#what-the-click-does")
    expect(page.get_by_role("heading", name="What the click does")).to_be_in_viewport()
    expect(check.locator(".verdict")).to_have_text("Not right.")

    check.get_by_role("button", name="Try again").click()
    check.get_by_label("Nothing, until a training uses the stored click").check(force=True)
    check.get_by_role("button", name="Check").click()
    expect(check.locator(".verdict")).to_have_text("Right.")

    page.goto(f"{COURSE}/")
    expect(page.locator(".contents .here .state")).to_contain_text("You are here · 1 of 5 lessons")
    expect(page.locator(".act .primary")).to_have_text(f"Continue: {second.title}")


def test_the_tree_is_walked_back_and_forth_and_takes_a_workload(visit: Visit, js: bool) -> None:
    page = visit(java_script_enabled=js)
    asked, outcome = page.locator("#walk legend"), page.locator("#walk .verdict h2")

    def answer(text: str) -> None:
        page.get_by_label(text).check(force=True)
        page.get_by_role("button", name="Answer").click()

    page.goto(TREE)
    expect(asked).to_have_text("1. Where must the answer be made?")
    answer("The answer may come over the line")
    expect(asked).to_have_text("2. Who waits for the answer?")
    expect(page).to_have_url(f"{TREE}?place=cloud")
    answer("The caller leaves and fetches the result")
    expect(outcome).to_have_text("The facts lead to Asynchronous inference")
    expect(page.locator("#walk polyline.path")).to_have_count(1)
    walked = page.url

    page.get_by_role("link", name="Back one question").click()
    expect(asked).to_have_text("2. Who waits for the answer?")
    page.go_back()
    expect(outcome).to_have_text("The facts lead to Asynchronous inference")
    expect(page).to_have_url(walked)

    page.get_by_role("link", name="Change Who waits").click()
    expect(asked).to_have_text("2. Who waits for the answer?")
    answer("Nobody waits for a single answer")
    expect(asked).to_have_text("3. How large is one record?")
    answer("At most 100 MB")
    expect(outcome).to_have_text("The facts lead to Batch transform")

    page.goto(TREE)
    form = page.locator(".workload")
    form.get_by_label("How large is one request?").fill("much")
    page.get_by_role("button", name="Walk the tree with this").click()
    expect(page.locator(".summary")).to_contain_text("“much” cannot be read")
    expect(form.get_by_label("How large is one request?")).to_have_value("much")
    form.get_by_label("Where must the answer be made?").select_option("the answer may come over the line")
    form.get_by_label("Who waits for the answer?").select_option("a caller blocks until the answer is there")
    form.get_by_label("How large is one request?").fill("300 MB")
    page.get_by_role("button", name="Walk the tree with this").click()
    expect(outcome).to_have_text("The facts lead to Asynchronous inference")
    expect(page.locator(".would-fit")).to_have_text(
        "Nearest alternative: Real-time endpoint would fit if one request were at most 25 MB."
    )


def explained(page: Page, question: Question, taken: str) -> None:
    """The answer is judged in words, with the facts of the story, the two ways and the wish."""
    scenario = question.scenario
    assert scenario is not None
    tree = course().trees[scenario.tree]
    key = tree.outcome_by_id[scenario.outcome].title
    told = {fact.words: None for fact in scenario.told}
    assumed = [fact for fact in scenario.assumed if fact.fact in {tree.node_by_id[node].fact for node in scenario.path}]
    right = any(bare(one.text) == taken and one.right for one in question.choices)

    expect(page.locator(".verdict h2")).to_have_text(f"{'Right' if right else 'Not right'}: the facts lead to {key}")
    said = ["Your choice, right"] if right else ["Right answer", "Your choice, not right"]
    assert sorted(page.locator(".answer .word").all_inner_texts()) == said
    marked = page.locator(".story mark").all_inner_texts()
    assert sorted(marked) == sorted(told)
    grounds = page.get_by_role("table").locator("tbody td:last-child").all_inner_texts()
    letters = {text: chr(ord("a") + place) for place, text in enumerate(told)}
    assert [text.strip() for text in grounds] == [
        *(f"“{fact.words}” {letters[fact.words]}" for fact in scenario.told),
        *("not said, taken for granted" for _ in assumed),
    ]
    expect(page.locator("svg.tree polyline.path")).to_have_count(1)
    expect(page.locator("svg.tree polyline.left")).to_have_count(0 if right else 1)
    expect(page.locator(".would-fit")).to_have_count(0 if right else 1)
    if not right:
        option = next(one.option for one in question.choices if bare(one.text) == taken)
        wish = words(page.locator(".would-fit"))
        beginning = f"{tree.outcome_by_id[option].title} would fit if "
        assert wish.startswith(beginning)
        assert wish.endswith(".")
        assert len(wish) > len(beginning) + 10


def test_a_practice_run_explains_each_answer_and_survives_a_closed_window(visit: Visit, js: bool) -> None:
    page = visit(java_script_enabled=js)
    page.goto(QUIZ)
    page.get_by_role("button", name="Start, 10 questions").click()
    page.wait_for_url("**/attempts/*/1/")
    run = page.url.removesuffix("1/")
    for position in range(1, 11):
        expect(page).to_have_url(f"{run}{position}/")
        question = question_on(page)
        taken = choice(page, right=position not in (2, 5))
        expect(page.locator(".verdict, .story mark, svg.tree")).to_have_count(0)
        choose(page, taken, js=js)
        if position == 4:
            if not js:  # any button stores the choice
                page.get_by_role("button", name="Flag for later").click()
            kept = page.context.storage_state()
            page.context.close()

            page = visit(java_script_enabled=js, storage_state=kept)
            page.goto("/")
            page.get_by_role("link", name="Go on with your run").click()
            page.get_by_role("link", name="Go on with question 4").click()
            assert question_on(page) == question
            expect(page.locator(".choice", has=page.locator(":checked")).locator("span")).to_have_text(taken)
            expect(page.locator("#saved")).to_have_text("Saved")
        page.get_by_role("button", name="Check the answer").click()
        explained(page, question, taken)
        page.locator(".footbar [data-key=next]").click()

    expect(page).to_have_url(f"{run}result/")
    expect(page.get_by_role("heading", level=1)).to_have_text("8 of 10 right")
    expect(page.get_by_text("One short of the 9 that pass.")).to_be_visible()
    states = page.get_by_role("table").last.locator("tbody td").all_inner_texts()
    assert [text.strip() for text in states] == ["not right" if n in (2, 5) else "right" for n in range(1, 11)]

    page.get_by_role("button", name="Practise just that").click()
    page.wait_for_url(lambda url: not url.startswith(run) and url.endswith("/1/"))
    practised = Attempt.objects.get(pk=page.url.split("/")[-3])
    expect(page.locator(".way")).to_contain_text(f"question 1 of {of_step(practised)} · section")
    choose(page, choice(page, right=True), js=js)
    page.get_by_role("button", name="Check the answer").click()
    expect(page.locator(".verdict")).to_contain_text("Right: the facts lead to")


def test_a_graded_run_counts_and_the_account_keeps_it(visit: Visit, js: bool) -> None:
    page = visit(java_script_enabled=js)
    page.goto("/progress/")
    expect(page.get_by_text("Readiness: not enough answers yet.")).to_be_visible()
    page.goto(QUIZ)
    page.get_by_role("button", name="Start, 30 questions").click()
    page.wait_for_url("**/attempts/*/1/")
    run = page.url.removesuffix("1/")
    for position in range(1, 31):
        expect(page).to_have_url(f"{run}{position}/")
        if position != 7:
            choose(page, choice(page, right=position not in (1, 2, 3)), js=js)
        page.get_by_role("button", name="To the overview" if position == 30 else "Next question").click()
        expect(page.locator(".verdict, .answer, mark")).to_have_count(0)

    expect(page).to_have_url(run)
    expect(page.get_by_role("heading", level=1)).to_have_text("Overview of this run")
    expect(page.get_by_role("banner")).to_have_count(1)
    expect(page.get_by_text("One question of 30 is still open.")).to_be_visible()
    page.get_by_role("link", name="Go on with question 7").click()
    choose(page, choice(page, right=True), js=js)
    page.get_by_role("button", name="Next question").click()
    page.get_by_role("link", name="Overview").click()
    expect(page.get_by_text("Every question has an answer.")).to_be_visible()
    page.get_by_role("button", name="Finish and see the result").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("27 of 30 right")
    expect(page.get_by_text("Passed. 27 were needed.")).to_be_visible()

    told = "Readiness: 35 % sure that you map at least 90 % of scenarios like these (27 of your last 30 first answers)."
    page.get_by_role("link", name="Progress", exact=True).click()
    expect(page.locator("main")).to_contain_text(told)
    expect(page.locator(".way")).to_contain_text("Guest")
    before = words(page.locator("main .text"))

    page.locator("main").get_by_role("link", name="Sign up").click()
    page.get_by_label("Email").fill("ada@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign up").click()
    expect(page).to_have_url("/progress/")
    expect(page.locator(".way")).to_contain_text("ada@example.org")
    assert words(page.locator("main .text")) == before.replace("Guest", "ada@example.org", 1)

    page.locator("header").get_by_role("link", name="ada@example.org").click()
    page.get_by_role("button", name="Sign out").click()
    page.goto("/progress/")
    expect(page.get_by_text("Readiness: not enough answers yet.")).to_be_visible()

    elsewhere = visit(java_script_enabled=js)
    elsewhere.goto("/")
    elsewhere.get_by_role("link", name="Sign in").click()
    elsewhere.get_by_label("Email").fill("ada@example.org")
    elsewhere.get_by_label("Password").fill(PASSWORD)
    elsewhere.get_by_role("button", name="Sign in").click()
    expect(elsewhere).to_have_url("/progress/")
    expect(elsewhere.locator("main")).to_contain_text(told)
