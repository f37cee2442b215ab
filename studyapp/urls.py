"""The whole site map on one page."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from studyapp.pages import (
    attempts,
    banks,
    courses,
    designs,
    editor,
    exercises,
    explorer,
    glossary,
    health,
    imports,
    options,
    preferences,
    progress,
    publications,
    quizzes,
    reports,
    reviews,
    search,
    trees,
    worksheets,
)

admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]  # one door, with one limit on wrong passwords

course_urls = [
    path("", courses.course, name="course"),
    path("modules/<slug:module>/", courses.module, name="module"),
    path("modules/<slug:module>/<slug:lesson>/", courses.lesson, name="lesson"),
    path("modules/<slug:module>/<slug:lesson>/reads/", courses.reads, name="reads"),
    path("modules/<slug:module>/<slug:lesson>/checks/<slug:bank>/<slug:question>/", courses.checks, name="check"),
    path("options/", options.index, name="options"),
    path("options/<slug:option>/", options.option, name="option"),
    path("trees/", trees.index, name="trees"),
    path("trees/<slug:tree>/", trees.tree, name="tree"),
    path("glossary/", glossary.index, name="glossary"),
    path("glossary/<slug:term>/", glossary.term, name="term"),
    path("quizzes/", quizzes.index, name="quizzes"),
    path("quizzes/<slug:quiz>/", quizzes.quiz, name="quiz"),
    path("quizzes/<slug:quiz>/attempts/", quizzes.begin, name="begin"),
    path("review/", reviews.review, name="review"),
    path("costs/", explorer.costs, name="costs"),
    path("worksheet/", worksheets.worksheet, name="worksheet"),
    path("exercises/", exercises.index, name="exercises"),
    path("exercises/<slug:exercise>/", exercises.exercise, name="exercise"),
    path("exercises/<slug:exercise>/versions/", designs.versions, name="versions"),
    path("exercises/<slug:exercise>/judgements/", designs.judgements, name="judgements"),
    path("exercises/<slug:exercise>/judgements/<int:number>/", designs.judgement, name="judgement"),
    path("exercises/<slug:exercise>/judgements/<int:number>/appeals/", designs.appeals, name="appeals"),
]

attempt_urls = [
    path("", attempts.index, name="attempts"),
    path("<int:attempt_id>/", attempts.overview, name="attempt"),
    path("<int:attempt_id>/<int:position>/", attempts.question, name="question"),
    path("<int:attempt_id>/<int:position>/reports/", attempts.reports, name="reports"),
    path("<int:attempt_id>/result/", attempts.result, name="result"),
]

bank_urls = [
    path("", banks.index, name="banks"),
    path("<slug:bank>/", banks.bank, name="bank"),
    path("<slug:bank>/edit/", editor.edit, name="edit"),
    path("<slug:bank>/previews/", editor.previews, name="preview"),
    path("<slug:bank>/history/", publications.history, name="bank-history"),
    path("<slug:bank>/publications/", publications.publish, name="bank-publications"),
    path("<slug:bank>/withdrawals/", publications.withdrawals, name="bank-withdrawals"),
    path("<slug:bank>/regrades/", publications.regrade, name="bank-regrades"),
    path("<slug:bank>/regrades/<int:regrade>/reversals/", publications.reversal, name="bank-reversals"),
    path("<slug:bank>/authors/", publications.authors, name="bank-authors"),
    path("<slug:bank>/exports/<slug:format>", imports.export, name="bank-export"),
]

teach_urls: list[URLPattern | URLResolver] = [
    path("reports/", reports.queue, name="reported"),
    path("reports/<int:report>/", reports.settle, name="settled"),
    path("<slug:course>/banks/", include(bank_urls)),
    path("<slug:course>/imports/", imports.imports, name="imports"),
]

urlpatterns = [
    path("", courses.home, name="home"),
    path("courses/<slug:course>/", include(course_urls)),
    path("attempts/", include(attempt_urls)),
    path("teach/", include(teach_urls)),
    path("search/", search.search, name="search"),
    path("preferences/", preferences.preferences_page, name="preferences"),
    path("progress/", progress.progress_page, name="progress"),
    path("accounts/", include("allauth.account.urls")),
    path("admin/", admin.site.urls),
    path("healthz", health.healthz, name="healthz"),
]
