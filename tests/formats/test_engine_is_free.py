"""The engine knows no course: no name of the first one stands in the code, the templates or the style."""

import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
COURSE = ROOT / "content" / "ai-model-inferencing"
VENDORED = {"htmx.min.js"}
NAMES = {
    "aws", "amazon", "sagemaker", "bedrock", "lambda function", "greengrass", "cloudwatch", "eventbridge", "step functions",
    "api gateway", "ai-model-inferencing", "inferencing", "batch transform", "real-time endpoint", "serverless", "cold start",
    "foundation model", "netflix", "azure", "aif-c01",
}  # fmt: skip


def names_of_the_course() -> set[str]:
    """What the course calls its options, services, trees and figures, beside the names known to everybody."""
    found = set(NAMES)
    for path in (COURSE / "options").glob("*.yaml"):
        option = yaml.safe_load(path.read_text())
        found |= {option["title"].lower(), *(name.lower() for name in option.get("names", []))}
        found |= {service.lower() for service in option.get("services", {})}
    found |= {path.stem for path in (COURSE / "trees").glob("*.yaml")}
    found |= set(yaml.safe_load((COURSE / "register.yaml").read_text()))
    return found - {"edge", "s3"}  # words of everyday English, or too short to tell


def sources() -> list[Path]:
    kinds = {".py", ".html", ".css", ".js", ".svg", ".md"}
    return sorted(
        path
        for room in ("studyapp", "templates", "static")
        for path in (ROOT / room).rglob("*")
        if path.suffix in kinds and path.name not in VENDORED
    )


@pytest.mark.parametrize("name", sorted(names_of_the_course()))
def test_no_name_of_the_first_course_stands_in_the_engine(name: str) -> None:
    pattern = re.compile(rf"(?<![\w.-]){re.escape(name)}(?![\w-])", re.I)
    hits = [f"{p.relative_to(ROOT)}: {m[0]}" for p in sources() if (m := pattern.search(p.read_text()))]
    assert hits == []
