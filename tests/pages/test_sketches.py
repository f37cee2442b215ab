"""A decision tree of one's own by forms alone: built place by place, kept, named, copied, and all that can go wrong."""

import json

import pytest
from django.test import Client

from studyapp.records import sketches
from studyapp.records.models import Learner, OwnTree, TreeVersion
from tests.pages.acting import HTMX, learner_of
from tests.pages.markup import main_of, masked, read
from tests.pages.sketching import TREE, WHOLE, begun, built, change, listed, refused, seen, state
from tests.pages.test_costs import statements


def test_a_tree_begins_empty_with_its_first_question(ada: Client) -> None:
    page = main_of(ada.get(begun(ada)))
    assert state(page) == "Your tree maps 0 of 13 scenarios, 0 %. 90 % passes."
    assert listed(page) == ["open"]
    assert [[option.text for option in group.all("option")] for group in page.one("select", id="what").all("optgroup")] == [
        ["Must the tea be hot?", "What is the tea made of?", "How many cups are wanted? At most 2 cups?",
         "How long until it is drunk? At most 240 min?", "How warm does it stand meanwhile? At most 12 °C?"],
        ["Cold steep", "Whisk", "Mug", "Pot"],
    ]  # fmt: skip
    assert [b.text for b in page.all(cls="primary")] == ["Put it here"]
    assert page.all("svg", "tree")[0].all("text") == []


def test_a_tree_grows_place_by_place_and_is_executed_at_each_change(ada: Client) -> None:
    page = main_of(ada.get(built(ada, *WHOLE[:3])))
    assert listed(page) == [
        "1. Must the tea be hot?", "hot: 2. What is the tea made of?", "a bag: 3. How many cups are wanted?",
        "at most 2 cups: open", "more than 2 cups: open", "loose: open", "powder: open", "cold: open",
    ]  # fmt: skip
    assert page.one("form", id="place").one("input", name="at").attrs["value"] == "0-0-0"
    assert "5 branches lead nowhere yet. 13 scenarios end there. 3 questions are asked." in page.one(id="state").text
    drawing = page.one("svg", "tree")
    assert len(drawing.all("circle", "nowhere")) == 5
    assert [text.text for text in drawing.all("text", "num")] == ["1", "2", "3"]
    assert main_of(ada.get(built(ada, ("start", "to:pot")))).all("svg", "tree")[0].all("text") == []


def test_the_course_s_own_tree_passes(ada: Client) -> None:
    page = main_of(ada.get(built(ada, *WHOLE)))
    assert state(page) == "Your tree maps 13 of 13 scenarios, 100 %. Passed"
    assert (page.all("form", id="place"), page.all("section", "astray")) == ([], [])
    assert [(a.text, a.attrs["href"]) for a in page.all(cls="primary")] == [
        ("On to the other exercises", "/courses/tea/exercises/")
    ]


def test_a_question_on_the_way_is_not_offered_again(ada: Client) -> None:
    page = built(ada, *WHOLE[:3])
    offered = [
        one.attrs["value"] for one in main_of(ada.get(f"{page}?at=0-0-1")).one("select", id="what").all("option")
    ]
    assert [one for one in offered if one.startswith("ask:")] == ["ask:time:240 min", "ask:place:12 °C"]


def test_a_place_is_replaced_asked_about_first_or_emptied(ada: Client) -> None:
    page = built(ada, ("start", "to:mug"))
    change(ada, page, "first", at="start", what="ask:heat")
    assert listed(main_of(ada.get(page))) == ["1. Must the tea be hot?", "hot: Mug", "cold: Mug"]
    change(ada, page, "put", at="1", what="to:pot")
    change(ada, page, "first", at="start", what="ask:cups:2 cups")
    assert listed(main_of(ada.get(page))) == [
        "1. How many cups are wanted?", "at most 2 cups: 2. Must the tea be hot?", "hot: Mug", "cold: Pot",
        "more than 2 cups: 3. Must the tea be hot?", "hot: Mug", "cold: Pot",
    ]  # fmt: skip
    change(ada, page, "remove", at="0")
    change(ada, page, "put", at="1", what="ask:leaf")
    assert listed(main_of(ada.get(page))) == [
        "1. How many cups are wanted?", "at most 2 cups: open", "more than 2 cups: 2. What is the tea made of?",
        "a bag: open", "loose: open", "powder: open",
    ]  # fmt: skip


