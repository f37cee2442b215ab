"""Django's admin, for administrators: roles, extra time, what learners reported, and the trail. Its door is the site's."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy

from studyapp.pages import second_step
from studyapp.records import attempts, learners, trail
from studyapp.records.models import Attempt, Report, Trail, User


class Site(admin.AdminSite):
    """Who may enter follows from the role; nobody signs in or changes a password but by the site's own pages."""

    def has_permission(self, request: HttpRequest) -> bool:
        user = request.user
        return (
            isinstance(user, User)
            and user.is_active
            and user.role == User.Role.ADMINISTRATOR
            and not second_step.is_lacking(request)
        )

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        if self.has_permission(request):
            return redirect("admin:index")
        if second_step.is_lacking(request):
            return redirect("mfa_index")
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect_to_login(request.GET.get("next") or "/admin/")

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:  # type: ignore[override]
        return redirect("account_change_password")


site = Site()


class Read(admin.ModelAdmin):  # type: ignore[type-arg]
    """Rows to look at. Whoever is in may see them all; nothing is added or deleted here."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return True

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class Changed(Read):
    """Rows of which something can be changed, and what is changed is in the trail."""

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True


def _by(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


class ExtraTime(forms.ModelForm):  # type: ignore[type-arg]
    minutes = forms.FloatField(required=False, min_value=0, max_value=600, label="Extra time in minutes")

    class Meta:
        model = Attempt
        fields = ("minutes",)


@admin.register(Attempt, site=site)
class AttemptAdmin(Changed):
    """Attempts under the clock. Nothing but time can be given."""

    form = ExtraTime
    list_display = ("id", "learner_mail", "quiz", "mode", "started", "deadline", "finished")
    list_filter = ("mode",)
    readonly_fields = ("learner_mail", "quiz", "mode", "started", "deadline", "finished")
    fields = (*readonly_fields, "minutes")
    list_select_related = ("learner__user",)

    @admin.display(description="learner")
    def learner_mail(self, attempt: Attempt) -> str:
        return attempt.learner.user.email if attempt.learner.user else "guest"

    def save_model(self, request: HttpRequest, obj: Attempt, form: Any, change: bool) -> None:
        minutes = form.cleaned_data.get("minutes") or 0
        attempts.give_time(obj, minutes)
        if minutes:
            trail.note(_by(request), "extra time", f"attempt {obj.pk}", {"learner": obj.learner_id, "minutes": minutes})


@admin.register(Report, site=site)
class ReportAdmin(Read):
    """What learners say is wrong with a question."""

    list_display = ("at", "question", "text", "settled")
    fields = ("at", "question", "text", "settled", "settled_by")
    list_select_related = ("asked",)

    @admin.display
    def question(self, report: Report) -> str:
        return str(report.asked.question)


@admin.register(User, site=site)
class UserAdmin(Changed):
    """Accounts: their role, and whether they are open. For who has lost phone and codes, the second step can be switched off."""

    list_display = ("email", "role", "is_active", "date_joined")
    list_filter = ("role", "is_active")
    search_fields = ("email",)
    fields = ("email", "role", "is_active")
    readonly_fields = ("email",)
    actions = ("drop_second_step",)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        before = User.objects.get(pk=obj.pk)
        learners.give_role(before, form.cleaned_data["role"], by=_by(request))
        learners.open_account(before, opened=form.cleaned_data["is_active"], by=_by(request))

    @admin.action(description=gettext_lazy("Switch the second step off, for a lost phone"))
    def drop_second_step(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        for user in queryset:
            learners.drop_second_step(user, by=_by(request))


@admin.register(Trail, site=site)
class TrailAdmin(Read):
    """Who changed a key, a grade, a role or what a class is to take, and when."""

    list_display = ("at", "kind", "subject", "by", "detail")
    list_filter = ("kind",)
    search_fields = ("subject", "by__email")
    date_hierarchy = "at"
    list_select_related = ("by",)
    ordering = ("-pk",)
