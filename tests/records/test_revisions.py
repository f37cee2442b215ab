"""A wording is pinned once, and found again word for word."""

from dataclasses import replace

import pytest
from pytest_django import DjangoAssertNumQueries

from studyapp.catalogue.courses import Course
from studyapp.catalogue.prose import Html
from studyapp.catalogue.questions import Choices, Question
from studyapp.records import revisions
from studyapp.records.models import Revision


def test_what_is_pinned_is_read_again_as_it_was(tea: Course, db: None) -> None:
    items = list(tea.items.values())
    revisions.pin(tea, items)
    for item in items:
        again = revisions.question(revisions.hash_of(item.question))
        assert again == item.question
        assert type(again.stem) is Html
        assert revisions.tree_of(again) == (tea.trees["way-to-brew"] if item.question.scenario else None)


def test_pinning_twice_writes_once(tea: Course, db: None) -> None:
    items = list(tea.banks["brewing"].items)
    revisions.pin(tea, items)
    revisions.pin(tea, items[:3])
    kinds = list(Revision.objects.values_list("course", "kind").order_by("kind"))
    assert kinds == [("tea", "question")] * len(items) + [("tea", "tree")]


def scenario(tea: Course) -> Question:
    return tea.items["brewing/monk"].question


@pytest.mark.parametrize("part", ["stem", "explanation", "sources"])
def test_another_wording_is_another_revision(part: str, tea: Course) -> None:
    assert revisions.hash_of(replace(scenario(tea), **{part: Html("<p>Else.</p>")})) != revisions.hash_of(scenario(tea))


def test_another_key_or_tree_is_another_revision(tea: Course) -> None:
    question = scenario(tea)
    assert question.scenario
    turned = tuple(replace(choice, right=not choice.right) for choice in question.choices)
    ticked = replace(question, part=Choices(turned))
    moved = replace(question, scenario=replace(question.scenario, tree_hash="another"))
    assert len({revisions.hash_of(one) for one in (question, ticked, moved)}) == 3


def test_title_and_difficulty_are_no_part_of_a_wording(tea: Course, db: None) -> None:
    item = tea.items["brewing/monk"]
    revisions.pin(tea, [item, replace(item, title="Else", difficulty=3, objective="know-leaf", tags=("new",))])
    assert Revision.objects.filter(kind="question").count() == 1


def test_a_scenario_and_its_tree_are_read_in_one_statement(
    tea: Course, db: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    monk, kept = tea.items["brewing/monk"], tea.items["leaf/musty"]
    revisions.pin(tea, [monk, kept])
    with django_assert_num_queries(1):
        question = revisions.question(revisions.hash_of(monk.question))
        assert revisions.tree_of(question) == tea.trees["way-to-brew"]
    with django_assert_num_queries(1):
        assert revisions.question(revisions.hash_of(kept.question)) == kept.question
    with django_assert_num_queries(0):
        assert revisions.question(revisions.hash_of(monk.question)) is question
