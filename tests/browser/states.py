"""Every page with the states it can be in, in corners: who looks at it, at which address, and what was sent from it."""

from collections.abc import Callable
from dataclasses import dataclass, field

from studyapp.records.models import Learner
from tests.browser import worlds
from tests.browser.visits import COURSE, QUIZ, TREE
from tests.browser.worlds import BRIEF, Numbers

EXERCISES, BANKS, PANTRY = (
    f"{COURSE}/exercises/",
    "/teach/ai-model-inferencing/banks/",
    "/teach/ai-model-inferencing/banks/pantry/",
)
MODULES = f"{COURSE}/modules"
COHORT, EMPTY = "/teach/cohorts/{cohort}/", "/teach/cohorts/{empty}/"
GIVEN, HERS = f"{COHORT}assignments/{{row}}/", f"{COHORT}learners/{{ada}}/"
KINDS = ("single", "multiple", "ordering", "matching", "numeric")


@dataclass(frozen=True)
class State:
    """A page by the name of its address. Where something is sent from one of its forms, that status comes back."""

    name: str
    address: str
    status: int = 200
    sent: dict[str, str] | None = None
    form: str = "main form[method=post]"


@dataclass(frozen=True)
class Corner:
    """Who looks, at what, and what was done before."""

    who: str  # nobody, ada or ben
    states: list[State]
    made: Callable[[Learner, Learner], Numbers] = field(default=lambda ada, ben: {})


