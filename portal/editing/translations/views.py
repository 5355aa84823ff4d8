"""Views of translations in the admin: all languages of a page, and the translation editor of one of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView
from wagtail.log_actions import log
from wagtail.models import Locale, Page
from wagtail_localize.machine_translators import get_machine_translator
from wagtail_localize.models import Translation, TranslationSource

from portal.core.forms.choices import is_key
from portal.core.i18n.locales import language_name
from portal.core.models import ShortTranslation
from portal.editing.admin_views import AdminView
from portal.editing.models import TranslationState
from portal.editing.pages.drafts import draft_key, mark_saved
from portal.editing.review import next_step, presence, returning
from portal.editing.review.bar import bar_of
from portal.editing.review.comments import Placed
from portal.editing.translations import commenting, editor, helping, splitting, states, sync, typed
from portal.editing.translations.editor import Sentence
from portal.editing.translations.gate import check_translation
from portal.editing.translations.short_views import is_record
from portal.editing.translations.starting import original_of, start


class TranslationView(AdminView, TemplateView):
    """A page of the admin about translations of one page that the user may edit."""

    header_icon = "wagtail-localize-language"

    def require_edit(self, request: HttpRequest, page: Page) -> Any:
        """What the user may do with ``page``.

        Raises:
            PermissionDenied: not even edit it.
        """
        permissions = page.specific.permissions_for_user(request.user)
        if not permissions.can_edit():
            raise PermissionDenied
        return permissions


class LanguagesView(TranslationView):
    """One page in all languages: states, what to do next, and whether a change was a minor one."""

    template_name = "editing/languages.html"

    def setup(self, request: HttpRequest, *args: object, **kwargs: object) -> None:
        """Find the original."""
        super().setup(request, *args, **kwargs)
        page = get_object_or_404(Page, pk=kwargs["page_id"], depth__gt=1)
        self.permissions = self.require_edit(request, page)
        self.original = original_of(page)

    def get_page_title(self) -> str:
        """What it is about."""
        return _("Languages of “%(title)s”") % {"title": self.original.get_admin_display_title()}

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        """Adds ``original``, ``rows`` (a state per language, its title and summary where these are all there is, and
        what is known of help), ``may_shorten`` (whether the user may translate no more than these),
        ``recently_outdated`` (sentences).
        """
        key = self.original.translation_key
        states.refresh([key])
        rows = TranslationState.objects.filter(translation_key=key).select_related("page", "reviewed_by", "locale")
        short = {row.language: row for row in ShortTranslation.objects.filter(translation_key=key)}
        notes = helping.notes_on_languages(self.request.user, self.original)
        may_shorten = is_record(self.original) and self.permissions.can_publish()
        return {
            **super().get_context_data(**kwargs),
            "original": self.original,
            "rows": [(row, short.get(row.locale.language_code), notes.get(row.locale.language_code)) for row in rows],
            "may_shorten": may_shorten,
            "recently_outdated": sum(row.outdated for row in rows),
        }

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Start a translation, say that one is not wanted, or that the last change was minor."""
        self.require_edit(request, self.original)
        here = redirect("portal_languages", self.original.pk)
        match request.POST.get("action"):
            case "start":
                return redirect("translation_editor", self._start(request).pk)
            case "wanted" | "unwanted" as wish:
                locale = self._locale(request)
                TranslationState.objects.filter(translation_key=self.original.translation_key, locale=locale).update(
                    wanted=wish == "wanted"
                )
            case "minor":
                source = get_object_or_404(TranslationSource, object_id=self.original.translation_key)
                count = sync.call_minor(source)
                log(self.original, "portal.minor_edit", user=request.user)
                said = ngettext("%(count)s sentence stays valid.", "%(count)s sentences stay valid.", count)
                messages.success(request, said % {"count": count})
        return here

    def _locale(self, request: HttpRequest) -> Locale:
        number = request.POST.get("locale", "")
        return get_object_or_404(Locale, pk=number if is_key(number) else 0)

    def _start(self, request: HttpRequest) -> Translation:
        locale = self._locale(request)
        if not self.original.live or locale.pk == self.original.locale_id:
            raise Http404
        return start(self.original, locale, request.user)


#: Letters that find room in one row of a field.
LETTERS_IN_A_ROW = 45


class Part(NamedTuple):
    """A field of the form: a text, or one sentence of a long one."""

    key: str
    original: str
    translation: str
    rows: int


