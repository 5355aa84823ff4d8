"""Writing the audit log of adoptions: numbers and codes, never texts or authors."""

from datetime import datetime

from portal.core.users.models import User
from projects.enums import AdoptionAction
from projects.models import Adoption, AdoptionLog


def record(
    action: AdoptionAction, adoption: Adoption, now: datetime, *, user: User | None = None, from_state: str = ""
) -> None:
    """Add an entry about ``adoption`` as it is now; without ``user`` its author or the portal acted."""
    AdoptionLog.objects.create(
        number=adoption.pk,
        case_key=adoption.case_key,
        action=action,
        user=user,
        from_state=from_state or adoption.state,
        to_state=adoption.state,
        reason=adoption.reason,
        at=now,
    )
