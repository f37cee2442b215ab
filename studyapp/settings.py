"""All settings. What the environment may say stands in the README, and nonsense in it is refused."""

import os
import re
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from studyapp import databases

ROOT = Path(__file__).resolve().parent.parent


def env_choice(name: str, default: str, among: tuple[str, ...]) -> str:
    value = os.environ.get(name) or default
    if value not in among:
        raise ImproperlyConfigured(f'{name} is "{value}". Fix: use one of: {", ".join(among)}.')
    return value


def env_path(name: str, default: Path) -> Path:
    return Path(os.environ.get(name) or default).resolve()


def env_list(name: str, default: str) -> list[str]:
    return [part.strip() for part in (os.environ.get(name) or default).split(",") if part.strip()]


def env_address(name: str) -> tuple[str, int]:
    """'host:port', or ('', 0) when unset."""
    value = os.environ.get(name, "")
    match = re.fullmatch(r"([\w.-]+):(\d{1,5})", value)
    if value and not match:
        raise ImproperlyConfigured(f'{name} is "{value}". Fix: write host:port, as in smtp.example.org:587.')
    return (match[1], int(match[2])) if match else ("", 0)


def env_secret(name: str, kept_in: Path | None) -> str:
    """From the environment; in local mode else made once and kept in a file."""
    value = os.environ.get(name, "")
    if value and len(value) < 32:
        raise ImproperlyConfigured(f"{name} is shorter than 32 characters. Fix: make a longer one.")
    if not value and kept_in is None:
        raise ImproperlyConfigured(f"{name} is not set. Fix: production needs a secret of 32 characters or more.")
    if not value and kept_in is not None:
        if not kept_in.exists():
            kept_in.parent.mkdir(parents=True, exist_ok=True)
            kept_in.write_text(secrets.token_urlsafe(48))
            kept_in.chmod(0o600)
        value = kept_in.read_text()
    return value


MODE = env_choice("STUDYAPP_MODE", "local", ("local", "production"))
PRODUCTION = MODE == "production"
VAR = env_path("STUDYAPP_VAR", ROOT / "var")
CONTENT = env_path("STUDYAPP_CONTENT", ROOT / "content")
VAR.mkdir(parents=True, exist_ok=True)

DEBUG = False
SECRET_KEY = env_secret("STUDYAPP_SECRET", None if PRODUCTION else VAR / "secret")
ALLOWED_HOSTS = env_list("STUDYAPP_HOSTS", "" if PRODUCTION else "localhost,127.0.0.1,[::1]")
if not ALLOWED_HOSTS:
    raise ImproperlyConfigured("STUDYAPP_HOSTS is not set. Fix: name the site's hosts, separated by commas.")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS] if PRODUCTION else []

INSTALLED_APPS = [
    "django.contrib.admin.apps.SimpleAdminConfig",  # pages/administration.py says what is in it
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "studyapp.records",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",  # answers before the next one: its files are compressed already
    "studyapp.pages.compressing.Compressed",  # tokens are masked anew in each page, and its length is padded at random: no BREACH
    "studyapp.pages.policy.Policy",
    "studyapp.pages.storable.Storable",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "studyapp.pages.http.SlidingSession",
]

ROOT_URLCONF = "studyapp.urls"
WSGI_APPLICATION = "studyapp.wsgi.application"
CONTEXT = [
    "django.template.context_processors.request",
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
]
TEMPLATES = [
    {
        "NAME": "templates",
        "BACKEND": "studyapp.pages.templating.Templates",
        "DIRS": [ROOT / "templates"],
        "OPTIONS": {
            "environment": "studyapp.pages.templating.environment",
            "context_processors": [*CONTEXT, "studyapp.pages.http.frame"],
        },
    },
    {  # the administration's own
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": CONTEXT},
    },
]

_URL = os.environ.get("DATABASE_URL", "")
DATABASES = {"default": databases.from_url(_URL) if _URL else databases.sqlite(VAR / "study.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Limits must hold over every process, and no crowd may push a count out before its time.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    },
    "process": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 10_000}},
}

AUTH_USER_MODEL = "records.User"
AUTHENTICATION_BACKENDS = ["studyapp.records.visitors.Backend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator", "NumericPasswordValidator")
]  # fmt: skip
ACCOUNT_ADAPTER = "studyapp.pages.accounts.Adapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory" if PRODUCTION else "optional"
ACCOUNT_PREVENT_ENUMERATION = PRODUCTION
ACCOUNT_RATE_LIMITS = {
    "login": "120/m/ip",
    "signup": "60/m/ip",
}  # a lecture hall has one address; wrong passwords: ten a minute
ACCOUNT_MAX_EMAIL_ADDRESSES = 1  # else anybody could have mail sent to anybody
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_ON_GET = False
MFA_ADAPTER = "studyapp.pages.second_step.Adapter"
MFA_FORMS = {"activate_totp": "studyapp.pages.second_step.ActivateForm"}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if PRODUCTION else 0  # else all who sign in would share the proxy's limit
LOGIN_REDIRECT_URL = "progress"
LOGIN_URL = "account_login"
LOGOUT_REDIRECT_URL = "home"

_SMTP = env_address("STUDYAPP_SMTP")
EMAIL_HOST, EMAIL_PORT = _SMTP
EMAIL_HOST_USER = os.environ.get("STUDYAPP_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("STUDYAPP_SMTP_PASSWORD", "")
EMAIL_USE_TLS = bool(EMAIL_HOST)
_CARRIER = (
    "smtp" if EMAIL_HOST else "filebased" if PRODUCTION else "console"
)  # a log that others read holds no address and no link
EMAIL_BACKEND = f"django.core.mail.backends.{_CARRIER}.EmailBackend"
EMAIL_FILE_PATH = VAR / "mail"
if _CARRIER == "filebased":
    EMAIL_FILE_PATH.mkdir(mode=0o700, exist_ok=True)
DEFAULT_FROM_EMAIL = os.environ.get("STUDYAPP_MAIL_FROM") or "study@localhost"

DATA_UPLOAD_MAX_MEMORY_SIZE = 8_000_000  # bytes of a form: a draft of 5 MB, and room to say of a larger one that it is

SESSION_ENGINE = "studyapp.records.visitors"
SESSION_COOKIE_AGE = 14 * 86400
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "studyapp.pages.errors.forbidden"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SECURE_SSL_REDIRECT = PRODUCTION
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PRODUCTION else None
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 365 * 86400 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("es", "Español")]
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_AGE = 365 * 86400
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LOCALE_PATHS = [ROOT / "studyapp" / "locale"]
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [ROOT / "static"]
WHITENOISE_ALLOW_ALL_ORIGINS = False  # nobody else's pages need them
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "studyapp.pages.static.JoinedStorage"},
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"()": "studyapp.logs.Discreet", "format": "{levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"studyapp": {"level": "INFO"}},
}
