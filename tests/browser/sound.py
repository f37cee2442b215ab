"""What is wrong with a page as it stands, for whoever sees, hears or steers it in another way: axe, and what axe does not know."""

from pathlib import Path
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

WIDTHS = (1280, 320)
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RULES = {"runOnly": LEVELS, "reporter": "no-passes", "preload": False}
CONTRAST = {**RULES, "runOnly": {"type": "rule", "values": ["color-contrast"]}}  # all that another theme can change
THEMES: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({"color_scheme": "light"}, RULES),
    ({"color_scheme": "dark"}, CONTRAST),
    ({"color_scheme": "light", "forced_colors": "active"}, CONTRAST),
]
SOUND = (Path(__file__).parent / "sound.js").read_text()


def reason(node: dict[str, Any]) -> str:
    return "; ".join(check["message"] for check in (*node["any"], *node["all"], *node["none"]))


def said(page: Page, *looks: str) -> list[str]:
    """What those looks of sound.js find."""
    return [fault for look in looks for fault in page.evaluate(f"sound.{look}()")]


def faults(page: Page, where: str = "") -> list[str]:
    """What is wrong in three themes, wide and narrow; with wide spacing, at 400 per cent, without motion, and with the focus on each stop."""
    found = []
    page.evaluate(AXE_SCRIPT)
    page.evaluate(SOUND)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        for theme, rules in THEMES:
            page.emulate_media(forced_colors=theme.get("forced_colors", "none"), color_scheme=theme["color_scheme"])
            for fault in page.evaluate("(rules) => axe.run(rules)", rules)["violations"]:
                found += [f"{fault['id']}: {' '.join(node['target'])}: {reason(node)}" for node in fault["nodes"]]
        page.emulate_media(color_scheme="light", forced_colors="none")
        found += [f"at {width}: {fault}" for fault in said(page, "sideways", "small", "spaced")]
    page.set_viewport_size({"width": 320, "height": 256})  # 1280 by 1024 at 400 per cent
    found += said(page, "staying", "drawings")
    page.emulate_media(reduced_motion="reduce")
    found += said(page, "moving")
    page.emulate_media(reduced_motion="no-preference")
    page.set_viewport_size({"width": 1280, "height": 800})
    return [f"{where or page.url}: {fault}" for fault in dict.fromkeys(found)]


def rings(page: Page, where: str = "") -> list[str]:
    """The stops whose focus cannot be seen, in either theme. The focus is nowhere afterwards."""
    page.keyboard.press("Tab")  # from here on the focus is shown
    found = []
    for scheme in ("dark", "light"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        found += [f"{where or page.url}: {scheme}: {fault}" for fault in said(page, "rings")]
    return found
