"""Wagtail hooks of editing: the languages of a page, the translation editor, the guide, publication."""

from collections.abc import Iterator

from django.contrib import messages
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, URLResolver, path, reverse, reverse_lazy
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page
from wagtail.rich_text.feature_registry import FeatureRegistry
from wagtail_localize.models import StringTranslation, Translation

from portal.core.files.access import check_document
from portal.core.forms.dates.views import understand_text
from portal.core.public_links import PublicPageLinkHandler
from portal.core.types import AnyUser
from portal.editing.guide.views import GuideView
from portal.editing.pages import drafts
from portal.editing.publication import archiving, going_live
from portal.editing.publication.facts_views import CHECKED, FactsView, may_check_facts
from portal.editing.quality.checker import use_own_rules
from portal.editing.review import returning
from portal.editing.review.next_step import put_first
from portal.editing.translations import stock
from portal.editing.translations.exchange import KINDS
from portal.editing.translations.file_views import DownloadView, UploadView
from portal.editing.translations.gate import check_translation
from portal.editing.translations.here_view import DeskPresenceView
from portal.editing.translations.short_views import TRANSLATED, ShortTranslationView
from portal.editing.translations.states import OUTDATED
from portal.editing.translations.views import LanguagesView, TranslationEditorView
from portal.editing.undo.views import undo


@hooks.register("register_admin_urls")
def translation_urls() -> list[URLPattern | URLResolver]:
    """The languages of a page, the translation editor, the guide, and what dates mean."""
    return [
        path("dates/", understand_text, name="portal_dates"),
        path("guide/", GuideView.as_view(), name="portal_guide"),
        path("session/", drafts.session_view, name="portal_draft_session"),
        path("undo/", undo, name="portal_undo"),
        path("facts/<int:page_id>/", FactsView.as_view(), name="portal_facts"),
        path("languages/<int:page_id>/", LanguagesView.as_view(), name="portal_languages"),
        path(
            "languages/<int:page_id>/<str:language>/", ShortTranslationView.as_view(), name="portal_short_translation"
        ),
        path("languages/desk/<int:translation_id>/", TranslationEditorView.as_view(), name="translation_editor"),
        path(
            "languages/desk/<int:translation_id>/here/<int:session_id>/",
            DeskPresenceView.as_view(),
            name="portal_desk_here",
        ),
        path("languages/desk/<int:translation_id>/upload/", UploadView.as_view(), name="portal_upload"),
        *(
            path(
                f"languages/desk/<int:translation_id>/{kind}/",
                DownloadView.as_view(),
                {"kind": kind},
                name=f"portal_{kind}",
            )
            for kind in KINDS
        ),
    ]


@hooks.register("insert_global_admin_css")
def admin_css() -> SafeString:
    """One small style sheet for all own pages of the admin."""
    return format_html('<link rel="stylesheet" href="{}">', static("editing/editing.css"))


@hooks.register("insert_global_admin_js")
def date_help() -> SafeString:
    """What date fields need to say in words how they are understood."""
    return format_html(
        '<template id="portal-dates" data-address="{}" data-choose="{}"></template>',
        reverse("portal_dates"),
        _("Choose a day in the calendar"),
    )


@hooks.register("insert_global_admin_js")
def undo_js() -> SafeString:
    """The button that takes something back goes when its time is over."""
    return format_html('<script src="{}" defer></script>', static("editing/undo.js"))


hooks.register("construct_wagtail_userbar", use_own_rules)
hooks.register("before_serve_document", check_document)
hooks.register("construct_page_action_menu", put_first)
hooks.register("construct_page_action_menu", stock.leave_out_entries, order=-1)
stock.leave_out_buttons()


@hooks.register("register_rich_text_features", order=1)
def public_links(features: FeatureRegistry) -> None:
    """Texts link to what visitors may read; registered after Wagtail's own handler, whose place it takes."""
    features.register_link_type(PublicPageLinkHandler)


