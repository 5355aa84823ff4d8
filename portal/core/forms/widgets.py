"""Form widgets whose HTML differs from Django's own."""

from typing import Any

from django import forms


class Radios(forms.RadioSelect):
    """Radio buttons inside their labels, without a ``for`` that would say the same again."""

    option_template_name = "components/option.html"


class Checkboxes(forms.CheckboxSelectMultiple):
    """Check boxes inside their labels, without a ``for`` that would say the same again."""

    option_template_name = "components/option.html"


class KeepingSelect(forms.Select):
    """A list that also shows a value that is not in it, so that nothing known or typed is lost when it is saved."""

    def optgroups(self, name: str, value: list[Any], attrs: dict[str, Any] | None = None) -> list[Any]:
        """The options, and behind them what else the field holds."""
        groups: list[Any] = super().optgroups(name, value, attrs)
        listed = {str(option["value"]) for _label, options, _index in groups for option in options}
        for other in (text for text in value if text and text not in listed):
            option = self.create_option(name, other, other, True, len(groups), attrs=attrs)
            groups.append((None, [option], len(groups)))
        return groups
