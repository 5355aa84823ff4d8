"""Boxes and circles of a form's field: each inside its own label, which the hint of the group describes."""

import pytest
from bs4 import BeautifulSoup
from django import forms
from django.template.loader import render_to_string


class Wishes(forms.Form):
    """A form with both kinds of groups."""

    elements = forms.MultipleChoiceField(
        choices=[("1", "Þáttur <eitt>"), ("2", "Åtgärd två")],
        widget=forms.CheckboxSelectMultiple,
        help_text="Þrjú í mesta lagi.",
    )
    answer = forms.ChoiceField(choices=[("y", "Já"), ("n", "Nei")], widget=forms.RadioSelect)


@pytest.mark.parametrize(("name", "checked"), [("elements", ["2"]), ("answer", ["n"])])
def test_a_group_labels_each_choice_once_and_keeps_what_was_chosen(name, checked):
    field = Wishes({"elements": ["2"], "answer": "n"})[name]

    soup = BeautifulSoup(render_to_string("components/field.html", {"field": field}), "html.parser")

    labels = soup.select("label")
    assert [label.get_text().strip() for label in labels] == [words for _value, words in field.field.choices]
    assert all(label.input and not label.get("for") for label in labels)
    assert [one["value"] for one in soup.select("input[checked]")] == checked
    assert {one["name"] for one in soup.select("input")} == {name}
    described = soup.fieldset.get("aria-describedby", "").split()
    assert [soup.find(id=one).get_text() for one in described] == ([field.help_text] if field.help_text else [])
    assert soup.find(id=f"id_{name}").select("input"), "where the list of errors leads"
