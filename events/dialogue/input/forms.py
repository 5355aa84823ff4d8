"""Forms for those who take part. Labels are visible, errors are sentences, nothing typed is lost."""

import secrets
import unicodedata
from dataclasses import replace
from typing import Any

from django import forms
from django.core import signing
from django.http import QueryDict
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from events.dialogue.enums import ParticipantRole, Quoting, RefusalReason
from events.dialogue.input import languages
from events.dialogue.input.actions import MOST_APPEAL, About, Words
from events.dialogue.input.counting import count
from events.dialogue.input.paragraphs import QuoteError, select_quote
from events.dialogue.models import Contribution, Occasion
from events.dialogue.models.contributions import MOST_ANSWER, MOST_NAME
from events.dialogue.rules import LICENCE_NAME
from portal.core.forms.countries import country_choices
from portal.core.forms.incoming import NameField
from portal.core.forms.widgets import Radios
from portal.core.mail.addresses import MailAddressField
from portal.core.web.public_forms import PublicForm

_signer = signing.TimestampSigner(salt="dialogue.answer-form")
#: What ``counter.js`` says before the number, in forms for a text with a limit.
CHARACTERS_LEFT = _("Characters left:")
#: Longest words of a paragraph that are quoted, in characters.
MOST_QUOTE = 400
#: The language is found out from the words.
FROM_WORDS = ""


class LimitedTextField(forms.CharField):
    """A text with a limit in characters as people see them, and at least one word in it."""

    def __init__(self, *, most: int, empty: Any, **kwargs: Any) -> None:
        self.most = most
        attrs = {"rows": 6, "dir": "auto", "data-limit": most, "data-left": CHARACTERS_LEFT}
        widget = forms.Textarea(attrs=attrs)
        super().__init__(widget=widget, error_messages={"required": empty}, **kwargs)

    def validate(self, value: str) -> None:
        """The text says something, and not too much.

        Raises:
            ValidationError: it has no word, or is too long.
        """
        super().validate(value)
        if value and not any(unicodedata.category(char)[0] in "LN" for char in value):
            raise forms.ValidationError(gettext("Write at least one word."), code="no_word")
        if (over := count(value) - self.most) > 0:
            message = ngettext(
                "The text is %(over)s character too long. It may have %(most)s.",
                "The text is %(over)s characters too long. It may have %(most)s.",
                over,
            )
            raise forms.ValidationError(message % {"over": over, "most": self.most}, code="too_long")


