"""What the first request of a process would load, loaded before the server forks: none of them begins from nothing."""

from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.validators import EmailValidator, URLValidator
from django.template import Engine
from django.template.loader import get_template
from django.utils import translation
from django.utils.formats import get_format
from django.utils.module_loading import import_string
from django.utils.translation.trans_real import parse_accept_lang_header
from wagtail.models import get_page_models

from portal.core.templatetags.portal_tags import footer_feeds


def load_templates() -> None:
    """Compile the templates of pages and of what they are made of; their libraries of tags are imported by that."""
    for model in get_page_models():
        get_template(model.template)
    for room in apps.get_app_configs():
        folder = Path(room.path, "templates")
        if folder.is_relative_to(settings.BASE_DIR) and ".venv" not in folder.parts:
            for file in [*folder.glob("*.html"), *folder.glob("**/components/*.html")]:
                get_template(str(file.relative_to(folder)))
    _context_processors = Engine.get_default().template_context_processors


def load_requests() -> None:
    """Load what reads requests and forms: languages, dates and addresses, and what keeps messages."""
    parse_accept_lang_header("en-GB,en;q=0.9")
    URLValidator()("https://example.org/")
    EmailValidator()("somebody@example.org")
    import_string(settings.MESSAGE_STORAGE)
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            get_format("DATE_INPUT_FORMATS", use_l10n=True)
            footer_feeds()
