"""A multi-step form (wizard) in the admin: a few questions at a time, then a look at everything, then a draft."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any, ClassVar

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from portal.core.i18n.locales import own_name
from portal.core.i18n.text import tidy_text
from portal.core.mail.sending import language_of
from portal.editing.admin_views import AdminView
from portal.editing.models import WizardAnswers
from portal.editing.pages.drafts import draft_key, mark_saved
from portal.editing.review.presence import Here
from portal.editing.undo.asking import ask, discarding, is_sure
from portal.editing.wizard.forms import SEEN, Said, StepForm, storable
from portal.editing.wizard.showing import Answer, shown_answer

CHECK = "check"
#: Name of the buttons that keep what is typed, right or not, and lead to another step.
GO = "go"
#: Name of the button that deletes all answers.
DISCARD = "discard"
#: Previews, as they are called: the page, the same in another mode, the card.
PREVIEWS = {
    "page": gettext_lazy("The page"),
    "card": gettext_lazy("In lists"),
    "social": gettext_lazy("When it is shared"),
}


class Wizard(AdminView, TemplateView):
    """One step of a wizard; ``check`` is the last one. A room says which steps there are and what comes of them."""

    header_icon = "edit"
    #: Name in addresses -> label and form.
    steps: ClassVar[Mapping[str, tuple[Any, type[StepForm]]]]
    #: Folder of the templates ``step.html`` and ``check.html``, and the kind of form under which browsers keep text.
    folder: ClassVar[str]
    draft_kind: ClassVar[str]
    #: Which of ``PREVIEWS`` the last step shows.
    previews: ClassVar[tuple[str, ...]] = ("page", "social")

    def setup(self, request: HttpRequest, *args: object, **kwargs: object) -> None:
        """Find the step and what was said before."""
        super().setup(request, *args, **kwargs)
        self.step = str(kwargs["step"])
        if self.step not in self.steps and self.step != CHECK:
            raise Http404
        language = language_of(request.user)
        self.language = language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        user: Any = request.user  # behind the login of the admin
        self.user = user
        self.draft = self.find_draft()

    def find_draft(self) -> WizardAnswers:
        """What was said before; a new row, not stored, if nothing was.

        Raises:
            PermissionDenied: the user can make no such page.
        """
        raise NotImplementedError

    def lock_draft(self) -> WizardAnswers:
        """The same row as it is now, stored and locked: another step may have been answered in another window."""
        raise NotImplementedError

    def url_of(self, step: str) -> str:
        """Address of a step."""
        raise NotImplementedError

    def url_of_preview(self, kind: str) -> str:
        """Address of a preview (``portal.editing.wizard.preview``)."""
        raise NotImplementedError

    def can_be_shown(self) -> bool:
        """Whether enough was said for previews."""
        return bool(self.said.get("title"))

    def finish(self) -> HttpResponse:
        """Make the page: nothing is missing."""
        raise NotImplementedError

    def forget(self) -> str:
        """Delete the answers; returns the address where the user goes on."""
        raise NotImplementedError

    def settle(self, draft: WizardAnswers) -> None:
        """What follows from the answers, before they are stored."""

    def doubt(self, form: StepForm) -> dict[str, object]:
        """What is asked once more about right answers; ``form`` gets the question. Empty if nothing is doubtful."""
        return {}

    def here(self) -> Here | None:
        """How the page hears who else is in the same answers; None where they are one person's alone."""
        return None

    @property
    def said(self) -> Said:
        """What has been answered rightly so far."""
        return dict(self.draft.said)

    def get_template_names(self) -> list[str]:
        """A form for each question, a page of advice at the end."""
        return [f"{self.folder}/{CHECK if self.step == CHECK else 'step'}.html"]

    def form(self, data: Said | None = None, initial: Said | None = None) -> StepForm:
        """The form of the present step with what was said before."""
        return self._form_of(self.step, data, initial=initial or self.initial())

    def _form_of(self, step: str, data: Said | None, initial: Said | None = None) -> StepForm:
        return self.steps[step][1](data, user=self.user, language=self.language, said=self.said, initial=initial)

    def initial(self) -> dict[str, object]:
        """What the form of the present step begins with."""
        return self.draft.answers

    def draft_key(self) -> str:
        """Name under which the browser keeps what is typed in this step until it is sent."""
        return draft_key(self.request.user, self.draft_kind, self.step)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds ``steps`` with their addresses, which of them this is, and its form with the mark of its answers."""
        context = super().get_context_data(**kwargs)
        names = [*self.steps, CHECK]
        context |= {
            "steps": [(name, label, self.url_of(name)) for name, (label, _form) in self.steps.items()],
            "check_url": self.url_of(CHECK),
            "step": self.step,
            "said": self.said,
            "number": names.index(self.step) + 1,
            "count": len(names),
            "draft_key": self.draft_key(),
            "written_in": own_name(self.language),
            "here": self.here(),
        }
        if self.step == CHECK:
            missing = self.missing_step()
            shown = self.previews if self.can_be_shown() else ()
            return {
                **context,
                "missing": missing,
                "missing_url": self.url_of(missing) if missing else "",
                "previews": [(kind, PREVIEWS[kind], self.url_of_preview(kind)) for kind in shown],
            }
        form = context.setdefault("form", self.form())
        return {**context, "seen": mark_of(self.draft, form), "seen_name": SEEN}

    def missing_step(self) -> str | None:
        """The first step that has not been answered completely."""
        answers = self.draft.answers
        return next((name for name in self.steps if not self._form_of(name, answers).is_valid()), None)

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Keep the answers and go on; at the end, make the draft, or delete the answers."""
        if self.step == CHECK and DISCARD in request.POST:
            return self._discard()
        if self.step == CHECK:
            missing = self.missing_step()
            return redirect(self.url_of(missing)) if missing else self.finish()
        form, key = self.form(request.POST), self.draft_key()
        complete = form.is_valid()
        if meanwhile := self._keep(form):
            return self.render_to_response(self.get_context_data(form=form, meanwhile=meanwhile))
        names = [*self.steps, CHECK]
        chosen = request.POST.get(GO, "")
        if chosen not in names:
            if not complete:
                return self.render_to_response(self.get_context_data(form=form))
            if doubt := self.doubt(form):
                return self.render_to_response(self.get_context_data(form=form, **doubt))
            chosen = names[names.index(self.step) + 1]
        return mark_saved(redirect(self.url_of(chosen)), key)

    def _discard(self) -> HttpResponse:
        if not is_sure(self.request):
            return ask(self.request, discarding(self.url_of(CHECK)))
        there = self.forget()
        messages.success(self.request, _("Your answers are deleted."))
        return redirect(there)

    @transaction.atomic
    def _keep(self, form: StepForm) -> list[Answer]:
        """Store what was typed.

        Returns:
            Other answers to the same questions, stored since this form was shown: then they stay, and whoever typed
            sees both.
        """
        draft = self.lock_draft()
        before, seen = draft.answers, form.data.get(SEEN)
        changed = seen is not None and seen != mark_of(draft, form)
        for name, field in form.fields.items():
            if name in form.cleaned_data:
                draft.said[name] = storable(form.cleaned_data[name])
                draft.unfinished.pop(name, None)
            else:
                typed = field.widget.value_from_datadict(form.data, form.files, form.add_prefix(name))
                draft.said.pop(name, None)
                draft.unfinished[name] = tidy_text(typed) if isinstance(typed, str) else typed
        if changed:
            others = [name for name in form.fields if before.get(name) != draft.answers.get(name)]
            if others:
                self.draft = self.lock_draft()
                return [shown_answer(form, name, before.get(name)) for name in others]
        self.settle(draft)
        draft.save()
        self.draft = draft
        return []


def mark_of(draft: WizardAnswers, form: StepForm) -> str:
    """A digest of the stored answers to the questions of ``form``: another one is stored when it has changed."""
    answers = draft.answers
    text = json.dumps({name: answers.get(name) for name in form.fields}, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
