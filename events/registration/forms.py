"""Forms for registrants. Labels are visible, errors are sentences, nothing typed is lost."""

import secrets
from typing import Any, cast

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.enums import PoolKind, QuestionKind
from events.models import ConsentText, Event, Question, Registration, SeatPool
from events.models.registration import MAX_NAME
from events.registration.actions import Details
from events.registration.answers import AnswerValue
from portal.core.forms.incoming import NameField
from portal.core.forms.widgets import Checkboxes, Radios
from portal.core.mail.addresses import MailAddressField, address_key
from portal.core.web.public_forms import PublicForm

_signer = signing.TimestampSigner(salt="events.registration-form")


def new_form_key(event: Event) -> str:
    """A form key: the signed time of opening, the event, and a nonce that makes the form one of a kind."""
    return _signer.sign(f"{event.pk}.{secrets.token_urlsafe(12)}")


def event_of_form_key(key: str) -> int | None:
    """Primary key of the event that a form was made for; None if the form is not ours."""
    try:
        return int(_signer.unsign(key).split(".")[0])
    except (signing.BadSignature, ValueError):
        return None


class AnswersForm(forms.Form):
    """Name, organisation and the organiser's questions, in one language."""

    name = NameField(
        label=_("Name"),
        max_length=MAX_NAME,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Enter your name.")},
    )
    organisation = NameField(
        label=pgettext_lazy("of a registrant", "Organisation"),
        max_length=MAX_NAME,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )

    def __init__(self, *args: Any, event: Event, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.event, self.language = event, language
        self.label_suffix = ""
        self.questions = list(event.questions.filter(retired=False))
        for question in self.questions:
            self.fields[field_name(question)] = question_field(question, language)

    def answers(self) -> dict[int, AnswerValue]:
        """Cleaned answers by primary key of the question."""
        return {
            question.pk: _read(question, self.cleaned_data.get(field_name(question))) for question in self.questions
        }


class RegistrationForm(AnswersForm, PublicForm):
    """The form that registers a visitor for an event."""

    signer = _signer
    honeypot = "website"
    too_old = _("This form was open for very long. Please check what you wrote and send it again.")

    email = MailAddressField(
        label=_("Email address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
        help_text=_("We send a link there. Only when you open it and confirm are you registered."),
        error_messages={"required": _("Enter your email address."), "invalid": _("Enter a valid email address.")},
    )
    pool = forms.ChoiceField(
        label=_("How do you take part?"),
        widget=Radios,
        error_messages={"required": _("Choose how you take part.")},
    )
    consent = forms.BooleanField(
        error_messages={"required": _("Agree that your information is stored, or do not register.")}
    )
    leave_empty = None
    website = forms.CharField(
        label=_("Leave this field empty"), required=False, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )

    field_order = ["name", "email", "organisation", "pool"]

    def __init__(self, *args: Any, consent_text: ConsentText, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.consent_text = consent_text
        self.pools = {pool.kind: pool for pool in self.event.pools.all() if pool.capacity != 0}
        if len(self.pools) > 1:
            pool_field = cast("forms.ChoiceField", self.fields["pool"])
            pool_field.choices = [(kind, PoolKind(kind).label) for kind in self.pools]
        else:
            del self.fields["pool"]
        self.fields["consent"].label = consent_text.text
        self.order_fields([*self.field_order, *map(field_name, self.questions), "consent", "website", "form_key"])

    def new_key(self) -> str:
        """A form key of now, for this event."""
        return new_form_key(self.event)

    def chosen_pool(self) -> SeatPool:
        """The pool chosen, or the only one."""
        return self.pools.get(self.cleaned_data.get("pool", "")) or next(iter(self.pools.values()))

    def details(self) -> Details:
        """What was typed, for :func:`events.registration.actions.register`."""
        cleaned = self.cleaned_data
        return Details(
            name=cleaned["name"],
            email=cleaned["email"],
            organisation=cleaned["organisation"],
            language=self.language,
            pool=self.chosen_pool(),
            consent=self.consent_text,
            answers=self.answers(),
        )


class LostLinkForm(forms.Form):
    """Asking for one's links again."""

    email = MailAddressField(
        label=_("Email address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
        error_messages={"required": _("Enter your email address."), "invalid": _("Enter a valid email address.")},
    )

    def clean_email(self) -> str:
        """The address as it is compared."""
        return address_key(self.cleaned_data["email"])


def field_name(question: Question) -> str:
    """Name of the form field of a question."""
    return f"question_{question.pk}"


def question_field(question: Question, language: str) -> forms.Field:
    """The form field of a question, worded in ``language``."""
    wording = question.wording(language)
    options = [(key, text) for key, text in wording.get("options", [])]
    common: dict[str, Any] = {
        "label": wording.get("label", ""),
        "help_text": wording.get("help", ""),
        "required": question.required,
        "error_messages": {"required": _("Answer this question."), "invalid_choice": _("Choose one of the answers.")},
    }
    match question.kind:
        case QuestionKind.LONG_TEXT:
            return forms.CharField(max_length=4000, widget=forms.Textarea(attrs={"rows": 4}), **common)
        case QuestionKind.ONE_OF:
            return forms.ChoiceField(choices=options, widget=Radios, **common)
        case QuestionKind.SOME_OF:
            return forms.MultipleChoiceField(choices=options, widget=Checkboxes, **common)
        case QuestionKind.YES_NO:
            return forms.ChoiceField(choices=[("yes", _("Yes")), ("no", _("No"))], widget=Radios, **common)
    return forms.CharField(max_length=500, **common)


def initial_answers(registration: Registration) -> dict[str, object]:
    """Values for :class:`AnswersForm` from what was answered before."""
    initial: dict[str, Any] = {"name": registration.name, "organisation": registration.organisation}
    for answer in registration.answers.select_related("question"):
        value = answer.value
        if answer.question.kind == QuestionKind.YES_NO:
            value = "yes" if value else "no"
        initial[field_name(answer.question)] = value
    return initial


def _read(question: Question, value: AnswerValue) -> AnswerValue:
    """Yes and no as booleans; everything else as it is."""
    if question.kind == QuestionKind.YES_NO:
        return None if not value else value == "yes"
    return value
