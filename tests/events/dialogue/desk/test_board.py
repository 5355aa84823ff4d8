"""The board, themes and replies by forms alone; nothing typed is lost when somebody else was faster."""

from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from events.dialogue.models import Contribution, Reply, Theme
from events.dialogue.synthesis import grouping, themes
from portal.core.hooks import roots
from portal.core.hooks.roots import Reference
from tests.events.dialogue.occasions import NOW, make_occasion, make_theme, shown
from tests.forms import fields_of

pytestmark = pytest.mark.django_db


def url(occasion, name, *parts):
    return reverse(f"dialogue_{name}", args=[occasion.pk, *parts])


def members(theme) -> set[int]:
    return set(theme.members.values_list("contribution", flat=True))


@pytest.mark.parametrize("number", [2, 40])
def test_the_board_costs_the_same_queries_however_much_is_on_it(
    desk, occasion, anna, number, django_assert_max_num_queries
):
    several = [make_theme(occasion, f"Þema {n}") for n in range(number // 2)]
    for n in range(number):
        one = shown(occasion)
        if n % 2:
            grouping.put(several[n // 2].pk, [one.pk], anna, NOW)
    desk.get(url(occasion, "board"))
    with django_assert_max_num_queries(12 + 10):
        html = desk.get(url(occasion, "board")).content.decode()
    assert html.count('name="chosen"') == number


def test_a_selection_is_put_into_a_theme_moved_and_taken_out(desk, occasion):
    here, there = make_theme(occasion, "Hér"), make_theme(occasion, "Þar")
    both = [shown(occasion), shown(occasion)]
    chosen = {"chosen": [one.pk for one in both]}
    answer = desk.post(url(occasion, "group"), {**chosen, "action": "put", "theme": here.pk})
    assert answer["Location"] == f"{url(occasion, 'board')}#theme-none"
    assert members(here) == {one.pk for one in both}
    move = {"source": here.pk, "chosen": both[0].pk, "action": "move", "theme": there.pk}
    assert desk.post(url(occasion, "group"), move)["Location"] == f"{url(occasion, 'board')}#theme-{here.pk}"
    assert (members(here), members(there)) == ({both[1].pk}, {both[0].pk})
    desk.post(url(occasion, "group"), {"source": there.pk, "chosen": both[0].pk, "action": "out"})
    assert members(there) == set()


def test_what_was_ticked_stays_ticked_without_a_theme(desk, occasion):
    make_theme(occasion)
    one = shown(occasion)
    answer = desk.post(url(occasion, "group"), {"chosen": one.pk, "action": "put", "theme": ""})
    assert answer.status_code == 422
    assert f'value="{one.pk}" checked' in answer.content.decode()


def test_a_new_theme_takes_what_is_ticked_along(desk, occasion):
    one = shown(occasion)
    desk.post(url(occasion, "group"), {"chosen": one.pk, "action": "new", "title": "Þörf á ljósi", "language": "is"})
    theme = Theme.objects.get()
    assert (theme.titles, members(theme)) == ({"is": "Þörf á ljósi"}, {one.pk})
    assert desk.post(url(occasion, "group"), {"action": "new", "title": " ", "language": "is"}).status_code == 422


def test_odd_forms_of_the_board_change_nothing(desk, occasion, alpha):
    elsewhere = make_theme(make_occasion(alpha))
    one = shown(occasion)
    for odd in (
        {"theme": elsewhere.pk},
        {"theme": "٣"},
        {"theme": "9" * 30},
        {"source": elsewhere.pk, "action": "out"},
        {"chosen": ["x", "-1", "9" * 30], "theme": elsewhere.pk},
    ):
        assert desk.post(url(occasion, "group"), {"chosen": one.pk, "action": "put", **odd}).status_code in {302, 422}
    assert members(elsewhere) == set()


def test_a_theme_is_renamed_in_all_languages(desk, occasion):
    theme = make_theme(occasion)
    sent = fields_of(desk.get(url(occasion, "theme", theme.pk)).content.decode(), "title_is")
    desk.post(url(occasion, "theme", theme.pk), {**sent, "title_fi": "Luottamus", "action": "rename"})
    theme.refresh_from_db()
    assert theme.titles == {"is": "Traust", "fi": "Luottamus"}


def test_what_was_typed_about_a_theme_stays_when_somebody_was_faster(desk, occasion, bo):
    theme = make_theme(occasion)
    address = url(occasion, "theme", theme.pk)
    sent = fields_of(desk.get(address).content.decode(), "title_is")
    themes.rename(theme.pk, 1, {"is": "Tryggð"}, {}, bo, NOW)
    answer = desk.post(address, {**sent, "title_fi": "Luottamus", "action": "rename"})
    html = answer.content.decode()
    assert (answer.status_code, "Luottamus" in html, "by Bo at" in html) == (422, True, True)
    desk.post(address, {**fields_of(html, "title_is"), "action": "rename"})
    theme.refresh_from_db()
    assert theme.titles == {"is": "Traust", "fi": "Luottamus"}


def test_a_theme_is_moved_split_merged_and_dropped_by_buttons(desk, occasion, anna):
    first, second = (themes.create(occasion, {"is": title}, {}, anna, NOW) for title in ("Eitt", "Tvö"))
    two = [shown(occasion), shown(occasion)]
    grouping.put(second.pk, [one.pk for one in two], anna, NOW)
    address = url(occasion, "theme", second.pk)
    desk.post(address, {"version": 1, "action": "earlier"})
    assert list(occasion.themes.order_by("position")) == [second, first]
    split = {"version": 2, "action": "split", "chosen": two[0].pk, "title": "Þrjú", "language": "is"}
    answer = desk.post(address, split)
    third = Theme.objects.get(titles__is="Þrjú")
    assert answer["Location"] == url(occasion, "theme", third.pk)
    desk.post(address, {"version": 3, "action": "merge", "theme": third.pk})
    assert members(third) == {one.pk for one in two}
    assert desk.get(address)["Location"] == url(occasion, "theme", third.pk)
    desk.post(url(occasion, "theme", first.pk), {"version": first.version, "action": "drop"})
    assert not Theme.objects.filter(pk=first.pk).exists()


@pytest.fixture
def cases():
    """Things that something can come of, as a room above registers them."""
    known = {"c1": Reference("case", "c1", "Birta í Bæ", language="is"), "c2": Reference("case", "c2", "Dagsljós")}

    def find(words, language):
        return [reference for reference in known.values() if words.lower() in reference.title.lower()]

    before = roots._resolvers.get("case"), roots._finders.get("case")
    roots.register_kind("case", lambda keys, language: [known[key] for key in keys if key in known], find)
    yield
    for registry, old in zip((roots._resolvers, roots._finders), before, strict=True):
        registry.pop("case")
        if old:
            registry["case"] = old


def test_a_reply_says_why_and_what_came_of_it(desk, occasion, cases):
    theme = make_theme(occasion)
    address = url(occasion, "reply_theme", theme.pk)
    sent = {**fields_of(desk.get(address).content.decode(), "decision"), "decision": "taken_up"}
    lacking = desk.post(address, {**sent, "action": "save"})
    assert (lacking.status_code, "Nothing was saved yet." in lacking.content.decode()) == (422, True)
    html = desk.post(address, {**sent, "reason_is": "Þess vegna", "q": "birta", "action": "search"}).content.decode()
    assert "Birta í Bæ" in html
    assert "Dagsljós" not in html
    again = fields_of(html, "decision")
    assert (again["reason_is"], again["decision"]) == ("Þess vegna", "taken_up")
    desk.post(address, {**again, "outcomes": "case:c1", "action": "save"})
    reply = Reply.objects.get()
    assert (reply.outcomes, reply.reasons, reply.organisation) == (
        [["case", "c1"]],
        {"is": "Þess vegna"},
        occasion.organisation,
    )
    assert 'value="case:c1" checked' in desk.get(address).content.decode()


def test_a_reply_shows_the_first_contributions_and_leads_to_all(desk, occasion, anna):
    theme = make_theme(occasion)
    several = [shown(occasion, f"Nú {n}") for n in range(11)]
    grouping.put(theme.pk, [one.pk for one in several[:10]], anna, NOW)
    to_all = f'href="{url(occasion, "theme", theme.pk)}#contributions"'
    assert to_all not in desk.get(url(occasion, "reply_theme", theme.pk)).content.decode()
    grouping.put(theme.pk, [several[10].pk], anna, NOW)
    html = desk.get(url(occasion, "reply_theme", theme.pk)).content.decode()
    assert (to_all in html, "The first 10 are shown." in html, "All 11" in html) == (True, True, True)
    assert (html.count("Nú "), 'id="contributions"' in desk.get(url(occasion, "theme", theme.pk)).content.decode()) == (
        10,
        True,
    )


def test_days_of_replies_are_typed_as_people_write_them(desk, occasion):
    theme = make_theme(occasion)
    address = url(occasion, "reply_theme", theme.pk)
    sent = {**fields_of(desk.get(address).content.decode(), "decision"), "decision": "taken_up"}
    assert desk.post(address, {**sent, "promised_for": "someday", "action": "save"}).status_code == 422
    desk.post(address, {**sent, "promised_for": "1 March 2027", "action": "save"})
    assert Reply.objects.get().promised_for == date(2027, 3, 1)


def test_a_reply_that_somebody_wrote_meanwhile_is_shown_beside_ones_own(desk, client, occasion, bo):
    theme = make_theme(occasion)
    address = url(occasion, "reply_theme", theme.pk)
    empty = fields_of(desk.get(address).content.decode(), "decision")
    desk.post(address, {**empty, "decision": "no", "reason_is": "Nei, ekki nú", "action": "save"})
    client.force_login(bo)
    answer = client.post(address, {**empty, "decision": "not_now", "reason_is": "Seinna", "action": "save"})
    html = answer.content.decode()
    assert (answer.status_code, "Nei, ekki nú" in html, "Seinna" in html) == (422, True, True)
    client.post(address, {**fields_of(html, "decision"), "action": "save"})
    assert Reply.objects.get().reasons == {"is": "Seinna"}


def test_a_single_contribution_is_answered(desk, occasion):
    one = shown(occasion)
    address = url(occasion, "reply_contribution", one.pk)
    sent = fields_of(desk.get(address).content.decode(), "decision")
    answer = desk.post(address, {**sent, "decision": "outside", "reason_fi": "Ei meidän", "action": "save"})
    assert answer["Location"] == url(occasion, "contribution", one.pk)
    assert one.public_id in desk.get(url(occasion, "replies")).content.decode()


def test_a_suggestion_is_accepted_by_one_button(desk, occasion, anna):
    theme = make_theme(occasion, "Birta")
    texts = ("Mer belysning i parken", "Mer belysning vid parken, tack", "Bussen är full")
    three = [shown(occasion, text, language="sv") for text in texts]
    grouping.put(theme.pk, [three[0].pk], anna, NOW)
    html = desk.get(url(occasion, "board")).content.decode()
    value = f"{three[1].public_id}:{theme.pk}"
    assert f'value="{value}"' in html
    assert f"{three[2].public_id}:{theme.pk}" not in html
    desk.post(url(occasion, "suggested"), {"suggested": value})
    member = theme.members.get(contribution=three[1])
    assert member.suggested
    assert "street light" in member.because
    for odd in ("", ":", f"{three[2].public_id}:0", "x:y"):
        assert desk.post(url(occasion, "suggested"), {"suggested": odd}).status_code == 302
    assert theme.members.count() == 2


def test_proposed_themes_are_asked_for_accepted_and_dropped_on_the_board(desk, occasion, run_tasks):
    for text in ("Mer belysning i parken", "Mer belysning vid parken, tack", "Belysning i parken"):
        shown(occasion, text, language="sv")
    desk.post(url(occasion, "proposals"), {"action": "propose"})
    run_tasks()
    Contribution.objects.filter(text="Belysning i parken").update(state="held")
    html = desk.get(url(occasion, "board")).content.decode()
    inside = [one.text.strip() for one in BeautifulSoup(html, "html.parser").select("#proposals details blockquote")]
    assert inside == ["Mer belysning i parken", "Mer belysning vid parken, tack"]
    assert "Title for 2 contributions" in html
    Contribution.objects.filter(state="held").update(state="published")
    sent = fields_of(html, "proposal")
    desk.post(url(occasion, "proposals"), {**sent, "title": "Ljus", "action": "accept"})
    assert Theme.objects.get().members.count() == 3
    again = desk.post(url(occasion, "proposals"), {**sent, "title": "Ljus", "action": "accept"}, follow=True)
    assert "Somebody has accepted or dropped it already." in again.content.decode()
