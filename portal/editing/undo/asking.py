"""Confirmation of what cannot be undone: a page that says what follows, and sends the same form once more."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

#: What the second click sends beside the first one's fields.
SURE = "sure"
_NOT_AGAIN = ("csrfmiddlewaretoken", SURE)


@dataclass(frozen=True)
class Question:
    """What is asked before something is done for good."""

    words: str
    #: Sentences: what happens to what, who loses what, who gets a mail, what stays.
    follows: tuple[str, ...]
    #: What the button says that does it.
    yes: str
    #: Where "no" leads.
    back: str


def is_sure(request: HttpRequest) -> bool:
    """Whether the question was answered."""
    return SURE in request.POST


def ask(request: HttpRequest, question: Question) -> HttpResponse:
    """The question, as a page of its own."""
    fields = [(name, value) for name in request.POST if name not in _NOT_AGAIN for value in request.POST.getlist(name)]
    title = _("Are you sure?")
    context = {"question": question, "fields": fields, "page_title": title, "header_title": title}
    return render(request, "editing/sure.html", {**context, "header_icon": "warning"})


def discarding(back: str) -> Question:
    """The question before the answers of a wizard are deleted."""
    follows = (
        _("What was answered in all steps is deleted for good. It cannot be taken back."),
        _("Pages that were made by it before stay as they are."),
    )
    return Question(_("Delete these answers?"), follows, _("Delete these answers"), back)