@dataclass(frozen=True)
class Line:
    """A sentence as the form shows it: with what was typed, if that is not stored, and why."""

    sentence: Sentence
    result: typed.Result
    comments: Sequence[Placed] = ()

    @property
    def text(self) -> str:
        """What stands in the field."""
        return self.result.kept.get(self.sentence.key, self.sentence.translation)

    @property
    def parts(self) -> list[Part]:
        """The sentences of a long text, or the text itself: a field for each."""
        sentence = self.sentence
        beside = splitting.pairs(sentence.original, self.text, sentence.languages)
        keys = [f"{sentence.key}.{number}" for number in range(len(beside))] if len(beside) > 1 else [sentence.key]
        rows = [min(12, max(2, max(map(len, pair)) // LETTERS_IN_A_ROW + 1)) for pair in beside]
        return [Part(key, *pair, high) for key, pair, high in zip(keys, beside, rows, strict=True)]

    @property
    def shown(self) -> str:
        """What the form says that it showed: until somebody chose, the older of two."""
        return self.result.shown.get(self.sentence.key, self.sentence.shown)

    @property
    def newer(self) -> typed.Newer | None:
        """What somebody else stored meanwhile."""
        return self.result.newer.get(self.sentence.key)

    @property
    def refused(self) -> str:
        """Why the text cannot be stored."""
        return self.result.refused.get(self.sentence.key, "")


def say_list(request: HttpRequest, say: Any, beginning: str, lines: list[str], most: int = 10) -> None:
    """A message with a list; of a long one the first ``most`` lines and how many more there are."""
    more = len(lines) - most
    if more > 0:
        lines = [*lines[:most], ngettext("and %(count)s more", "and %(count)s more", more) % {"count": more}]
    say(request, format_html("{}<ul>{}</ul>", beginning, format_html_join("", "<li>{}</li>", ((li,) for li in lines))))


class TranslationEditorView(TranslationView):
    """Sentence by sentence: the original, what changed in it, the previous translation, terms to use."""

    template_name = "editing/translation_editor.html"

    def setup(self, request: HttpRequest, *args: object, **kwargs: object) -> None:
        """Find the translation and its page.

        Raises:
            PermissionDenied: it is neither the user's to edit, nor is the user asked to translate it.
        """
        super().setup(request, *args, **kwargs)
        found = Translation.objects.select_related("source__locale", "target_locale", "source__specific_content_type")
        self.translation = get_object_or_404(found, pk=kwargs["translation_id"], enabled=True)
        page = Page.objects.filter(
            translation_key=self.translation.source.object_id, locale=self.translation.target_locale
        ).first()
        if page is None:
            raise Http404
        self.page = page.specific
        self.permissions = self.page.permissions_for_user(request.user)
        if not helping.may_translate(request.user, self.page):
            raise PermissionDenied

    def get_page_title(self) -> str:
        """Which page into which language."""
        language = language_name(self.translation.target_locale.language_code)
        return _("“%(title)s” in %(language)s") % {"title": self.translation.source.object_repr, "language": language}

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        """Adds ``lines`` (those to do, or all with ``?show=all``), ``state``, what the user may do, and the review.

        ``result`` is what came of a form that was not stored as a whole: its sentences are shown again.
        """
        context = super().get_context_data(**kwargs)
        key = self.translation.source.object_id
        editor.leave_signs(self.translation)
        states.refresh([key])
        every = editor.sentences(self.translation)
        todo = [sentence for sentence in every if sentence.todo]
        result = context.get("result") or typed.Result()
        show_all = self.request.GET.get("show") == "all" or not todo
        comments = commenting.at_sentences(self.page, {sentence.key for sentence in every})
        shown = every if show_all else [s for s in every if s.todo or s.key in result.kept or s.key in comments]
        machine = get_machine_translator()
        return {
            **context,
            "translation": self.translation,
            "draft": draft_key(self.request.user, "desk", self.translation.pk),
            "page": self.page,
            "permissions": self.permissions,
            "may_edit": self.permissions.can_edit(),
            "note": helping.note_at_desk(self.request.user, self.page),
            "state": TranslationState.objects.get(translation_key=key, locale=self.translation.target_locale),
            **self._review_context(),
            "here": presence.open_session(self.request, self.page, self.address_of_session),
            "may_review": self._may_review(),
            "result": result,
            "lines": [Line(sentence, result, comments.get(sentence.key, ())) for sentence in shown],
            "left_comments": comments.get("", ()),
            "show_all": show_all,
            "total": len(every),
            "todo": len(todo),
            "language": self.translation.target_locale.language_code,
            "original_language": self.translation.source.locale.language_code,
            "machine": machine
            if machine and machine.can_translate(self.translation.source.locale, self.translation.target_locale)
            else None,
        }

    def address_of_session(self, session_id: int) -> str:
        """Where somebody says that they are still at this desk."""
        return reverse("portal_desk_here", args=[self.translation.pk, session_id])

    def _may_review(self) -> bool:
        """Whether the user may call the translation right: its editors and reviewers, if they did not write it."""
        counts = self.permissions.can_edit() or bool(next_step.decisions(self.page, self.request.user))
        return counts and editor.may_review(self.translation, self.request.user)

    def _review_context(self) -> dict[str, object]:
        """``decisions``, ``bar`` and ``step``: what stands above the sentences."""
        user, review = self.request.user, self.page.current_workflow_state
        may = next_step.decisions(self.page, user)
        returned = bool(review and review.status == review.STATUS_NEEDS_CHANGES)
        helps = not self.permissions.can_edit()
        return {
            "decisions": may,
            "bar": bar_of(self.page, user, may_decide=bool(may), is_translation=True, is_helper=helps),
            "step": next_step.step_of_desk(
                may,
                waits=bool(review) and not returned,
                returned=returned,
                can_publish=self.permissions.can_publish(),
            ),
        }

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Save, and then submit, publish or mark as reviewed, as the button says.

        What cannot be stored is shown again as it was typed, with the reason; then nothing but saving is done.
        """
        if commenting.take(self.page, request.POST.dict(), request.user):
            messages.success(request, _("Your comment is saved."))
        if commenting.resolve(self.page, request.POST.get(commenting.RESOLVE, ""), request.user):
            messages.success(request, _("The comment is resolved."))
        result = typed.save(self.translation, request.POST.dict(), set(request.POST.getlist("done")), request.user)
        if result.stored:
            said = ngettext("%(count)s sentence saved.", "%(count)s sentences saved.", result.stored)
            messages.success(request, said % {"count": result.stored})
        if result.unsure:
            say_list(request, messages.warning, _("Saved, but to be looked at:"), result.unsure)
        if not result.is_complete:
            messages.error(request, _("Not everything could be saved. What is missing is marked below."))
            return self.render_to_response(self.get_context_data(result=result, **kwargs))
        try:
            self._act(request)
        except ValidationError as error:
            say_list(request, messages.error, _("This does not fit yet:"), error.messages)
        query = "?show=all" if request.GET.get("show") == "all" else ""
        here = redirect(reverse("translation_editor", args=[self.translation.pk]) + query)
        if not helping.may_translate(request.user, self.page):  # done: who was asked has no more business here
            here = redirect("wagtailadmin_home")
        return mark_saved(here, draft_key(request.user, "desk", self.translation.pk))

    @transaction.atomic
    def _act(self, request: HttpRequest) -> None:
        action = request.POST.get("action")
        if action in {"submit", "publish", "review", "approve", "reject"}:
            self._lock()
        if action in {"submit", "publish", "approve"}:
            found = editor.unfinished(self.translation)
            if found:
                say_list(request, messages.error, _("Please finish these sentences first:"), found)
                return
        match action:
            case "submit":
                self._submit(request)
            case "publish":
                self._publish(request)
            case "review":
                self._review(request)
            case "approve" | "reject" as decision:
                self._decide(request, decision)

    def _lock(self) -> None:
        """Let what is looked at be what is published: nobody stores a draft or a sentence, or passes on a change of the
        original, until this transaction ends."""
        list(Page.objects.select_for_update(no_key=True).filter(pk=self.page.pk).values_list("pk"))
        editor.lock(Translation.objects.filter(pk=self.translation.pk))
        self.translation.source.refresh_from_db()
        self.page = get_object_or_404(type(self.page), pk=self.page.pk)

    def _submit(self, request: HttpRequest) -> None:
        check_translation(self.translation)
        editor.save_draft(self.translation, request.user)
        page = type(self.page).objects.get(pk=self.page.pk)
        workflow = page.get_workflow()
        if page.workflow_in_progress:
            editor.review_latest(page)
            messages.success(request, _("The review goes on with the new text."))
        elif page.current_workflow_state:
            page.current_workflow_state.resume(user=request.user)
            messages.success(request, _("The translation is submitted for review."))
        elif workflow:
            workflow.start(page, request.user)
            messages.success(request, _("The translation is submitted for review."))

    def _publish(self, request: HttpRequest) -> None:
        # Asked anew: with four eyes, what was just saved may stand against it.
        if not self.page.permissions_for_user(request.user).can_publish():
            raise PermissionDenied
        check_translation(self.translation)
        # Published here: wagtail-localize would do it after this transaction, when others may have been faster.
        self.translation.save_target(user=request.user, publish=False)
        self.translation.get_target_instance().get_latest_revision().publish(user=request.user)
        messages.success(request, _("The translation is published."))

    def _review(self, request: HttpRequest) -> None:
        if not self._may_review():
            messages.error(request, _("You translated it yourself. Ask somebody else to read it."))
            return
        editor.review(self.translation, request.user)
        log(self.page, "portal.review_translation", user=request.user)
        messages.success(request, _("The translation is marked as reviewed."))

    def _decide(self, request: HttpRequest, decision: str) -> None:
        if decision not in next_step.decisions(self.page, request.user):
            raise PermissionDenied
        if decision == "approve":
            check_translation(self.translation)
        editor.save_draft(self.translation, request.user)
        page = type(self.page).objects.get(pk=self.page.pk)
        state = editor.review_latest(page)
        state.task.specific.on_action(state, request.user, decision, comment=request.POST.get("comment", "")[:2000])
        if decision == "approve" and editor.may_review(self.translation, request.user):
            editor.review(self.translation, request.user)
        if decision == "approve":
            messages.success(request, _("The translation is published."))
        else:
            returning.offer_undo(request, page)
