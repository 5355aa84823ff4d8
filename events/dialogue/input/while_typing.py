"""What others have said already, while somebody types an answer: read, compared and forgotten.

Nothing typed is stored, logged or in an address: it comes in the body of a POST that changes nothing. In place of a
cookie it carries the signed key of the form, so that no other page can ask.
"""

from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import ngettext

from events.dialogue.input import languages, participants, similar
from events.dialogue.input.counting import count
from events.dialogue.input.forms import AnswerForm
from events.dialogue.models import Participant, Question
from events.dialogue.models.contributions import MOST_ANSWER
from portal.core.i18n.languages import active_language
from portal.core.web import rates
from portal.core.web.rate_limits import allow_here, client_address

#: From so many characters on words can be compared; of a found answer so many are shown.
LEAST_TYPED, MOST_SHOWN = 12, 160


def similar_answers(request: HttpRequest, question: Question, participant: Participant | None) -> JsonResponse:
    """``{"say": sentence, "near": [{"id", "text", "language", "url"}]}``, at most three; 429 and 403 hold nothing.

    Parameters:
        participant: who types, if that is known; own answers are not offered.
    """
    key = request.POST.get("form_key", "")
    if not AnswerForm.is_key(key):
        return _answer(status=403)
    network = client_address(request)
    if not (allow_here(rates.SIMILAR_FORM, key) and allow_here(rates.SIMILAR_NETWORK, network)):
        return _answer(status=429)
    text = request.POST.get("text", "").strip()
    if not LEAST_TYPED <= count(text) <= MOST_ANSWER:
        return _answer()
    chosen = request.POST.get("language", "")
    language = chosen if chosen in dict(languages.language_choices()) else languages.guess(text, active_language())
    participant = participant or participants.find(participants.secret_of_form(key))
    near = similar.nearly_same(question, text, language, participant)
    return _answer(
        [
            {
                "id": one.public_id,
                "text": Truncator(" ".join(one.text.split())).chars(MOST_SHOWN),
                "language": one.language,
                "url": reverse("dialogue:contribution", args=[one.public_id]),
            }
            for one in near
        ]
    )


def _answer(near: list[dict[str, str]] | None = None, status: int = 200) -> JsonResponse:
    near = near or []
    say = ngettext(
        "%(number)s answer of somebody else says nearly the same. It stands below the field.",
        "%(number)s answers of others say nearly the same. They stand below the field.",
        len(near),
    ) % {"number": len(near)}
    data = {"say": say if near else "", "near": near}
    return JsonResponse(data, status=status, json_dumps_params={"ensure_ascii": False})
