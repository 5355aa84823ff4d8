"""Settings that hold everywhere, with the safe choice as default."""

import tomllib
from urllib.parse import quote

from csp.constants import NONCE, NONE, SELF
from django.conf.locale import LANG_INFO

from portal.core.i18n.languages import LANGUAGES as KNOWN_LANGUAGES
from portal.core.operations import logs
from portal.settings import kinds
from portal.settings.env import BASE_DIR, env

env.check()

VAR_DIR = env["VAR_DIR"]
DICTIONARY_DIR = env["DICTIONARY_DIR"] or VAR_DIR / "dictionaries"
#: Which release this is; the one place that says it is ``pyproject.toml``.
VERSION = tomllib.loads((BASE_DIR / "pyproject.toml").read_text())["project"]["version"]
DEBUG = False
SECRET_KEY = env["SECRET_KEY"]
ALLOWED_HOSTS = env["ALLOWED_HOSTS"]
BASE_URL = env["BASE_URL"]
#: The port of the latest ``make run``, so that commands beside it write links that lead there.
PORT_FILE = VAR_DIR / "port"
ROOT_URLCONF = "portal.urls"
#: What is the same for everybody and asked for so often that nothing is asked about who asks.
EARLY_URLCONF = "events.dialogue.live.early_urls"
WSGI_APPLICATION = "portal.wsgi.application"
AUTH_USER_MODEL = "users.User"
AUTHENTICATION_BACKENDS = ["portal.core.users.backends.Accounts"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "portal",
    "home.workbench",
    "home",
    "search",
    "events",
    "events.dialogue",
    "projects",
    "projects.modeltext",
    "partners",
    "portal.editing",
    "portal.core",
    "portal.core.users",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail_modeladmin",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
]

MIDDLEWARE = [
    "portal.core.web.middleware.RequestId",
    "portal.core.web.middleware.CountRequests",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "portal.core.web.middleware.Isolation",
    "portal.core.web.middleware.RefuseMalformedRequests",
    "portal.core.web.middleware.EarlyAnswers",
    "portal.core.web.middleware.PublicCaching",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "portal.core.web.middleware.LanguageOfUrl",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "partners.teams.guard.EditorsLanguage",
    "partners.teams.guard.OwnershipGuard",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "portal.core.web.middleware.ContentSecurityPolicy",
    "portal.core.web.middleware.FirstContent",
    "portal.core.pages.spellings.OldSpellings",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "portal.editing.publication.middleware.Gatekeeper",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
            ],
        },
    },
]

