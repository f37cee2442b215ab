"""The engine knows no course: no name of the first one stands in the code, the templates or the style."""

import re
from collections.abc import Iterator
from functools import cache

import pytest

from studyapp.formats.problems import Problems
from studyapp.formats.yaml_text import read_yaml
from tests.content.course import COURSE, ROOT

ROOMS = ("studyapp", "templates", "static")
KINDS = {".py", ".html", ".txt", ".css", ".js", ".svg", ".md", ".po", ".yaml", ".json"}
VENDORED = {"htmx.min.js"}

# What everybody who writes of the course would say, beside the names that its files give.
NAMES = {
    "aif-c01", "ai-model-inferencing", "amazon", "api gateway", "artifact", "asynchronous", "aws", "azure", "batch transform", "bedrock",
    "cloudwatch", "cold start", "endpoint", "eventbridge", "foundation model", "greengrass", "inference", "inferencing", "inferentia", "lambda",
    "machine learning", "netflix", "payload", "provisioned", "real time", "real-time", "realtime", "sagemaker", "serverless",
    "step functions", "throughput",
}  # fmt: skip

# Everyday words tell nothing.
EVERYDAY = {
    "batch", "breadth", "cold", "deadline", "edge", "hardware", "hop", "place", "s3", "surface", "time", "traffic", "volume", "waiting",
}  # fmt: skip
PYTHON = re.compile(r"\blambda\b[\w\s,*=.\[\]()\"']*:")


def data(path: str) -> dict[str, object]:
    return dict(read_yaml((COURSE / path).read_text(encoding="utf-8"), path, Problems()).data)


def names_of_files() -> Iterator[str]:
    """What the course calls its options, services, trees, facts and figures."""
    for path in COURSE.glob("options/*.yaml"):
        option = data(f"options/{path.name}")
        services, names = option.get("services", {}), option.get("names", [])
        assert isinstance(services, dict)
        assert isinstance(names, list)
        yield from (path.stem, str(option["title"]), *names, *services)
    yield from (path.stem for path in COURSE.glob("trees/*.yaml"))
    yield from data("facts.yaml").keys() - {"never"}
    yield from data("register.yaml")


@cache
def names() -> frozenset[str]:
    return frozenset({name.lower() for name in names_of_files()} - EVERYDAY | NAMES)


def hits(text: str) -> list[str]:
    """The names of the course that stand in a text, apart from what is Python's own."""
    near = sorted((name for name in names() if name in text.lower()), key=len, reverse=True)
    if not near:
        return []
    pattern = re.compile(rf"(?<![\w.-])(?:{'|'.join(map(re.escape, near))})(?:e?s)?(?![\w-])", re.I)
    return [
        f"{number}: {match[0]}"
        for number, line in enumerate(text.split("\n"), 1)
        for match in pattern.finditer(PYTHON.sub("", line))
    ]


@pytest.mark.parametrize("room", ROOMS)
def test_no_name_of_the_first_course_stands_in_the_engine(room: str) -> None:
    found = []
    for path in sorted((ROOT / room).rglob("*")):
        if path.suffix in KINDS and path.name not in VENDORED and "__pycache__" not in path.parts:
            where = path.relative_to(ROOT)
            found += [f"{where}:{hit}" for hit in hits(f"{path.stem}\n{path.read_text(encoding='utf-8')}")]
    assert found == []


@pytest.mark.parametrize(
    "text",
    ["an Endpoint", "batch transform", "REAL-TIME", "payloads", "SageMaker", "serverless.payload", "inference-type", "AWS Lambda", "asynchronous"],
)  # fmt: skip
def test_a_name_of_the_first_course_would_be_seen(text: str) -> None:
    assert hits(f"\n# such as {text}.\n") != []


@pytest.mark.parametrize(
    "text",
    ["key=lambda item: item.id", "batch_size = 5", "the cold tea", "a time and a place"],
)
def test_words_of_everybody_are_none(text: str) -> None:
    assert hits(text) == []


def test_the_names_are_those_of_the_course() -> None:
    assert {"batch transform", "inference-type", "serverless.payload", "payload", "edge location"} - names() == {
        "edge location"
    }
    assert len(names()) > 100
