"""``make run``: the whole portal on this machine, SQLite, mails as files."""

from portal.settings.base import *
from portal.settings.base import PORT_FILE, VAR_DIR
from portal.settings.env import env

SECRET_KEY = env["SECRET_KEY"] or "development only, never used in production"
ENCRYPTION_KEYS = env["ENCRYPTION_KEYS"] or ["development only, never used in production"]
_port = env.source.get("PORT") or (PORT_FILE.read_text() if PORT_FILE.is_file() else env["PORT"])
BASE_URL = WAGTAILADMIN_BASE_URL = env.source.get("BASE_URL") or f"http://127.0.0.1:{_port}"
INTERNAL_IPS = ["127.0.0.1"]
for _folder in ("", "mail", "media", "static"):
    (VAR_DIR / _folder).mkdir(parents=True, exist_ok=True)
