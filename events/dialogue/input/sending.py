"""The form to answer a question or to respond: what is sent is kept, shown again, or offered what others said."""

from dataclasses import dataclass, replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from events.dialogue.input import actions, agreement, following, participants, similar
from events.dialogue.input.actions import About
from events.dialogue.input.forms import AnswerForm, CommentForm
from events.dialogue.input.holding import text_key
from events.dialogue.input.pages import show
from events.dialogue.input.paragraphs import digest
from events.dialogue.input.reading_time import in_words, median_reading
from events.dialogue.input.subjects import Subject
from events.dialogue.models import Contribution, Occasion, Participant, Question
from events.dialogue.queries import present, takes_answers
from events.dialogue.rules import CONSULTATION_WORKING_DAYS, LICENCE_URL
from events.enums import Moderation
from portal.core.hooks.comments import Passage
from portal.core.i18n.languages import active_language
from portal.core.mail.addresses import limit_key
from portal.core.operations.database import TROUBLE, not_stored
from portal.core.web import rate_limits, rates


@dataclass(frozen=True)
class Target:
    """What is answered."""

    about: About
    #: The question, or whose statement it is.
    title: str
    language: str
    #: Path of the thing with what was said about it.
    url: str
    is_open: bool
    #: Of a statement or paragraph: what it says.
    text: str = ""
    #: Of a paragraph of the model: as it stands in the version that is asked about.
    passage: Passage | None = None

    @property
    def occasion(self) -> Occasion | None:
        """The occasion of the question."""
        return self.about.occasion


def question_target(question: Question, url: str) -> Target:
    """A question as the form shows it."""
    language = active_language()
    about = About(question.occasion, question)
    title, written_in = question.text(language), question.language_for(language)
    return Target(about, title, written_in, url, takes_answers(question, timezone.now()))


def subject_target(subject: Subject) -> Target:
    """A comment statement, or a paragraph of the model, as the form shows it."""
    occasion, passage = subject.occasion, subject.passage
    about = About(occasion, kind=subject.kind, key=subject.key)
    if passage:
        read_in = passage.tree_for(active_language())
        about = replace(about, version=passage.version, read_in=read_in, digest=digest(subject.text))
    is_open = occasion is not None and occasion.is_open(timezone.now())
    return Target(about, subject.title, subject.language, subject.url, is_open, subject.text, passage)


def handle(
    request: HttpRequest,
    target: Target,
    *,
    participant: Participant | None = None,
    secret: str = "",
    **context: object,
) -> HttpResponse:
    """Show the form, or take what was sent.

    Parameters:
        participant: who opened the form from a personal URL, with its secret.
        context: what the page shows besides.
    """
    data = request.POST if request.method == "POST" else None
    form: AnswerForm
    if target.passage:
        form = CommentForm(data, occasion=target.occasion, language=active_language(), paragraph=target.text)
    else:
        form = AnswerForm(data, occasion=target.occasion, language=active_language())
    status = 200
    if request.method == "POST":
        try:
            answer = _take(request, target, form, participant, secret)
        except TROUBLE as error:
            form.add_error(None, not_stored(error))
            answer = 503
        if isinstance(answer, HttpResponse):
            return answer
        status = answer
    return show(request, "input/answer.html", {**_around(target, secret), "form": form, **context}, status)


def _around(target: Target, secret: str) -> dict[str, object]:
    return {
        "target": target,
        "occasion": target.occasion,
        "secret": secret,
        "at_once": target.occasion is not None and target.occasion.moderation == Moderation.AFTER,
        "working_days": CONSULTATION_WORKING_DAYS,
        "really": in_words(median_reading(target.occasion, timezone.now())),
        "kept_until": actions.keep_until(target.occasion, timezone.now()),
        "licence_url": LICENCE_URL,
    }


def _take(
    request: HttpRequest, target: Target, form: AnswerForm, participant: Participant | None, secret: str
) -> HttpResponse | int:
    """The page after a form that was taken, or the status with which the form is shown again."""
    if form.is_honeypot_filled():
        return redirect(target.url)
    if status := _refusal(request, target, form, secret):
        return status
    key = secret or participants.secret_of_form(request.POST["form_key"])
    participant = participant or participants.find(key)
    if request.POST.get("same") and target.about.question:
        chosen = similar.chosen_answer(target.about.question, request.POST["same"], participant)
        if chosen:
            return _agree(target, chosen, key)
        form.add_error(None, _("That answer is shown no longer. What you wrote is still here, and can be sent."))
        return 409
    near = _near(request, target, form, participant)
    if near and not request.POST.get("different"):
        shown = present(near, active_language())
        return show(request, "input/similar.html", {**_around(target, secret), "form": form, "near": shown})
    return _store(request, target, form, key)


def _refusal(request: HttpRequest, target: Target, form: AnswerForm, secret: str) -> int:
    """The status with which the form is shown again; 0 if it can be used."""
    within = rate_limits.allow(rates.CONTRIBUTE_NETWORK, rate_limits.client_address(request))
    if within and secret:
        within = rate_limits.allow(rates.CONTRIBUTE_PERSON, secret)
    if not within:
        form.add_error(None, _("Too many forms came from your network. Wait ten minutes and send yours again."))
        return 429
    if not target.is_open:
        form.add_error(
            None, _("No more answers are taken. What you wrote was not sent; it is still here to be copied.")
        )
        return 409
    return 0 if form.is_valid() else 422


def _form_key(request: HttpRequest, form: AnswerForm) -> str:
    """What makes a form one of a kind: other words sent by it again, after a way back, are another answer."""
    return f"{request.POST['form_key']}:{text_key(form.cleaned_data['text'])}"


def _near(
    request: HttpRequest, target: Target, form: AnswerForm, participant: Participant | None
) -> list[Contribution]:
    """What others have said that is nearly the same; nothing if this form has been stored already."""
    question = target.about.question
    if question is None or actions.is_stored(_form_key(request, form)):
        return []
    words = form.words()
    return similar.nearly_same(question, words.text, words.language, participant)


def _agree(target: Target, chosen: Contribution, secret: str) -> HttpResponse:
    participant, secret = participants.create(target.occasion, active_language(), secret)
    agreement.agree(participant, chosen, timezone.now())
    return redirect("dialogue:sent", secret=secret, public_id=chosen.public_id)


def _store(request: HttpRequest, target: Target, form: AnswerForm, secret: str) -> HttpResponse:
    participant, secret = participants.create(target.occasion, active_language(), secret)
    now = timezone.now()
    about = form.with_quote(target.about) if isinstance(form, CommentForm) else target.about
    contribution = actions.contribute(
        form.words(), about, now=now, participant=participant, form_key=_form_key(request, form)
    )
    address = form.address()
    if address and rate_limits.allow(rates.FOLLOW_ADDRESS, limit_key(address)):
        following.follow(contribution, address, active_language(), now)
    return redirect("dialogue:sent", secret=secret, public_id=contribution.public_id)
