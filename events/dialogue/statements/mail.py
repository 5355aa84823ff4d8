"""The mail that asks an expert for approval. It holds the link, and nothing of the statement."""

from events.dialogue.models import StatementApproval
from events.dialogue.statements.actions import link_of
from portal.core.mail.sending import mail_address


def send_request(approval: StatementApproval, token: str) -> None:
    """Queue the mail with the link to the expert's page, in the language that the editor chose."""
    text = approval.event.text(approval.language)
    mail_address(
        approval.address,
        approval.language,
        "dialogue/mail/approval",
        name=approval.name,
        event=text.title if text else "",
        link=link_of(approval, token),
    )
