"""The documentation says what is there."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text()
SETTING = re.compile(r"`(STUDYAPP_\w+|PORT|CHROMIUM|DATABASE_URL)`")


def test_the_readme_names_every_room() -> None:
    rooms = {path.name for path in (ROOT / "studyapp").iterdir() if (path / "__init__.py").exists()}
    assert rooms == set(re.findall(r"`studyapp/(\w+)/`", README))


def test_the_readme_names_every_setting() -> None:
    sources = [*(ROOT / "studyapp").rglob("*.py"), ROOT / "tests/browser/chromium.py"]
    read = r"""(?:environ(?:\.get\(|\[)|env_\w+\()\s*"([A-Z_]+)\""""
    used = {name for path in sources for name in re.findall(read, path.read_text())}
    own = {name for name in used if name.startswith("STUDYAPP_") or name in ("PORT", "CHROMIUM", "DATABASE_URL")}
    assert own == set(SETTING.findall(README))


def test_who_runs_the_site_finds_every_setting_that_the_readme_names() -> None:
    tests_only = {"CHROMIUM"}
    table = re.findall(r"^\| (`.+?) \|", (ROOT / "docs/operating.md").read_text(), re.M)
    assert set(re.findall(r"`([A-Z_]+)`", " ".join(table))) | tests_only == set(SETTING.findall(README))


def test_the_readme_names_every_command() -> None:
    commands = {path.stem for path in (ROOT / "studyapp/records/management/commands").glob("[a-z]*.py")}
    assert commands == set(re.findall(r"^\| `manage\.py (\w+)", README, re.M))


def test_the_newest_version_that_the_changelog_tells_of_is_the_one_that_is_served() -> None:
    versions = re.findall(r"^## ([\d.]+)", (ROOT / "CHANGELOG.md").read_text(), re.M)
    assert versions[0] == tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]


def test_the_readme_names_the_commands_of_make_first() -> None:
    assert README.index("make run") < README.index("make test") < README.index("## ")


def test_every_test_that_the_threat_model_names_is_there() -> None:
    named = re.findall(r"`(?:[\w/]+/)?(test_[\w*]+\.py)`", (ROOT / "SECURITY.md").read_text())
    assert len(named) > 15
    assert [name for name in named if not list((ROOT / "tests").rglob(name))] == []


def test_no_file_of_the_project_is_missing_from_the_links_of_the_docs() -> None:
    for page in [ROOT / "README.md", ROOT / "SECURITY.md", *(ROOT / "docs").glob("*.md")]:
        for target in re.findall(r"\]\((?!https?:|figure:|#)([^)#\s]+)", page.read_text()):
            if "…" not in target and page.name != "writing-content.md":
                assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_each_promise_names_a_test_or_a_benchmark_that_is_there() -> None:
    sections = (ROOT / "docs/promises.md").read_text().split("\n- ")
    assert len(sections) > 1
    for promise in sections[1:]:
        shown = re.findall(r"`((?:tests/|make )[\w./ :-]+)`", promise)
        assert shown, f"nothing shows: {promise}"
        missing = [name for name in shown if not _is_there(name)]
        assert not missing, f"{promise.splitlines()[0]}: {missing}"


def _is_there(name: str) -> bool:
    if name.startswith("make "):
        return (
            re.search(rf"^{re.escape(name.removeprefix('make '))}:", (ROOT / "Makefile").read_text(), re.M) is not None
        )
    path, _, test = name.partition("::")
    return (ROOT / path).exists() and (not test or f"def {test}(" in (ROOT / path).read_text())
