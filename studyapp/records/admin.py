"""Django's admin: extra time for one learner, until instructors have pages of their own."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from studyapp.records import attempts, learners, trail
from studyapp.records.models import Attempt, Report, User


def _by(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


class ExtraTime(forms.ModelForm):  # type: ignore[type-arg]
    minutes = forms.FloatField(required=False, min_value=0, max_value=600, label="Extra time in minutes")

    class Meta:
        model = Attempt
        fields = ("minutes",)


@admin.register(Attempt)
class AttemptAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Attempts under the clock. Nothing but time can be given, and nothing is deleted."""

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

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Attempt | None = None) -> bool:
        return False


@admin.register(Report)
class ReportAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """What learners say is wrong with a question."""

    list_display = ("at", "question", "text")
    readonly_fields = ("asked", "text", "at")
    list_select_related = ("asked",)

    @admin.display
    def question(self, report: Report) -> str:
        return str(report.asked.question)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False


@admin.register(User)
class UserAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("email", "role", "is_active", "date_joined")
    fields = ("email", "role", "is_active")
    readonly_fields = ("email",)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if "role" in form.changed_data:
            role, obj.role = obj.role, form.initial["role"]
            learners.give_role(obj, role, by=_by(request))
