"""The learner's dashboard."""

from typing import Any

from django.http import HttpRequest, HttpResponse
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
    """Everything that is said of one learner in one course."""
    read = progress.lessons_read(mine, course.id)
    next_key = progress.next_lesson(course, read)
    scores = progress.scores(mine, course.id)
    ready = readiness_of(mine, course)
    quiz = course.main_quiz
    tree = main_tree(course, quiz)
    judged = histories.finished(mine if quiz else None, course.id, quiz, ("practice", "graded"))
    runs = list(judged[: bars.MOST])
    weak = drawing.weakest([s for s in scores["node"].values() if tree and s.ident.startswith(f"{tree.id}/")])
    return {
        **ready, "read": len(read), "lessons": len(course.lessons), "rows": module_rows(course, read, next_key),
        "next": course.lessons.get(next_key), "metrics": progress.metric_states(mine, course), "quiz": course.quizzes.get(quiz),
        "dots": readiness_dots(ready["readiness"]) if ready["readiness"] and ready["readiness"].asked else None,
        "objectives": bars.rows(titled(scores["objective"], {o.id: o.says for o in course.objectives.values()})),
        "outcomes": bars.rows(titled(scores["outcome"], {o.id: o.title for o in course.options.values()})),
        "weak": weak, "weak_ask": ask_of(course, weak.ident) if weak else "", "tree": tree,
        "drawing": drawing.answered(tree, scores["node"]) if tree and scores["node"] else None,
        "nodes": [(ask_of(course, s.ident), s) for s in scores["node"].values() if tree and s.ident.startswith(f"{tree.id}/")],
        "runs": runs[:3], "run_count": len(runs) if len(runs) < bars.MOST else judged.count(), "open": attempts.open_attempts(mine, course.id),
        "over_time": bars.over_time([(r.started, r.right_count * 100 // r.asked_count, r.has_passed) for r in runs[::-1]]) if len(runs) > 1 else None,
        "sure_wrong": [(asked, title_of(course, asked.question)) for asked in progress.sure_and_wrong(mine, course.id)],
        "due": reviews.due_count(mine, course.id, timezone.now()),
        "unseen": progress.unseen(mine, course, quiz) if quiz else 0,
        "trees": [(own, best) for own, best in sketches.rows(course, mine) if best],
        "empty_dots": ["42%", "46%", "50%", "54%", "62%", "66%"],
    }  # fmt: skip


def main_tree(course: Course, quiz: str) -> Any:
    """The tree that most scenarios of the quiz are proven by."""
    return course.trees.get(course.pool(course.quizzes[quiz]).tree) if quiz else None


def titled(scores: dict[str, Score], titles: dict[str, str]) -> list[tuple[str, Score]]:
    return [(titles.get(id, id), score) for id, score in scores.items()]
