"""Who is asking: the session and the account, which every page asks for, each by a written statement."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone

from studyapp.records import rows
from studyapp.records.models import User

SESSION = "django_session WHERE session_key = %s AND expire_date > %s"
USER = "records_user WHERE id = %s"


class SessionStore(db.SessionStore):
    """Django's sessions in the database."""

    def _get_session_from_db(self) -> Session | None:
        now = connection.ops.adapt_datetimefield_value(timezone.now())
        found = rows.first(SESSION, [self.session_key, now], Session)
        session: Session | None = found[0] if found else None
        if session is None:
            self._session_key = None
        return session


class Backend(AuthenticationBackend):  # type: ignore[misc]
    """allauth's signing in, by address and password."""

    def get_user(self, user_id: Any) -> User | None:
        found = rows.first(USER, [user_id], User)
        return found[0] if found and self.user_can_authenticate(found[0]) else None
