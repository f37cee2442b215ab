"""The whole site map on one page."""

from django.urls import URLPattern, URLResolver, include, path

from studyapp.pages import (
    accounts,
    administration,
    appeals,
    assigning,
    assignments,
    attempts,
    banks,
    behaving,
    certificates,
    cohort_settings,
    cohorts,
    courses,
    designs,
    editor,
    exercises,
    explorer,
    glossary,
    health,
    imports,
    items,
    joining,
    limits,
    options,
    own_data,
    preferences,
    progress,
    publications,
    quizzes,
    reports,
    reviews,
    search,
    sketches,
    trees,
    worksheets,
)

handler500 = "studyapp.pages.errors.broken"

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
    path("certificate/", certificates.asked, name="certificates"),
    path("certificate/<str:code>/", certificates.certificate, name="certificate"),
    path("worksheet/", worksheets.worksheet, name="worksheet"),
    path("exercises/", exercises.index, name="exercises"),
    path("exercises/<slug:exercise>/", exercises.exercise, name="exercise"),
    path("exercises/<slug:exercise>/sketches/", sketches.sketches, name="sketches"),
    path("exercises/<slug:exercise>/sketches/<int:id>/", sketches.sketch, name="sketch"),
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
    path("<slug:bank>/items/", items.items, name="bank-items"),
    path("<slug:bank>/items/<slug:question>/", items.item, name="bank-item"),
    path("<slug:bank>/statistics/", behaving.statistics, name="bank-statistics"),
    path("<slug:bank>/history/", publications.history, name="bank-history"),
    path("<slug:bank>/publications/", publications.publish, name="bank-publications"),
    path("<slug:bank>/withdrawals/", publications.withdrawals, name="bank-withdrawals"),
    path("<slug:bank>/regrades/", publications.regrade, name="bank-regrades"),
    path("<slug:bank>/regrades/<int:regrade>/reversals/", publications.reversal, name="bank-reversals"),
    path("<slug:bank>/authors/", publications.authors, name="bank-authors"),
    path("<slug:bank>/exports/<slug:format>", imports.export, name="bank-export"),
]

cohort_urls = [
    path("", cohorts.index, name="cohorts"),
    path("<int:cohort_id>/", cohorts.cohort, name="cohort"),
    path("<int:cohort_id>/export/", cohorts.export, name="cohort-export"),
    path("<int:cohort_id>/settings/", cohort_settings.settings, name="cohort-settings"),
    path("<int:cohort_id>/invitations/", cohort_settings.invitations, name="invitations"),
    path("<int:cohort_id>/instructors/", cohort_settings.instructors, name="instructors"),
    path("<int:cohort_id>/learners/<int:learner_id>/", cohorts.learner, name="cohort-learner"),
    path("<int:cohort_id>/learners/<int:learner_id>/attempts/<int:attempt_id>/", cohorts.run, name="cohort-run"),
    path("<int:cohort_id>/assignments/", assigning.index, name="cohort-assignments"),
    path("<int:cohort_id>/assignments/new/", assigning.new, name="new-assignment"),
    path("<int:cohort_id>/assignments/<int:assignment_id>/", assigning.edit, name="edit-assignment"),
    path("<int:cohort_id>/assignments/<int:assignment_id>/allowances/", assigning.allowances, name="allowances"),
]

teach_urls: list[URLPattern | URLResolver] = [
    path("", cohorts.teach, name="teach"),
    path("cohorts/", include(cohort_urls)),
    path("reports/", reports.queue, name="reported"),
    path("reports/<int:report>/", reports.settle, name="settled"),
    path("reports/appeals/<int:appeal>/", appeals.settle, name="appeal-settled"),
    path("reports/briefs/<slug:course>/<slug:exercise>/", appeals.regrade, name="designs-regraded"),
    path("<slug:course>/banks/", include(bank_urls)),
    path("<slug:course>/imports/", imports.imports, name="imports"),
]

own_urls = [
    path("", progress.progress_page, name="progress"),
    path("export/", own_data.export, name="own-data"),
    path("deletion/", own_data.deletion, name="deletion"),
    path("classes/", joining.memberships, name="memberships"),
    path("classes/<int:cohort_id>/leavings/", joining.leave, name="leave"),
]

handler429 = limits.too_often  # what allauth asks for

urlpatterns = [
    path("", courses.home, name="home"),
    path("courses/<slug:course>/", include(course_urls)),
    path("attempts/", include(attempt_urls)),
    path("teach/", include(teach_urls)),
    path("search/", search.search, name="search"),
    path("preferences/", preferences.preferences_page, name="preferences"),
    path("preferences/languages/", preferences.language, name="language"),
    path("progress/", include(own_urls)),
    path("assignments/<int:assignment_id>/", assignments.assignment, name="assignment"),
    path("assignments/<int:assignment_id>/attempts/", assignments.begin, name="begin-assignment"),
    path("join/<slug:code>/", joining.join, name="join"),
    path("accounts/logout/", accounts.logout, name="account_logout"),
    path("accounts/", include("allauth.account.urls")),
    path("accounts/2fa/", include("allauth.mfa.urls")),
    path("admin/", administration.site.urls),
    path("healthz", health.healthz, name="healthz"),
]
