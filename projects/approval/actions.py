"""Business actions on approvals: asking the owner of a case by mail, taking the question back, and the answer."""

import json
from datetime import datetime
from hashlib import sha256

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from wagtail.log_actions import log
from wagtail.models import Page

from partners.teams.listeners import listeners
from portal.core.hooks.site_url import absolute
from portal.core.mail.sending import mail_address, mail_editor
from portal.core.pages.published import said
from portal.core.types import AnyUser
from portal.core.web.tokens import fingerprint, is_token, new_token
from projects.enums import OwnersAnswer
from projects.models import CaseApproval, CaseStudyPage

#: Longest comment of an owner, in characters.
MOST_COMMENT = 2000


@transaction.atomic
def ask(case: CaseStudyPage, address: str, language: str, user: AnyUser, now: datetime) -> CaseApproval:
    """Mail a link to the latest version of ``case``; links of questions without an answer work no longer."""
    withdraw(case)
    token = new_token()
    approval = CaseApproval.objects.create(
        case=case,
        said_sha256=digest(case),
        address=address,
        language=language,
        token_sha256=fingerprint(token),
        asked_by_id=user.pk,
        asked_at=now,
    )
    with override(language):
        link = absolute(reverse("approve_case", args=[token]))
    draft = case.get_latest_revision_as_object()
    name = draft.contact_name if draft.contact_email == address else ""
    mail_address(address, language, "projects/mail/approve_case", title=draft.title, name=name, link=link)
    log(case, "portal.ask_owner", user=user)
    return approval


def withdraw(case: CaseStudyPage) -> int:
    """Take back what was asked and not answered; returns how many questions."""
    return case.approvals.filter(answer="").delete()[0]


def find(token: str) -> CaseApproval | None:
    """The question behind a mailed link; None for unknown, withdrawn and old ones alike."""
    if not is_token(token):
        return None
    since = timezone.now() - CaseApproval.KEPT_FOR
    found = CaseApproval.objects.select_related("case__latest_revision", "case__locale")
    return found.filter(token_sha256=fingerprint(token), asked_at__gte=since).first()


def digest(case: CaseStudyPage) -> str:
    """SHA-256 of what the newest version of ``case`` tells visitors; saving it again as it is changes nothing."""
    words = said(CaseStudyPage, case.latest_revision.content if case.latest_revision else None)
    return sha256(json.dumps(words, sort_keys=True, default=str).encode()).hexdigest()


def is_latest(approval: CaseApproval) -> bool:
    """Whether the newest version still says what the owner was asked about."""
    return approval.said_sha256 == digest(approval.case)


def answer(approval: CaseApproval, word: OwnersAnswer, comment: str, now: datetime) -> bool:
    """Keep what the owner says; False if there is an answer already, or a newer version, or the question is gone."""
    with transaction.atomic():
        # The page first: whoever stores a draft meanwhile waits, or has stored it.
        Page.objects.select_for_update(no_key=True).filter(pk=approval.case_id).first()
        fresh = CaseApproval.objects.select_for_update(no_key=True, of=("self",)).filter(pk=approval.pk).first()
        if fresh is None or fresh.answer or not is_latest(fresh):
            return False
        fresh.answer, fresh.comment, fresh.answered_at = word, comment, now
        fresh.save(update_fields=["answer", "comment", "answered_at"])
        _tell_editors(fresh)
    return True


def _tell_editors(approval: CaseApproval) -> None:
    """Mail the answer to whoever asked; to others if that person has left (``listeners``)."""
    case = approval.case
    edit = reverse("wagtailadmin_pages:edit", args=[case.pk])
    title = case.latest_revision.object_str
    for editor in listeners(case, approval.asked_by):
        mail_editor(editor, "projects/mail/owner_answered", title=title, comment=approval.comment, edit=edit)


def forget_old() -> int:
    """Delete questions and answers after their time; returns how many. Run by the worker."""
    return CaseApproval.objects.filter(asked_at__lt=timezone.now() - CaseApproval.KEPT_FOR).delete()[0]
