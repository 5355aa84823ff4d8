"""The test suite: every convenience is pinned, nothing depends on the developer's machine."""

import atexit
import shutil
import tempfile
from pathlib import Path

from portal.settings.base import *
from portal.settings.base import BASE_DIR, DATABASES, LOGGING, MIDDLEWARE

SECRET_KEY = "tests only"
ENCRYPTION_KEYS = ["tests only"]
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
BASE_URL = WAGTAILADMIN_BASE_URL = "http://testserver"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# A folder for each process: test runs side by side never share a file.
VAR_DIR = Path(tempfile.mkdtemp(prefix="portal-tests-"))
atexit.register(shutil.rmtree, VAR_DIR, ignore_errors=True)
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file as in real life: threads then wait for each other as they do on a small installation.
    DATABASES["default"]["TEST"] = {"NAME": VAR_DIR / "test.sqlite3"}
LOGGING = {**LOGGING, "root": {"handlers": ["stderr"], "level": "WARNING"}}
# Packed once for all of them, apart from the folder of the portal, where a lexicon may be that somebody made.
DICTIONARY_DIR = BASE_DIR / "var" / "services" / "dictionaries"
MEDIA_ROOT = VAR_DIR / "media"
EMAIL_FILE_PATH = VAR_DIR / "mail"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Nothing is collected in tests; the static finders serve the browser tests.
MIDDLEWARE = [name for name in MIDDLEWARE if "whitenoise" not in name]
