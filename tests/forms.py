"""Fills in forms as a browser does: everything that the page holds, changed where somebody typed."""

from typing import Any

from bs4 import BeautifulSoup


def fields_of(html: str, naming: str) -> dict[str, Any]:
    """What a browser would send of the form that has a field called ``naming``: name -> value, or values."""
    field = BeautifulSoup(html, "html.parser").find(attrs={"name": naming})
    assert field is not None, f"no form has a field called {naming}"
    form = field.find_parent("form")
    sent: dict[str, Any] = {}
    for control in form.find_all(["input", "textarea", "select"]):
        name, kind = control.get("name"), control.get("type", "text")
        if not name or control.has_attr("disabled") or kind in {"file", "submit", "image", "button"}:
            continue
        if kind in {"checkbox", "radio"} and not control.has_attr("checked"):
            continue
        if control.name == "select":
            chosen = [o.get("value", o.get_text()) for o in control.find_all("option") if o.has_attr("selected")]
            value: Any = chosen if control.has_attr("multiple") else (chosen or [""])[0]
        elif control.name == "textarea":
            # A browser drops the line end right behind the tag.
            value = control.get_text().removeprefix("\n")
        else:
            value = control.get("value", "on" if kind == "checkbox" else "")
        if name in sent and kind == "checkbox":
            value = [*([sent[name]] if isinstance(sent[name], str) else sent[name]), value]
        sent[name] = value
    return sent
