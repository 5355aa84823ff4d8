"""Form controls of the visitor's pages whose HTML differs from Django's own."""

from django import forms


class Radios(forms.RadioSelect):
    """Radio buttons inside their labels, without a ``for`` that would say the same again."""

    option_template_name = "components/option.html"


class Checkboxes(forms.CheckboxSelectMultiple):
    """Check boxes inside their labels, without a ``for`` that would say the same again."""

    option_template_name = "components/option.html"
