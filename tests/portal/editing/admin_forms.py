"""Fills in the admin's forms as a browser does: with everything the page holds, and what somebody changes."""

from typing import Any

from bs4 import BeautifulSoup
from django.test import Client
from wagtail.users.models import UserProfile


def speak(user: Any, language: str) -> None:
    """Have the admin of ``user`` in ``language``."""
    UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": language})


def form_data(html: str, **changes: Any) -> dict[str, Any]:
    """What a browser would send for the editor's form in ``html``; blocks, which a script draws, are empty."""
    soup = BeautifulSoup(html, "html.parser")
    data: dict[str, Any] = {}
    for field in soup.select("form#page-edit-form, form[data-edit-form]")[0].find_all(["input", "select", "textarea"]):
        name, kind = field.get("name"), field.get("type")
        if not name or kind in {"submit", "button", "file"} or "__prefix__" in name:
            continue
        if field.name == "select":
            chosen = [option["value"] for option in field.find_all("option", selected=True)]
            data[name] = chosen if field.has_attr("multiple") else (chosen or [""])[0]
        elif field.name == "textarea":
            data[name] = field.text.removeprefix("\n")
        elif kind not in {"checkbox", "radio"} or field.has_attr("checked"):
            data[name] = field.get("value", "")
    for block in soup.select("[data-block]"):
        data.setdefault(f"{block['id']}-count", "0")
    return {name: "" if value is None else value for name, value in (data | changes).items()}


def page_form(client: Client, address: str, **changes: Any) -> dict[str, Any]:
    """The same for the form at ``address``."""
    return form_data(client.get(address).content.decode(), **changes)
