"""The second step of signing in: a code from a device, besides the password. The flow is allauth's; ours is what is stored of it."""

from base64 import urlsafe_b64encode
from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa import signals
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal.auth import generate_totp_secret
from cryptography.fernet import Fernet, InvalidToken
from django import forms
from django.conf import settings
from django.core import signing
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.crypto import salted_hmac
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _
from qrcode import QRCode

from studyapp.records import trail
from studyapp.records.models import User

AN_HOUR = 3600  # in which a new secret must be confirmed


class Adapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Secrets are stored encrypted, so that a backup alone opens no account."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This is not the code that the app shows now. Wait for its next one, and type that."),
        "unverified_email": _(
            "Confirm your address first: the link is in the mail that we sent, and your account page sends it again."
        ),
    }

    def encrypt(self, text: str) -> str:
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        try:
            return _box().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:  # the site has another secret since
            return str(generate_totp_secret())  # which no device has, so that no code fits

    def build_totp_svg(self, url: str) -> str:
        code = QRCode()
        code.add_data(url)
        rows = code.get_matrix()
        dark = [(x, y) for y, row in enumerate(rows) for x, module in enumerate(row) if module]
        return mark_safe(render_to_string("drawings/code.html", {"dark": dark, "size": len(rows)}))  # noqa: S308 - a template escapes


def _box() -> Fernet:
    return Fernet(urlsafe_b64encode(salted_hmac("second step", "", algorithm="sha256").digest()))


class ActivateForm(ActivateTOTPForm):  # type: ignore[misc]
    """The new secret travels in the form, signed for this account: a GET stores nothing, and two tabs do not disturb each other."""

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        forms.Form.__init__(self, *args, **kwargs)
        self.user = user
        signer = signing.TimestampSigner(salt=f"second step of {user.pk}")
        try:
            self.secret = signer.unsign(self.data.get("offered", ""), max_age=AN_HOUR)
        except signing.BadSignature:
            self.secret = generate_totp_secret()
        self.offered = signer.sign(self.secret)


def is_on(user: User) -> bool:
    return bool(Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists())


def is_lacking(request: HttpRequest) -> bool:
    """Whether an administrator, who can give roles and sees every class, has signed in to a public site with a password alone."""
    user = request.user
    if not settings.PRODUCTION or not isinstance(user, User) or user.role != User.Role.ADMINISTRATOR:
        return False
    return all(record.get("method") != "mfa" for record in get_authentication_records(request, user))


@receiver(post_save, sender=Authenticator)
def stored(instance: Authenticator, created: bool, **kwargs: Any) -> None:
    """In the trail with the change itself, or not at all."""
    user = instance.user
    if created and instance.type == Authenticator.Type.TOTP:
        trail.note(user, "second step on", f"account {user.pk}", {})
    elif created:
        trail.note(user, "second step codes made", f"account {user.pk}", {})
        instance.wrap().mark_as_viewed()  # else the GET that first shows them would


@receiver(signals.authenticator_added)
def switched_on(request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    """Whoever switched it on has just shown a code: this session need not show another."""
    if authenticator.type == Authenticator.Type.TOTP:
        record_authentication(request, user, "mfa", type=authenticator.type)


@receiver(signals.authenticator_removed)
def switched_off(user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    if authenticator.type == Authenticator.Type.TOTP:
        trail.note(user, "second step off", f"account {user.pk}", {})
