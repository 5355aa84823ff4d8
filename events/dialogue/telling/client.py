"""The dialogue as a client of the outbox: its mails are written from what is true when they are sent."""

from collections.abc import Mapping
from datetime import datetime

from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils.translation import override

from events.dialogue.enums import ApprovalState, ContributionState
from events.dialogue.input.following import FOLLOWING, stop_path
from events.dialogue.live.verified import live_link
from events.dialogue.models import Follower, StatementApproval, Theme
from events.dialogue.models.themes import best_text
from events.dialogue.statements.actions import new_link
from events.dialogue.telling.news import JOIN, NEWS, THEMES
from events.dialogue.telling.steps import Story, stories
from events.enums import RegistrationState
from events.models import Registration
from portal.core.hooks.site_url import absolute
from portal.core.mail.outbox.clients import Writer, register_client
from portal.core.mail.sending import write as write_mail
from portal.core.models import OutgoingMail

PREFIX = "dialogue"


def register() -> None:
    """Called when the app is ready."""
    register_client(PREFIX, write)


def write(mail: OutgoingMail, now: datetime) -> EmailMessage | None:
    """The message of a mail; None if it is no longer needed."""
    return _WRITERS[mail.kind](mail, now) if mail.kind in _WRITERS else None


def _follower(mail: OutgoingMail, now: datetime) -> Follower | None:
    followers = Follower.objects.select_related("contribution__question", "contribution__occasion")
    return followers.filter(pk=mail.about_key, ends_at__gt=now).first()


def _confirmation(mail: OutgoingMail, now: datetime) -> EmailMessage | None:
    """The mail of the double opt-in; it holds nothing that was typed."""
    follower = _follower(mail, now)
    if follower is None or follower.confirmed_at or follower.contribution.state == ContributionState.WITHDRAWN:
        return None
    link = absolute(FOLLOWING.new_confirm_path(follower))
    context = {"link": link, **_about(follower)}
    return _to_follower(follower, mail, "dialogue/mail/confirm", context)


def _news(mail: OutgoingMail, now: datetime) -> EmailMessage | None:
    """All that became of the contribution so far; what was withdrawn or hidden meanwhile is told no more."""
    follower = _follower(mail, now)
    if follower is None or follower.confirmed_at is None:
        return None
    story = stories([follower.contribution])[follower.contribution_id]
    if not story.steps:
        return None
    with override(follower.language):
        context = {**_about(follower), **_told(story, follower.language), "is_last": story.is_over}
    return _to_follower(follower, mail, "dialogue/mail/news", context)


def _about(follower: Follower) -> dict[str, object]:
    """The question in the follower's language, and the occasion."""
    contribution, language = follower.contribution, follower.language
    occasion = contribution.occasion
    return {
        "question": contribution.question.text(language) if contribution.question else "",
        "occasion": occasion.page(language).get("title", "") if occasion else "",
    }


def _told(story: Story, language: str) -> dict[str, object]:
    """What the mail says of a story; the author's words are not repeated."""
    contribution = story.contribution
    report = next((page for page in story.reports if page.locale_code == language), None)
    report = report or next(iter(story.reports), None)
    replies = []
    for reply in story.replies:
        theme = best_text(reply.theme.titles, language)[0] if reply.theme else ""
        replies.append(
            {
                "theme": theme,
                "decision": reply.get_decision_display() if reply.decision else "",
                "by": reply.expert.name if reply.expert else reply.organisation.name if reply.organisation else "",
                "reason": reply.reason(language)[0],
            }
        )
    path = reverse("dialogue:contribution", args=[contribution.public_id])
    return {
        "shown": contribution.state == ContributionState.PUBLISHED,
        "reason": contribution.get_reason_display(),
        "themes": [best_text(theme.titles, language)[0] for theme in story.themes],
        "replies": replies,
        "link": absolute(path),
        "report": absolute(report.url_path) if report else "",
    }


def _to_follower(follower: Follower, mail: OutgoingMail, template: str, context: Mapping[str, object]) -> EmailMessage:
    """A mail with the link, and the header (RFC 8058), by which it is the last of its kind."""
    stop = absolute(stop_path(follower))
    message = write_mail(
        follower.address, follower.language, template, {**context, "stop": stop}, str(mail.message_uuid)
    )
    message.extra_headers |= {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    return message


def _themes(mail: OutgoingMail, now: datetime) -> EmailMessage | None:
    """Asks an expert to answer the themes of the workshop, by a new link."""
    approval = StatementApproval.objects.select_related("event").filter(pk=mail.about_key, ends_at__gt=now).first()
    if approval is None or not approval.address or approval.state == ApprovalState.DECLINED:
        return None
    themes = Theme.objects.filter(occasion__event=approval.event, merged_into__isnull=True)
    titles = [best_text(theme.titles, approval.language)[0] for theme in themes]
    if not titles:
        return None
    text = approval.event.text(approval.language)
    context = {
        "name": approval.name,
        "event": text.title if text else "",
        "themes": titles,
        "link": new_link(approval),
    }
    return write_mail(approval.address, approval.language, "dialogue/mail/themes", context, str(mail.message_uuid))


def _join(mail: OutgoingMail, now: datetime) -> EmailMessage | None:
    """The link into the live room, good for one use; nothing joins who uses it with what is said there."""
    registration = Registration.objects.select_related("event").filter(pk=mail.about_key).first()
    if registration is None or registration.state != RegistrationState.CONFIRMED or registration.event.ends_at <= now:
        return None
    link = live_link(registration, now)
    if not link or registration.bounced_at:
        return None
    text = registration.event.text(registration.language)
    context = {"event": text.title if text else "", "link": link}
    return write_mail(registration.email, registration.language, "dialogue/mail/join", context, str(mail.message_uuid))


_WRITERS: dict[str, Writer] = {FOLLOWING.confirm_mail: _confirmation, NEWS: _news, THEMES: _themes, JOIN: _join}