hooks.register("before_unpublish_page", archiving.remember)
hooks.register("after_unpublish_page", archiving.offer_undo)
hooks.register("before_bulk_action", going_live.publish_in_bulk)
hooks.register("insert_global_admin_js", drafts.script)


@hooks.register("insert_editor_js")
def editor_js() -> SafeString:
    """Readability by language, names of rich text, an editor that is not covered on a phone, the button of the bar."""
    scripts = ((static(f"editing/{name}.js"),) for name in ("readability", "names", "narrow", "bar"))
    return format_html_join("", '<script src="{}" defer></script>', scripts)


@hooks.register("register_page_header_buttons")
@hooks.register("register_page_listing_more_buttons")
def languages_button(page: Page, user: AnyUser, **kwargs: object) -> Iterator[Button]:
    """From every page to its languages."""
    if not page.is_root() and page.permissions_for_user(user).can_edit():
        yield Button(_("Languages"), reverse("portal_languages", args=[page.pk]), icon_name="globe", priority=50)


@hooks.register("register_page_header_buttons")
def facts_button(page: Page, user: AnyUser, **kwargs: object) -> Iterator[Button]:
    """From a page with sources to where somebody says that its facts are right."""
    if may_check_facts(page.specific, user):
        yield Button(_("Facts checked"), reverse("portal_facts", args=[page.pk]), icon_name="circle-check", priority=55)


# Before wagtail-localize's own, which answers the request by its editor of translations.
@hooks.register("before_edit_page", order=-1)
def gate_translations(request: HttpRequest, page: Page) -> None:
    """Have a translation pass the gates that is published in wagtail-localize's editor.

    Raises:
        NotReadyError: it does not.
    """
    if request.method == "POST" and request.POST.get("action") == "publish":
        translations = Translation.objects.filter(source__object_id=page.translation_key, enabled=True)
        for translation in translations.filter(target_locale=page.locale_id):
            check_translation(translation)


hooks.register("after_edit_page", returning.offer_undo)


@hooks.register("after_publish_page")
def say_what_is_outdated(request: HttpRequest, page: Page) -> None:
    """Right after publishing an original, the editor hears what that did to its translations."""
    count = StringTranslation.objects.filter(context__object_id=page.translation_key, tool_name=OUTDATED).count()
    if not count:
        return
    said = ngettext(
        "%(count)s translated sentence is outdated now.", "%(count)s translated sentences are outdated now.", count
    )
    messages.warning(
        request,
        format_html(
            '{} <a href="{}">{}</a>',
            said % {"count": count},
            reverse("portal_languages", args=[page.pk]),
            _("Translate, or say that it was a minor change"),
        ),
    )


@hooks.register("register_log_actions")
def translation_log_actions(actions: LogActionRegistry) -> None:
    """What the log calls work on translations."""
    actions.register_action(
        "portal.minor_edit", gettext_lazy("Minor change"), gettext_lazy("Called the last change minor.")
    )
    actions.register_action(
        "portal.review_translation",
        gettext_lazy("Review translation"),
        gettext_lazy("Read the translation and found it right."),
    )
    actions.register_action(
        "portal.import_translation",
        gettext_lazy("Upload translation"),
        gettext_lazy("Uploaded a file with translated sentences."),
    )
    actions.register_action(
        CHECKED, gettext_lazy("Check facts"), gettext_lazy("Compared the facts with their sources.")
    )
    actions.register_action(
        TRANSLATED, gettext_lazy("Title and summary"), gettext_lazy("Translated title and summary only.")
    )
    actions.register_action(
        "portal.hold_back",
        gettext_lazy("Hold back from publication"),
        gettext_lazy("Was to be published at a chosen time, but did not pass the checks."),
    )


@hooks.register("register_help_menu_item")
def guide_menu_item() -> MenuItem:
    """The guide, first in the menu of help."""
    return MenuItem(gettext_lazy("Editors' guide"), reverse_lazy("portal_guide"), icon_name="help", order=1)