CORNERS = {
    "courses": Corner("nobody", [
        State("home", "/"),
        State("course", f"{COURSE}/"),
        State("module", f"{MODULES}/deployment/"),
        State("module", f"{MODULES}/trade-offs/"),
        State("lesson", f"{MODULES}/deployment/what-inference-is/"),
        State("lesson", f"{MODULES}/deployment/sourcing-a-model/"),  # with a path
        State("lesson", f"{MODULES}/deployment/who-runs-the-host/"),  # with a ladder
        State("lesson", f"{MODULES}/batch/a-job-not-an-endpoint/"),  # with lanes
        State("glossary", f"{COURSE}/glossary/"),
        State("term", f"{COURSE}/glossary/cold-start/"),
    ]),
    "options": Corner("nobody", [
        State("options", f"{COURSE}/options/?option=asynchronous&payload=300+MB&deadline=5+min"),
        State("options", f"{COURSE}/options/?payload=much&deadline=5+min", 422),
        State("option", f"{COURSE}/options/asynchronous/"),
        State("option", f"{COURSE}/options/batch-pattern/"),
        State("trees", f"{COURSE}/trees/"),
        State("tree", TREE),
        State("tree", f"{TREE}?place=cloud&waiting=blocks"),
        State("tree", f"{TREE}?place=cloud&waiting=returns"),
        State("tree", f"{TREE}?payload=much", 422),
        State("tree", f"{COURSE}/trees/model-location/"),
        State("tree", f"{COURSE}/trees/interaction-pattern/?waiting=nobody&surface=workflow"),
    ]),
    "costs": Corner("nobody", [
        State("costs", f"{COURSE}/costs/"),
        State("costs", f"{COURSE}/costs/?requests=1,5&instance=none&parallel=1.5", 422),
        State("costs", f"{COURSE}/costs/?devices=3&quote=5&prompt=100&reply=10"),
        State("exercises", EXERCISES),
        State("exercise", f"{EXERCISES}corner-shop-bot/"),
        State("exercise", f"{EXERCISES}{BRIEF}/"),
        State("exercise", f"{EXERCISES}inference-type/"),
    ]),
    "nothing done yet": Corner("nobody", [
        State("quizzes", f"{COURSE}/quizzes/"),
        State("quiz", QUIZ),
        State("quiz", f"{COURSE}/quizzes/mock/"),
        State("attempts", "/attempts/"),
        State("progress", "/progress/"),
        State("preferences", "/preferences/"),
        State("review", f"{COURSE}/review/"),
        State("worksheet", f"{COURSE}/worksheet/"),
        State("search", "/search/"),
        State("search", "/search/?q=batch"),
        State("search", "/search/?q=zymurgy"),
        State("certificates", f"{COURSE}/certificate/"),
        State("own-data", "/progress/export/"),
        State("deletion", "/progress/deletion/"),
        State("deletion", "/progress/deletion/?done=1"),
        State("memberships", "/progress/classes/"),
        State("join", "/join/NOSUCHCODE/", 404),
        State("missing", "/nowhere/", 404),
    ]),
    "too often": Corner("nobody", [
        State("join", "/join/NOSUCHCODE/", 429),
    ], worlds.too_many_guesses),
    "accounts": Corner("nobody", [
        State("account_login", "/accounts/login/"),
        State("account_login", "/accounts/login/", 200, {"login": "ada@example.org", "password": "wrong"}),
        State("account_signup", "/accounts/signup/"),
        State("account_signup", "/accounts/signup/", 200, {"email": "ada", "password1": "12345"}),
        State("account_reset_password", "/accounts/password/reset/"),
        State("account_reset_password", "/accounts/password/reset/", 200, {"email": "ada"}),
        State("account_reset_password_done", "/accounts/password/reset/done/"),
        State("account_reset_password_from_key", "/accounts/password/reset/key/1-gone/"),
        State("account_reset_password_from_key_done", "/accounts/password/reset/key/done/"),
        State("account_email_verification_sent", "/accounts/confirm-email/"),
        State("account_confirm_email", "/accounts/confirm-email/gone/"),
        State("account_inactive", "/accounts/inactive/"),
        State("forbidden", "/accounts/signup/", 403, {"csrfmiddlewaretoken": "stale"}),
    ]),
    "an account": Corner("ada", [
        State("account_email", "/accounts/email/"),
        State("account_change_password", "/accounts/password/change/"),
        State("account_change_password", "/accounts/password/change/", 200, {"oldpassword": "x"}),
        State("account_logout", "/accounts/logout/"),
        State("account_reauthenticate", "/accounts/reauthenticate/"),
        State("deletion", "/progress/deletion/", 422, {"password": "wrong"}),
    ]),
    "no second step": Corner("ada", [
        State("mfa_index", "/accounts/2fa/"),
        State("mfa_activate_totp", "/accounts/2fa/totp/activate/"),
        State("mfa_activate_totp", "/accounts/2fa/totp/activate/", 200, {"code": "000000"}),
    ]),
    "a second step": Corner("ada", [
        State("mfa_index", "/accounts/2fa/"),
        State("mfa_view_recovery_codes", "/accounts/2fa/recovery-codes/"),
        State("mfa_generate_recovery_codes", "/accounts/2fa/recovery-codes/generate/"),
        State("mfa_deactivate_totp", "/accounts/2fa/totp/deactivate/"),
        State("mfa_reauthenticate", "/accounts/2fa/reauthenticate/"),
    ], worlds.a_second_step),
    "at the second step": Corner("nobody", [
        State("mfa_authenticate", "/accounts/login/", 200, {"login": "ada@example.org", "password": "ferry-to-the-lamp"}),
        State("mfa_authenticate", "/accounts/2fa/authenticate/", 200, {"code": "000000"}),
    ], worlds.a_second_step),
    "work": Corner("ada", [
        *(State("question", f"/attempts/{{asked}}/{{asked_{kind}}}/") for kind in KINDS),
        *(State("question", f"/attempts/{{told}}/{{told_{kind}}}/") for kind in KINDS),
        *(State("question", f"/attempts/{{walked}}/{position}/") for position in (1, 2, 5)),
        State("question", "/attempts/{walked}/5/", 422, {"act": "check"}, "#question"),
        State("question", "/attempts/{mock}/7/"),
        State("attempt", "/attempts/{mock}/"),
        State("home", "/"),
        State("course", f"{COURSE}/"),
        State("quiz", f"{COURSE}/quizzes/knowledge/"),
    ], worlds.a_learner_at_work),
    "results": Corner("ada", [
        State("home", "/"),
        State("course", f"{COURSE}/"),
        State("module", f"{MODULES}/deployment/"),
        State("progress", "/progress/"),
        State("attempts", "/attempts/"),
        State("result", "/attempts/{failed}/result/"),
        State("result", "/attempts/{passed}/result/"),
        State("result", "/attempts/{late}/result/"),
        State("quizzes", f"{COURSE}/quizzes/"),
        State("quiz", QUIZ),
        State("review", f"{COURSE}/review/"),
        State("preferences", "/preferences/"),
        State("worksheet", f"{COURSE}/worksheet/?saved=1"),
        State("exercises", EXERCISES),
        State("sketch", f"{EXERCISES}inference-type/sketches/{{tree}}/"),
        State("exercise", f"{EXERCISES}inference-type/"),
        State("judgement", f"{EXERCISES}{BRIEF}/judgements/1/"),
        State("certificate", f"{COURSE}/certificate/{{paper}}/"),
        State("own-data", "/progress/export/"),
    ], worlds.a_learner_with_results),
    "in a class": Corner("ada", [
        State("home", "/"),
        State("progress", "/progress/"),
        State("memberships", "/progress/classes/"),
        State("assignment", "/assignments/{row}/"),
        State("assignment", "/assignments/{over}/"),
        State("join", "/join/{code}/"),
        State("join", "/join/{another}/"),
        State("join", "/join/{another}/", 422, {"name": ""}),
        State("join", "/join/{ended}/", 410),
    ], worlds.a_class),
    "a class": Corner("ben", [
        State("teach", "/teach/"),
        State("cohorts", "/teach/cohorts/"),
        State("cohorts", "/teach/cohorts/", 422, {"title": ""}),
        State("cohort", COHORT),
        State("cohort", EMPTY),
        State("cohort-settings", f"{COHORT}settings/"),
        State("cohort-settings", f"{COHORT}settings/", 422, {"title": ""}, "form:has(#title)"),
        State("cohort-settings", f"{EMPTY}settings/"),
        State("cohort-assignments", f"{COHORT}assignments/"),
        State("cohort-assignments", f"{EMPTY}assignments/"),
        State("new-assignment", f"{COHORT}assignments/new/"),
        State("new-assignment", f"{COHORT}assignments/new/", 422, {"attempts": "many"}),
        State("edit-assignment", GIVEN),
        State("allowances", f"{GIVEN}allowances/"),
        State("allowances", f"{GIVEN}allowances/", 422, {"minutes": "many"}),
        State("cohort-learner", HERS),
        State("cohort-run", f"{HERS}attempts/{{run}}/"),
    ], worlds.a_class),
    "no bank": Corner("ben", [
        State("teach", "/teach/"),
        State("cohorts", "/teach/cohorts/"),
        State("reported", "/teach/reports/"),
        State("banks", BANKS),
        State("banks", BANKS, 422, {"ident": "No id"}),
        State("imports", "/teach/ai-model-inferencing/imports/"),
        State("imports", "/teach/ai-model-inferencing/imports/", 422, {}),
    ]),
    "a bank begun": Corner("ben", [
        State("banks", BANKS),
        State("bank", PANTRY),
        State("edit", f"{PANTRY}edit/"),
        State("bank-statistics", f"{PANTRY}statistics/"),
        State("bank-publications", f"{PANTRY}publications/"),
        State("bank-history", f"{PANTRY}history/"),
        State("bank-item", f"{PANTRY}items/spoon/"),
        State("bank-item", f"{PANTRY}items/spoon/", 422, {"act": "add-choice", "stem": "# x"}),
        State("bank-authors", f"{PANTRY}authors/"),
        State("bank-authors", f"{PANTRY}authors/", 422, {"email": "nobody@example.org"}),
    ], worlds.a_bank_begun),
    "a changed key": Corner("ben", [
        State("bank", PANTRY),
        State("bank-statistics", f"{PANTRY}statistics/"),
        State("bank-publications", f"{PANTRY}publications/"),
        State("bank-history", f"{PANTRY}history/"),
        State("bank-export", f"{PANTRY}exports/gift"),
        State("bank-export", f"{PANTRY}exports/csv"),
        State("reported", "/teach/reports/"),
        State("reported", "/teach/reports/?settled=1"),
    ], worlds.a_bank_with_a_changed_key),
    "answers to judge anew": Corner("ben", [
        State("bank-history", f"{PANTRY}history/?from=1&to=2"),
    ], worlds.a_bank_published_twice),
    "a sealed exam": Corner("ada", [
        State("result", "/attempts/{run}/result/"),
        State("assignment", "/assignments/{row}/"),
        State("quiz", f"{COURSE}/quizzes/pantry/"),
    ], worlds.a_sealed_exam),
}  # fmt: skip
