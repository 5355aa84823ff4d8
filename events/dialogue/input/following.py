"""Following a contribution by mail: one address once, and an end that needs no log-in."""

from datetime import datetime

from events.dialogue.models import Contribution, Follower
from portal.core.operations.retention import FOLLOWERS, UNCONFIRMED_FOLLOWERS
from portal.core.web.double_opt_in import DoubleOptIn

FOLLOWING = DoubleOptIn(
    model=Follower,
    about="follower",
    confirm_mail="dialogue.confirm",
    confirm_view="dialogue:confirm",
    end_view="dialogue:stop",
    hmac_salt="dialogue.follower",
    end_salt="dialogue.stop",
    unconfirmed=UNCONFIRMED_FOLLOWERS,
    confirmed=FOLLOWERS,
)


def follow(contribution: Contribution, address: str, language: str, now: datetime) -> Follower:
    """Ask an address to confirm that it wants to hear what becomes of a contribution."""
    return FOLLOWING.ask(address, language, now, {"contribution": contribution})


def is_followed(contribution: Contribution) -> bool:
    """Whether somebody is told, or was asked to confirm it."""
    return contribution.followers.exists()


def stop_all(contribution: Contribution) -> None:
    """End the mails about one contribution, by its author."""
    FOLLOWING.end(Follower.objects.filter(contribution=contribution))


def stop_path(follower: Follower) -> str:
    """The path that ends all mails of this kind to the address of ``follower``, for the foot of each mail."""
    return FOLLOWING.end_path(follower, follower.address_hmac)


def stop(address_hmac: str) -> None:
    """End all mails of this kind to an address: nothing of it is kept."""
    FOLLOWING.end(Follower.objects.filter(address_hmac=address_hmac))
