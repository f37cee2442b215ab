"""What is due today."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from studyapp.pages.http import course_or_404, learner_id, page
from studyapp.pages.quizzes import SECTION_SIZE
from studyapp.records import attempts, reviews
from studyapp.records.audiences import quizzes_for


@require_safe
def review(request: HttpRequest, course: str) -> HttpResponse:
    found, mine = course_or_404(course), learner_id(request)
    runs = [run for run in attempts.open_attempts(mine, found.id) if run.mode == "review"]
    rows = [
        (quiz, reviews.due_in(mine, found, quiz, timezone.now()))
        for quiz in quizzes_for(mine, found).values()
        if not quiz.sealed and set(quiz.runs) != {"mock"}  # a mock exam asks what the other quizzes ask
    ]
    context = {
        "course": found, "open": runs, "rows": [(quiz, count, min(count, SECTION_SIZE)) for quiz, count in rows if count],
        "upcoming": reviews.upcoming(mine, found.id, timezone.now()), "corner": "practise",
    }  # fmt: skip
    return page(request, "reviews/review.html", context)
