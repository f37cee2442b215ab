"""The site's settings, for tests: a database in memory, or on a throw-away server, quick passwords, plain static files."""

import os
import tempfile

os.environ["STUDYAPP_VAR"] = tempfile.mkdtemp(prefix="studyapp-tests-")
os.environ.pop("STUDYAPP_MODE", None)
os.environ["DATABASE_URL"] = os.environ.get("TEST_DATABASE_URL", "")  # never somebody's real one
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright runs a loop in the tests' own thread

from studyapp.settings import *  # noqa: F403

if not os.environ["DATABASE_URL"]:
    DATABASES["default"]["TEST"] = {"NAME": ":memory:"}  # noqa: F405 - else only Django's own engine of SQLite is tested in memory
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CACHES = {
    name: {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": name}
    for name in ("default", "process")
}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
STATIC_ROOT.mkdir(exist_ok=True)  # noqa: F405 - WhiteNoise warns when there is no such folder
