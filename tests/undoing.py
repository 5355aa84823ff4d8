"""Pressing the button that takes something back, and letting its time pass."""

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult


def undo_token(html: str) -> str:
    """What the button in the messages of a page sends."""
    button = BeautifulSoup(html, "html.parser").select_one(".messages .portal-undo input[name=token]")
    assert button is not None, "nothing can be taken back"
    return str(button["value"])


def press_undo(client: Client, token: str, who: Any = None) -> str:
    """What the page says after the button was pressed, by ``who`` if it is somebody else's browser."""
    if who is not None:
        client.force_login(who)
    return said(client.post(reverse("portal_undo"), {"token": token}, follow=True).content.decode())


def said(html: str) -> str:
    """The messages of a page."""
    return re.sub(r"\s+", " ", BeautifulSoup(html, "html.parser").select_one(".messages ul").get_text(" ")).strip()


def post_and_undo(client: Client, address: str, data: Mapping[str, str]) -> str:
    """Do it, take it back, and do that twice: only the first time counts. Returns what is said."""
    token = undo_token(client.post(address, data, follow=True).content.decode())
    first = press_undo(client, token)
    assert press_undo(client, token) == "It was changed meanwhile and stays as it is now."
    return first


def let_time_pass() -> None:
    """What waited until nothing could be taken back any more is due."""
    DBTaskResult.objects.filter(status="READY").update(run_after=timezone.now() - timedelta(seconds=1))