def test_changes_are_undone_and_done_again(ada: Client) -> None:
    page = built(ada, ("start", "to:mug"))
    for way, stands in (("undo", "open"), ("undo", "open"), ("redo", "Mug"), ("redo", "Mug")):
        assert change(ada, page, way).status_code == 302
        assert listed(main_of(ada.get(page))) == [stands]
    assert TreeVersion.objects.count() == 2


def test_a_change_sent_twice_is_made_once(ada: Client) -> None:
    page = begun(ada)
    for _ in range(2):
        assert ada.post(page, {"seen": "1", "act": "put", "at": "start", "what": "to:mug"}).status_code == 302
    assert TreeVersion.objects.count() == 2


def test_a_stale_tab_is_told_so_and_its_change_is_offered_again(ada: Client) -> None:
    page = built(ada, ("start", "ask:heat"))
    for sent in ({"seen": "1"}, {"seen": "x"}, {}):
        response = ada.post(page, {"act": "put", "at": "1", "what": "to:mug"} | sent)
        assert refused(response, 409).startswith("The tree has been changed since this page was shown")
        assert listed(main_of(response)) == ["1. Must the tea be hot?", "hot: open", "cold: open"]
        form = main_of(response).one("form", id="place")
        assert [form.one("input", name=name).attrs["value"] for name in ("seen", "at")] == ["2", "1"]
        assert [o.text for o in form.all("option") if "selected" in o.attrs] == ["Mug"]
    assert ada.post(page, {"seen": "1", "act": "put", "at": "9-9", "what": "to:mug"}).status_code == 409
    assert ada.post(page, {"seen": "7", "act": "undo"}).status_code == 409
    assert TreeVersion.objects.count() == 2


WRONG = [
    ({"act": "put", "at": "2", "what": "to:mug"}, "There is no such place"),
    ({"act": "put", "at": "0-0", "what": "to:mug"}, "There is no such place"),
    ({"act": "put", "at": "", "what": "to:mug"}, "There is no such place"),
    ({"act": "remove", "at": "-1"}, "There is no such place"),
    ({"act": "put", "at": "0-" * 5000, "what": "to:mug"}, "There is no such place"),
    ({"act": "put", "at": "²", "what": "to:mug"}, "There is no such place"),
    ({"act": "put", "at": "0", "what": "ask:moon"}, "There is no such question"),
    ({"act": "put", "at": "0", "what": "ask:cups"}, "A number is asked at one of its limits"),
    ({"act": "put", "at": "0", "what": "ask:cups:3 cups"}, "A number is asked at one of its limits"),
    ({"act": "put", "at": "0", "what": "ask:heat"}, "The answers on the way there have settled"),
    ({"act": "first", "at": "0", "what": "ask:heat"}, "The answers on the way there have settled"),
    ({"act": "put", "at": "0", "what": "to:espresso"}, "This tree cannot lead there"),
    ({"act": "put", "at": "0", "what": "to:" + "x" * 10_000}, "This tree cannot lead there"),
    ({"act": "put", "at": "0", "what": ""}, "Nothing is chosen"),
    ({"act": "put", "at": "0"}, "Nothing is chosen"),
    ({"act": "put", "at": "0", "what": "<script>alert(1)</script>"}, "Nothing is chosen"),
    ({"act": "first", "at": "0", "what": "to:mug"}, "Only a question can be asked first"),
    ({"act": "fell", "at": "0"}, "That cannot be done with a tree"),
    ({}, "That cannot be done with a tree"),
    ({"act": "name", "title": "  "}, "A name has 1 to 100 characters"),
    ({"act": "name", "title": "x" * 101}, "A name has 1 to 100 characters"),
]  # fmt: skip


