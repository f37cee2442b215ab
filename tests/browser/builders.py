"""Somebody who builds a design: by forms, with the pointer, or by keyboard."""

from playwright.sync_api import Page, expect


def saved(page: Page, step: int) -> None:
    expect(page.locator("#state")).to_contain_text(f"Saved as step {step}:")


class ByForms:
    """Without scripts: each form is filled in and sent."""

    def __init__(self, page: Page) -> None:
        self.page, self.steps = page, 0

    def place(self, kind: str, title: str) -> None:
        self.page.locator("#kind").select_option(kind)
        self.page.locator("#place button").click()
        self.done()

    def join(self, start: str, end: str) -> None:
        self.page.locator("#start").select_option(start)
        self.page.locator("#end").select_option(end)
        self.page.locator("#join button").click()
        self.done()

    def set(self, part: str, said: dict[str, str]) -> None:
        for name, words in said.items():
            self.page.locator(f'[id="{part}.{name}"]').select_option(label=words)
        self.page.locator(f'form:has(#part-{part}) button[value="set"]').click()
        self.done()

    def done(self) -> None:
        self.steps += 1
        saved(self.page, self.steps)


class ByPointer(ByForms):
    """With scripts: parts are dragged from the palette onto the drawing, and links are pulled from dot to part."""

    def place(self, kind: str, title: str) -> None:
        self.carry(title)
        self.done()

    def carry(self, title: str) -> None:
        item = self.page.locator("[data-tray] li").get_by_text(title, exact=True)
        item.evaluate("(one) => one.scrollIntoView({ block: 'end' })")  # the foot of the drawing is then above it
        one = item.bounding_box()
        other = self.page.locator("[data-ground], svg.wide").first.bounding_box()
        assert one and other
        self.page.mouse.move(one["x"] + 10, one["y"] + 10)
        self.page.mouse.down()
        self.page.mouse.move(other["x"] + other["width"] / 2, other["y"] + other["height"] - 10, steps=3)
        self.page.mouse.up()

    def join(self, start: str, end: str) -> None:
        self.pull(start, end)
        self.done()

    def pull(self, start: str, end: str) -> None:
        dot = self.page.locator(f'svg.wide [data-part="{start}"] .pull')
        goal = self.page.locator(f'svg.wide [data-part="{end}"] rect')
        dot.scroll_into_view_if_needed()
        one, other = dot.bounding_box(), goal.bounding_box()
        assert one and other
        self.page.mouse.move(one["x"] + one["width"] / 2, one["y"] + one["height"] / 2)
        self.page.mouse.down()
        self.page.mouse.move(other["x"] + 20, other["y"] + 20, steps=3)
        self.page.mouse.up()


class ByKeyboard(ByForms):
    """With scripts, and nothing but keys."""

    def to(self, selector: str) -> None:
        for _ in range(400):
            if self.page.evaluate("s => document.activeElement?.matches(s)", selector):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"the keyboard does not reach {selector}")

    def choose(self, selector: str, words: str) -> None:
        self.to(selector)
        self.page.keyboard.press("Home")
        labels = self.page.locator(f"{selector} option").evaluate_all("all => all.map((one) => one.label)")
        for _ in range(labels.index(words)):
            self.page.keyboard.press("ArrowDown")
        assert self.page.locator(selector).evaluate("s => s.selectedOptions[0].label") == words

    def place(self, kind: str, title: str) -> None:
        self.choose("#kind", title)
        self.press("#place button")

    def join(self, start: str, end: str) -> None:
        for field, id in (("#start", start), ("#end", end)):
            self.choose(field, str(self.page.locator(f'{field} option[value="{id}"]').evaluate("o => o.label")))
        self.press("#join button")

    def set(self, part: str, said: dict[str, str]) -> None:
        for name, words in said.items():
            self.choose(f'[id="{part}.{name}"]', words)
        self.press(f'form:has(#part-{part}) button[value="set"]')

    def press(self, selector: str) -> None:
        self.to(selector)
        self.page.keyboard.press("Enter")
        self.done()
