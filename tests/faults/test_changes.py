"""The files of a course change while somebody is in a run: it shows and grades what it began with."""

import signal
from collections.abc import Iterator

import pytest
from django.db import connection

from studyapp.records.models import Attempt
from tests.faults.conftest import SERVE, Note
from tests.faults.kettle import written
from tests.faults.studying import number_of
from tests.pages.acting import address, right_numbers
from tests.pages.markup import masked, read
from tests.racing import new_database
from tests.served.site import Browser, Site

pytestmark = pytest.mark.skipif(connection.vendor != "sqlite", reason="it is the same on any database")
QUIZ = "/courses/kettle/quizzes/water/"
# Other words, the other tick, the choices the other way round, the questions too, one retired and one that is new.
EDITED = """\
---
bank: water
objective: boil
---

# Water

## with-a-lid

What does a lid do, now?

- [ ] It keeps the heat
  > Look at the steam.
- [x] It cools the water

## in-the-microwave

Does it boil in a microwave, now?

- [x] Yes
- [ ] No
  > Try it.

## on-the-mountain

How does it boil on a mountain, now?

- [x] Later
- [ ] Sooner
  > The air is thinner up there.

## boils-at

```yaml
retired: true
```

At which temperature does water boil on the shore, now?

- [ ] At 100 degrees
  > It only steams.
- [x] At 90 degrees
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    var = tmp_path_factory.mktemp("site")
    site = Site(var, new_database(var), content=written(var / "content"), command=SERVE)
    site.start()
    yield site
    site.stop()


def begun(browser: Browser, mode: str) -> Attempt:
    return Attempt.objects.get(pk=number_of(browser.post(f"{QUIZ}attempts/", mode=mode, size="2")))


def pages(browser: Browser, attempt: Attempt) -> list[str]:
    return [masked(browser.get(address(attempt, position)).text.encode()) for position in (1, 2)]


def test_a_run_shows_and_grades_what_it_began_with(site: Site, note: Note) -> None:
    browsers = {mode: Browser(site) for mode in ("practice", "graded")}
    for browser in browsers.values():
        assert browser.get(QUIZ).status == 200
    runs = {mode: begun(browser, mode) for mode, browser in browsers.items()}
    before = {mode: pages(browser, runs[mode]) for mode, browser in browsers.items()}
    keys = {mode: [str(right_numbers(run, position)[0]) for position in (1, 2)] for mode, run in runs.items()}

    (site.content / "kettle" / "banks" / "water.md").write_text(EDITED)
    site.stop(signal.SIGTERM)
    site.start()

    for mode, browser in browsers.items():
        assert pages(browser, runs[mode]) == before[mode]
        for position, choice in enumerate(keys[mode], 1):
            assert browser.post(address(runs[mode], position), choice=choice, act="check").status == 302
        assert browser.post(f"/attempts/{runs[mode].pk}/result/").status == 302
        result = browser.get(f"/attempts/{runs[mode].pk}/result/")
        assert read(result.text).one("h1").text == "2 of 2 right"
        anew = begun(browser, mode)
        assert [read(page).one("div", "story").text.endswith(", now?") for page in pages(browser, anew)] == [True, True]
    note("questions edited, retired and reordered in a run", 4, 0, 0, "shown and graded as they were at its beginning")