def test_bad_input_is_refused_in_a_sentence_and_changes_nothing(ada: Client) -> None:
    page = built(ada, ("start", "ask:heat"))
    for sent, sentence in WRONG:
        response = ada.post(page, {"seen": "2"} | sent)
        assert refused(response).startswith(sentence), sent
        assert b"alert(1)" not in response.content
        assert len(listed(main_of(response))) == 3
    assert TreeVersion.objects.count() == 2


def test_a_tree_has_an_end(ada: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("studyapp.rules.sketching.MOST", 2)
    page = built(ada, *WHOLE[:2])
    assert refused(change(ada, page, "put", at="0-0", what="ask:cups:2 cups")).startswith("A tree asks at most")
    assert len(listed(main_of(ada.get(page)))) == 6


@pytest.mark.parametrize("query", ["at=9-9", "at=x", "at=0-", "at=%00", f"at={'1-' * 3000}"])
def test_a_place_in_the_address_that_is_not_there_is_refused(ada: Client, query: str) -> None:
    page = built(ada, ("start", "ask:heat"))
    assert refused(ada.get(f"{page}?{query}")).startswith("There is no such place")


@pytest.mark.parametrize("query", ["hint=moon", "hint=", "with=0", "with=me", "with=-1&hint=branch"])
def test_other_nonsense_in_the_address_does_no_harm(ada: Client, query: str) -> None:
    assert ada.get(f"{built(ada, ('start', 'ask:heat'))}?{query}").status_code == 200


def test_a_broken_version_is_said_and_can_be_gone_back_from(ada: Client) -> None:
    page = built(ada, ("start", "ask:heat"))
    TreeVersion.objects.filter(number=2).update(body={"ask": "moon"})
    found = main_of(ada.get(page))
    assert (listed(found), found.one("p", "error").text) == (
        ["open"],
        "Part of this version no longer fits the course and stands open here. The version itself is kept as it was.",
    )
    change(ada, page, "undo")
    assert main_of(ada.get(page)).all("p", "error") == []


def test_a_copy_is_a_tree_of_its_own(ada: Client, cyd: Client) -> None:
    page = built(ada, ("start", "ask:heat"))
    copy = begun(ada, copy=page.split("/")[-2])
    change(ada, copy, "put", at="0", what="to:mug")
    assert (len(listed(main_of(ada.get(page)))), main_of(ada.get(copy)).one("h1").text) == (3, "Copy of Tree 1")
    assert listed(main_of(ada.get(copy)))[1] == "hot: Mug"
    assert listed(main_of(ada.get(page)))[1] == "hot: open"
    for id in (page.split("/")[-2], "999", "x"):
        assert cyd.post(f"{TREE}sketches/", {"copy": id}).status_code == 404
    assert OwnTree.objects.count() == 2


def test_a_tree_has_a_name(ada: Client) -> None:
    page = begun(ada)
    assert change(ada, page, "name", title="Leaf <first>").status_code == 302
    assert main_of(ada.get(page)).one("h1").text == "Leaf <first>"


def test_all_own_trees_stand_in_a_list(ada: Client, nobody: Client) -> None:
    for puts in ([("start", "to:mug")], WHOLE):
        built(ada, *puts)
    page = main_of(ada.get(TREE))
    assert [(row.one("h2").text, row.one("p").text) for row in page.one("ul", "entries").all("li")] == [
        ("Tree 1", "3 of 13 scenarios, 23 % · 0 questions"), ("Tree 2", "Passed · 13 of 13 scenarios, 100 % · 6 questions"),
    ]  # fmt: skip
    assert [b.text for b in page.all(cls="primary")] == ["Begin another tree"]
    assert main_of(nobody.get(TREE)).all("ul", "entries") == []
    assert Learner.objects.count() == 1


def test_twenty_trees_are_enough(ada: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sketches, "MOST_TREES", 1)
    built(ada, ("start", "to:mug"))
    assert refused(ada.post(f"{TREE}sketches/")).startswith("You have 1 trees here")
    assert main_of(ada.get(TREE)).all("form") == []


def test_the_best_share_stands_with_the_exercises_and_on_the_dashboard(ada: Client, nobody: Client) -> None:
    built(ada, *WHOLE)
    for path in ("/courses/tea/exercises/", "/progress/"):
        entry = next(one for one in main_of(ada.get(path)).all("li", "split") if one.all("a")[0].attrs["href"] == TREE)
        assert entry.text == "Which way to brew? Passed · best: 13 of 13 scenarios, 100 %"
    assert "Which way to brew? Not begun" in main_of(nobody.get("/courses/tea/exercises/")).text
    assert TREE not in nobody.get("/progress/").content.decode()


def test_a_guest_is_made_by_the_first_tree_and_keeps_it(nobody: Client) -> None:
    assert nobody.get(TREE).status_code == 200
    assert Learner.objects.count() == 0
    page = built(nobody, ("start", "to:mug"))
    assert listed(main_of(nobody.get(page))) == ["Mug"]
    assert OwnTree.objects.get().learner == learner_of(nobody)


def test_another_s_tree_is_not_there(ada: Client, cyd: Client, nobody: Client) -> None:
    page = built(ada, ("start", "ask:heat"))
    missing = cyd.get(f"{TREE}sketches/999999/")
    for other in (cyd, nobody):
        assert other.get(page).status_code == 404
        assert other.post(page, {"seen": "2", "act": "remove", "at": "start"}).status_code == 404
    assert masked(cyd.get(page).content) == masked(missing.content)
    assert ada.get(page.replace("way-to-brew", "oak")).status_code == 404
    assert TreeVersion.objects.count() == 2


def test_htmx_gets_that_part_of_the_page_with_its_focus(ada: Client) -> None:
    page = begun(ada)
    fragment = change(ada, page, "put", htmx=True, at="start", what="ask:heat")
    root = read(fragment.content)
    assert fragment["HX-Replace-Url"] == page
    assert [one.attrs.get("id") for one in root.all(data_focus="")] == ["what"]
    assert root.one(id="state").attrs["data-say"] == "Saved. Your tree maps 0 of 13 scenarios, 0\u00a0%."
    assert main_of(ada.get(page)).one("ul", "places").text == root.one("ul", "places").text
    for query, focus in (("?hint=question&at=0", "hinted"), ("?hint=branch", "hinted"), ("?with=course", "")):
        found = read(ada.get(f"{page}{query}", headers=HTMX).content).all(data_focus="")
        assert [one.attrs.get("class", "") for one in found] == [focus]
    wrong = change(ada, page, "put", htmx=True, at="7", what="to:mug")
    assert (wrong.status_code, [one.attrs["class"] for one in read(wrong.content).all(data_focus="")]) == (
        422,
        ["error"],
    )


def test_the_last_place_filled_the_focus_is_on_what_it_makes(ada: Client) -> None:
    page = begun(ada)
    root = read(change(ada, page, "put", htmx=True, at="start", what="to:mug").content)
    assert [one.attrs.get("id") for one in root.all(data_focus="")] == ["state"]


def test_what_a_tree_costs(ada: Client, nobody: Client) -> None:
    page = built(ada, *WHOLE[:3])
    change(ada, page, "put", at="0-0-0", what="to:pot")
    with statements(4):  # session, user, trees, what was met
        ada.get(page)
    with statements(4):
        ada.get(f"{page}?with=course&hint=branch")
    with statements(3):
        ada.get(TREE)
    with statements(0):
        nobody.get(TREE)
    sent = {"seen": seen(ada, page), "act": "put", "at": "0-0-1", "what": "to:mug"}
    with statements(9):  # session, trees, last version, scenarios, version, pulse, current one; trees, what was met
        ada.post(page, sent, headers=HTMX)


def test_every_version_is_in_ones_own_data_and_no_key(ada: Client) -> None:
    built(ada, ("start", "to:mug"))
    data = ada.get("/progress/export/?format=json")
    versions = json.loads(data.content)["own_trees"]
    assert [(one["tree"], one["number"], one["body"], one["right_count"]) for one in versions] == [
        ("way-to-brew", 1, None, 0), ("way-to-brew", 2, {"to": "mug"}, 3),
    ]  # fmt: skip
    assert b"early-train" not in data.content
    assert "Decision trees of your own, each version" in main_of(ada.get("/progress/export/")).text