class WordsForm(forms.Form):
    """What somebody says, and what may be done with it."""

    text = LimitedTextField(most=MOST_ANSWER, empty=_("Write your answer."), label=_("Your answer"))
    language = forms.ChoiceField(
        label=_("Language of your answer"),
        required=False,
        help_text=_("Write in any language."),
    )
    name = NameField(
        label=_("Name"),
        max_length=MOST_NAME,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text=_("Shown beside your answer. Leave it empty to stay anonymous."),
    )
    organisation = NameField(
        label=pgettext_lazy("of a participant", "Organisation"),
        max_length=MOST_NAME,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    country = forms.ChoiceField(label=_("Country"), required=False)
    role = forms.ChoiceField(label=_("In which role do you answer?"), required=False)
    quoting = forms.ChoiceField(
        label=_("May we quote you in reports and beside the model?"),
        widget=Radios,
        initial=Quoting.NO,
        choices=[
            (Quoting.NO, _("No, show it below the question only")),
            (Quoting.ANONYMOUS, _("Yes, without my name")),
            (Quoting.NAMED, _("Yes, with my name")),
        ],
        help_text=_("Your answer itself is shown below the question in any case."),
        error_messages={"required": _("Choose whether we may quote you.")},
    )
    licence = forms.BooleanField(required=False)

    def __init__(self, *args: Any, occasion: Occasion | None, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        self.page_language = language
        choices = languages.language_choices()
        self._choices("language", [(FROM_WORDS, _("Find out from the words")), *choices])
        if occasion is not None and occasion.asks_country:
            self._choices("country", [("", "–"), *country_choices()])
        else:
            del self.fields["country"]
        if occasion is not None and occasion.asks_role:
            self._choices("role", [("", "–"), *ParticipantRole.choices])
        else:
            del self.fields["role"]
        self.fields["text"].help_text = gettext("At most %(most)s characters.") % {"most": MOST_ANSWER}
        self.fields["licence"].label = gettext("Others may use my answer under the licence %(licence)s.") % {
            "licence": LICENCE_NAME
        }

    def _choices(self, name: str, choices: list[tuple[str, object]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, object]:
        """Whoever wants to be quoted by name gives one."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("quoting") == Quoting.NAMED and not cleaned.get("name"):
            self.add_error("name", _("Write your name, or choose to be quoted without it."))
        return cleaned

    def words(self) -> Words:
        """What was typed, for the actions."""
        cleaned = self.cleaned_data
        return Words(
            text=cleaned["text"],
            language=cleaned["language"] or languages.guess(cleaned["text"], self.page_language),
            name=cleaned["name"],
            organisation=cleaned["organisation"],
            country=cleaned.get("country", ""),
            role=cleaned.get("role", ""),
            quoting=cleaned["quoting"],
            agrees_to_licence=cleaned["licence"],
        )


class FollowFields(forms.Form):
    """Whether, and where, somebody wants to hear what becomes of a contribution."""

    email = MailAddressField(
        label=_("Email address"),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
        help_text=_(
            "We write once something has happened, at most once a week. Each mail has a link that ends them. Nobody "
            "sees the address."
        ),
        error_messages={"invalid": _("Enter a valid email address.")},
    )


class AnswerForm(PublicForm, FollowFields, WordsForm):
    """The form that answers a question, or responds to a comment statement."""

    signer = _signer
    follow = forms.BooleanField(label=_("Tell me by mail what becomes of it"), required=False)
    field_order = [
        "text",
        "language",
        "name",
        "organisation",
        "country",
        "role",
        "quoting",
        "licence",
        "follow",
        "email",
    ]

    def new_key(self) -> str:
        """A form key of now, with a nonce that makes the form one of a kind."""
        return self.signer.sign(secrets.token_urlsafe(16))

    def clean(self) -> dict[str, object]:
        """Whoever wants to be told by mail gives an address."""
        cleaned = super().clean()
        if cleaned.get("follow") and not cleaned.get("email") and "email" not in self.errors:
            self.add_error("email", _("Enter your email address, or untick the box above."))
        return cleaned

    def address(self) -> str:
        """The address that wants to be told; empty if none does."""
        return str(self.cleaned_data["email"]) if self.cleaned_data["follow"] else ""


class CommentForm(AnswerForm):
    """The form that comments on a paragraph of the model, on some of its words perhaps."""

    quote = forms.CharField(
        label=_("Which words is it about?"),
        max_length=MOST_QUOTE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto", "data-quote": True}),
        help_text=_("If you like: copy them from the paragraph. Empty: the whole paragraph."),
    )
    field_order = ["text", "quote", *AnswerForm.field_order[1:]]

    def __init__(self, data: QueryDict | None, *, occasion: Occasion | None, language: str, paragraph: str) -> None:
        super().__init__(data, occasion=occasion, language=language)
        self.paragraph = paragraph
        self.fields["text"].label = _("Your comment")
        self.fields["text"].error_messages["required"] = _("Write your comment.")
        self.fields["language"].label = _("Language of your comment")
        self.fields["name"].help_text = _("Shown beside your comment. Leave it empty to stay anonymous.")
        if "role" in self.fields:
            self.fields["role"].label = _("In which role do you comment?")
        self._choices(
            "quoting",
            [
                (Quoting.NO, _("No, show it below the paragraph only")),
                (Quoting.ANONYMOUS, _("Yes, without my name")),
                (Quoting.NAMED, _("Yes, with my name")),
            ],
        )
        self.fields["quoting"].label = _("May we quote you in reports and as a root of the text?")
        self.fields["quoting"].help_text = _("Your comment itself is shown below the paragraph in any case.")

    def clean_quote(self) -> str:
        """The words stand in the paragraph, once.

        Raises:
            ValidationError: they do not.
        """
        words = str(self.cleaned_data["quote"])
        if words:
            try:
                select_quote(self.paragraph, words)
            except QuoteError as error:
                raise forms.ValidationError(str(error), code="no_quote") from error
        return words

    def with_quote(self, about: About) -> About:
        """What is commented on, with the words that were copied."""
        words = str(self.cleaned_data["quote"])
        if not words:
            return about
        exact, prefix, suffix = select_quote(self.paragraph, words)
        return replace(about, quote=exact, prefix=prefix, suffix=suffix)


class EditForm(WordsForm):
    """The form with which authors change what they said."""

    @classmethod
    def initial_of(cls, contribution: Contribution) -> dict[str, object]:
        """What the form shows at first."""
        return {
            "text": contribution.text,
            "language": contribution.language,
            "name": contribution.shown_name,
            "organisation": contribution.shown_organisation,
            "country": contribution.country,
            "role": contribution.role,
            "quoting": contribution.quoting,
            "licence": bool(contribution.licence_version),
        }


class FollowForm(FollowFields):
    """The form with which authors ask to be told, afterwards."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        self.fields["email"].required = True
        self.fields["email"].error_messages["required"] = gettext("Enter your email address.")


class AppealForm(forms.Form):
    """The form with which authors ask for another decision."""

    reason = LimitedTextField(
        most=MOST_APPEAL,
        empty=_("Write why it should be shown."),
        label=_("Why should it be shown?"),
        help_text=_("Somebody else reads it and decides. You can ask once."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""


class ReportForm(PublicForm):
    """The form with which readers report a contribution."""

    signer = signing.TimestampSigner(salt="dialogue.report-form")
    reason = forms.ChoiceField(
        label=_("What is wrong with it?"),
        widget=Radios,
        choices=RefusalReason.choices,
        error_messages={"required": _("Choose what is wrong with it.")},
    )
