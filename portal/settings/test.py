"""The test suite: every convenience is pinned, nothing depends on the developer's machine."""

import tempfile
from pathlib import Path

from portal.settings.base import *
from portal.settings.base import MIDDLEWARE

SECRET_KEY = "tests only"
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
BASE_URL = WAGTAILADMIN_BASE_URL = "http://testserver"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
VAR_DIR = Path(tempfile.gettempdir()) / "portal-tests"
MEDIA_ROOT = VAR_DIR / "media"
EMAIL_FILE_PATH = VAR_DIR / "mail"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Nothing is collected in tests; the static finders serve the browser tests.
MIDDLEWARE = [name for name in MIDDLEWARE if "whitenoise" not in name]
