"""The learner's dashboard."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from studyapp.catalogue.courses import Course
from studyapp.pages import assignments, sketches
from studyapp.pages.courses import module_rows, readiness_of
from studyapp.pages.drawings import bars
from studyapp.pages.drawings import tree as drawing
from studyapp.pages.drawings.strokes import readiness_dots
from studyapp.pages.http import learner_id, page
from studyapp.pages.results import ask_of, title_of
from studyapp.records import attempts, histories, progress, reviews
from studyapp.records.editions import catalogue
from studyapp.records.progress import Score


@require_safe
def progress_page(request: HttpRequest) -> HttpResponse:
    courses = catalogue().courses
    chosen = courses.get(request.GET.get("course", "")) or next(iter(courses.values()))
    context = {
        "course": chosen,
        "here": chosen,
        "courses": list(courses.values()),
        "corner": "progress",
        "tasks": assignments.told(request, timezone.now(), chosen.id),
        **dashboard(learner_id(request), chosen),
    }
    return page(request, "progress/progress.html", context)


def dashboard(mine: int | None, course: Course) -> dict[str, Any]:
    """Everything that is said of one learner in one course to herself."""
    known = learned(mine, course)
    quiz, tree, runs = course.main_quiz, known["tree"], known["judged"]
    nodes = [score for score in known["scores"]["node"].values() if tree and score.ident.startswith(f"{tree.id}/")]
    weak, run = drawing.weakest(nodes), reverse("attempts")
    return {
        **known, "weak": weak, "weak_ask": ask_of(course, weak.ident) if weak else "",
        "nodes": [(ask_of(course, score.ident), score) for score in nodes],
        "runs": runs[:3], "run_count": len(runs) if len(runs) < bars.MOST else histories.finished(mine, course.id, quiz, ("practice", "graded")).count(),
        "open": attempts.open_attempts(mine, course.id),
        "sure_wrong": [(f"{run}{attempt}/{place}/", title_of(course, asked)) for attempt, place, asked in progress.sure_and_wrong(mine, course.id)],
        "due": reviews.due_count(mine, course.id, timezone.now()),
        "unseen": progress.unseen(mine, course, quiz) if quiz else 0,
        "trees": [(own, best) for own, best in sketches.rows(course, mine) if best],
        "empty_dots": ["42%", "46%", "50%", "54%", "62%", "66%"],
    }  # fmt: skip


def learned(mine: int | None, course: Course) -> dict[str, Any]:
    """What is said of one learner in one course to herself, and to whoever teaches her."""
    read = progress.lessons_read(mine, course.id)
    next_key = progress.next_lesson(course, read)
    scores = progress.scores(mine, course.id)
    ready = readiness_of(mine, course)
    quiz = course.main_quiz
    tree = main_tree(course, quiz)
    runs = histories.judged(mine, course.id, quiz, bars.MOST) if quiz else []
    shares = [(run.started, run.right_count * 100 // run.asked_count, run.has_passed) for run in runs[::-1]]
    return {
        **ready, "read": len(read), "lessons": len(course.lessons), "rows": module_rows(course, read, next_key),
        "next": course.lessons.get(next_key), "metrics": progress.metric_states(mine, course), "quiz": course.quizzes.get(quiz),
        "dots": readiness_dots(ready["readiness"]) if ready["readiness"] and ready["readiness"].asked else None,
        "scores": scores, "objectives": bars.rows(titled(scores["objective"], {o.id: o.says for o in course.objectives.values()})),
        "outcomes": bars.rows(titled(scores["outcome"], {o.id: o.title for o in course.options.values()})),
        "tree": tree, "drawing": drawing.answered(tree, scores["node"]) if tree and scores["node"] else None,
        "judged": runs, "over_time": bars.over_time(shares) if len(runs) > 1 else None,
    }  # fmt: skip


def main_tree(course: Course, quiz: str) -> Any:
    """The tree that most scenarios of the quiz are proven by."""
    return course.trees.get(course.pool(course.quizzes[quiz]).tree) if quiz else None


def titled(scores: dict[str, Score], titles: dict[str, str]) -> list[tuple[str, Score]]:
    return [(titles.get(id, id), score) for id, score in scores.items()]