# --- Database, tasks, cache ---------------------------------------------------------------------------------------
DATABASES = {"default": env["DATABASE_URL"] or kinds.database(f"sqlite:///{quote(str(VAR_DIR))}/portal.sqlite3")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = False
    DATABASES["default"]["OPTIONS"] = {
        # Writers queue instead of failing half-way through a transaction.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-16000;",
    }

DATABASE_REPLICA_LAG = env["DATABASE_REPLICA_LAG"]
if env["DATABASE_REPLICA_URL"]:
    DATABASES["replica"] = env["DATABASE_REPLICA_URL"]
    DATABASE_ROUTERS = ["portal.core.replica.ReplicaRouter"]

TASKS = {
    "default": {"BACKEND": "portal.core.operations.queue_backend.TaskQueue", "QUEUES": ["default", "mail", "search"]}
}
PAGE_CACHE_MB = env["PAGE_CACHE_MB"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# --- Languages ----------------------------------------------------------------------------------------------------
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Oslo"
LANGUAGE_CODE = env["PORTAL_LANGUAGES"][0]
LANGUAGES = [(code, KNOWN_LANGUAGES[code].own_name) for code in env["PORTAL_LANGUAGES"]]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAIL_I18N_ENABLED = True
# The portal's own texts first; then those of Wagtail that Wagtail itself has not in the editors' languages.
LOCALE_PATHS = [BASE_DIR / "portal" / "locale", BASE_DIR / "portal" / "admin_locale"]
FORMAT_MODULE_PATH = ["portal.core.i18n.date_formats"]
for _language in KNOWN_LANGUAGES.values():
    # Django itself has no entry for some of them (Faroese, Northern Sámi, Greenlandic).
    LANG_INFO.setdefault(
        _language.code,
        {
            "bidi": _language.rtl,
            "code": _language.code,
            "name": _language.english_name,
            "name_local": _language.own_name,
        },
    )

# --- Files --------------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "portal.core.web.assets.BundleFinder",  # the stylesheet, the script and the drawn icons
]
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
S3_ENDPOINT = env["S3_ENDPOINT"]
_BUCKET = {
    "BACKEND": "portal.core.files.bucket.MediaBucket",
    "OPTIONS": {
        "bucket_name": env["S3_BUCKET"],
        "endpoint_url": S3_ENDPOINT or None,
        "region_name": env["S3_REGION"] or None,
        "access_key": env["S3_ACCESS_KEY"],
        "secret_key": env["S3_SECRET_KEY"],
    },
}
STORAGES = {
    "default": _BUCKET if env["S3_BUCKET"] else {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "portal.core.web.static_storage.StaticStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # a long page in Wagtail's editor posts thousands
FILE_UPLOAD_PERMISSIONS = 0o644

# --- Wagtail ------------------------------------------------------------------------------------------------------
WAGTAIL_SITE_NAME = "Nordic Smart City Model"
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAIL_APPEND_SLASH = True
WAGTAIL_ALLOW_UNICODE_SLUGS = False  # see portal/core/models/slugs.py
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_EDITING_SESSION_PING_INTERVAL = 20_000  # ms; each open editor asks so often who else is there
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = True
WAGTAILADMIN_PERMITTED_LANGUAGES = [(code, name) for code, name in LANGUAGES if KNOWN_LANGUAGES[code].in_admin]
WAGTAILIMAGES_IMAGE_MODEL = "core.PortalImage"
WAGTAILIMAGES_IMAGE_FORM_BASE = "portal.core.uploads.image_form.ExplainedImageForm"
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "heic", "heif", "jpg", "jpeg", "png", "webp"]  # no SVG: it can carry scripts
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 12 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 60_000_000
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "odp", "ods", "odt", "pdf", "pptx", "txt", "xlsx"]
WAGTAILDOCS_DOCUMENT_FORM_BASE = "portal.core.uploads.document_form.LimitedDocumentForm"
WAGTAILDOCS_MAX_UPLOAD_SIZE = 20 * 1024 * 1024  # more than an annual report, less than what fills a disk unseen
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []  # no third-party content is ever embedded
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
WAGTAIL_FINISH_WORKFLOW_ACTION = "portal.core.hooks.approval.publish_approved"
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
WAGTAIL_LOCALIZE_DEFAULT_TRANSLATION_MODE = "synced"

# --- Public search ---
SEARCH_ENGINE = env["SEARCH_ENGINE"]
ELASTICSEARCH_URL = env["ELASTICSEARCH_URL"]
ELASTICSEARCH_API_KEY = env["ELASTICSEARCH_API_KEY"]
ELASTICSEARCH_INDEX = env["ELASTICSEARCH_INDEX"]
ELASTICSEARCH_TIMEOUT = env["ELASTICSEARCH_TIMEOUT"]
SEARCH_EMBEDDINGS = env["SEARCH_EMBEDDINGS"]

METRICS_LISTEN = env["METRICS_LISTEN"]
ERROR_REPORTING_DSN = env["ERROR_REPORTING_DSN"]

# --- Backups ---
BACKUP_DIR = env["BACKUP_DIR"]
BACKUP_KEEP = env["BACKUP_KEEP"]

CHECK_LINKS = env["CHECK_LINKS"]
CHECK_LINKS_ALSO: list[str] = []  # hosts that are checked although they are not public: tests only
WAGTAILLOCALIZE_MACHINE_TRANSLATOR = env["MACHINE_TRANSLATION"]

# --- Security -----------------------------------------------------------------------------------------------------
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"  # Wagtail's preview shows the page in a frame of the same origin
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "portal.core.web.views.csrf_failure"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-src": [SELF],
        "frame-ancestors": [SELF],
        "base-uri": [NONE],
        "manifest-src": [SELF],
        "object-src": [NONE],
    }
}
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "wagtailadmin_login"
WAGTAIL_FRONTEND_LOGIN_URL = "/admin/login/"  # of private pages too: the one that limits guessing
PASSWORD_RESET_TIMEOUT = 7 * 24 * 3600  # seconds; invitations to editors are such links
TRUSTED_PROXIES = env["TRUSTED_PROXIES"]
ENCRYPTION_KEYS = env["ENCRYPTION_KEYS"]

# --- Mail ---------------------------------------------------------------------------------------------------------
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env["DEFAULT_FROM_EMAIL"]
EMAIL_TIMEOUT = 20
EMAIL_BACKEND = "portal.core.mail.files.EmailBackend"
EMAIL_FILE_PATH = VAR_DIR / "mail"
if env["EMAIL_URL"]:
    _mail = env["EMAIL_URL"]
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, EMAIL_PORT = _mail.host, _mail.port
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail.user, _mail.password
    EMAIL_USE_SSL, EMAIL_USE_TLS = _mail.ssl, _mail.starttls

BOUNCES = env["BOUNCES_URL"]

# --- Log: on standard error, without personal data ----------------------------------------------------------------
LOGGING = logs.config(env["LOG_FORMAT"], env["LOG_LEVEL"])
