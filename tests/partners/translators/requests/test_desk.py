"""At the desk of a request: comments at sentences, and who else is there."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.test import Client
from django.utils.translation import override
from wagtail.models import Comment, CommentReply
from wagtail_localize.models import Translation, TranslationSource

from portal.editing.review.comments import places
from portal.editing.translations import editor
from tests.partners.translators.requests.world import FINNISH, Partners, answer, desk, press, taken, translation, typed

pytestmark = pytest.mark.django_db


def test_a_comment_at_a_sentence_comes_with_the_return_and_goes_when_it_is_resolved(
    client: Client, partners: Partners, send_mails: Any
):
    taken(client, partners)
    press(client, partners.translator, desk(), action="submit", **typed())
    send_mails()
    with override("en"):
        found = {one.field: one for one in editor.sentences(translation())}
    sentence, other = found["Approach"], found["Title"].key
    key, place = sentence.key, f"Approach: {sentence.original[:20]}"
    asked = "Onko “korjaaja” ihminen vai työpaja? Þ"
    press(client, partners.reviewer, desk(), action="reject", **{f"comment-{key}": asked})
    send_mails()
    [sent] = mail.outbox
    assert place in sent.body, "the field, and how the sentence begins"
    assert asked in sent.body
    # Nothing is left to translate, and yet the desk shows the sentence, with the way to it from the bar.
    client.force_login(partners.translator)
    html = client.get(desk()).content.decode()
    assert html.count("<textarea") == 2 * len(FINNISH), "a text and a comment for each"
    assert f'href="{desk()}#sentence-{key}"' in html
    assert f"reviewer on “{place}" in html
    # Of those who have no business at the desk nobody writes or resolves anything.
    [comment] = Comment.objects.all()
    for stranger in (partners.colleague, partners.icelander):
        press(client, stranger, desk(), resolve=str(comment.pk), **{f"comment-{key}": "Heippa"})
    elsewhere = Comment.objects.create(page=partners.other, user=partners.owner, text="Nej", contentpath="title")
    # Comments at fields are those of the page editor, in which a translator has no business.
    at_field = Comment.objects.create(page=comment.page, user=partners.owner, text="Kort", contentpath="title")
    made_up = {"comment-1-999999999": "x", "comment-x": "y", "comment-": "z", f"comment-{key}": " \n"}
    for number in (str(elsewhere.pk), str(at_field.pk), "x", "9" * 30):
        press(client, partners.translator, desk(), action="save", resolve=number, **made_up)
    assert set(Comment.objects.values_list("text", "resolved_at")) == {(asked, None), ("Nej", None), ("Kort", None)}
    assert not CommentReply.objects.exists()
    # An answer counts once, however often it is sent; the owner reads both.
    for _again in range(2):
        press(client, partners.translator, desk(), action="save", **{f"comment-{key}": "Ihminen.\nÆäni yöllä."})
    client.force_login(partners.owner)
    assert "translator: Ihminen.<br>Æäni yöllä." in client.get(desk()).content.decode()
    press(client, partners.owner, desk(), resolve=str(comment.pk), **{f"comment-{other}": "Måske “lastcykel”?"})
    comment.refresh_from_db()
    assert (comment.text, comment.resolved_by) == (asked, partners.owner)
    # A browser that kept the form of before sends it once more: what is settled stays so.
    for user, text in ((partners.reviewer, asked), (partners.translator, "Ihminen.\nÆäni yöllä.")):
        press(client, user, desk(), action="save", **{f"comment-{key}": text})
    assert Comment.objects.filter(page=comment.page, contentpath=comment.contentpath).count() == 1
    assert CommentReply.objects.count() == 1
    shown = press(client, partners.translator, desk(), action="submit")
    assert asked not in shown.content.decode()
    press(client, partners.reviewer, desk(), action="approve")
    # What is open outlives the publication.
    assert Comment.objects.filter(text="Måske “lastcykel”?", resolved_at=None).exists()


def test_a_comment_outlives_its_sentence(client: Client, partners: Partners):
    taken(client, partners)
    with override("en"):
        key = next(one.key for one in editor.sentences(translation()) if one.field == "Summary")
    press(client, partners.owner, desk(), action="save", **{f"comment-{key}": "Sig “lastcykel”."})
    partners.case.summary = "Noget helt andet."
    partners.case.save_revision().publish()
    TranslationSource.update_or_create_from_instance(partners.case)
    # A form that was open meanwhile still brings what was typed.
    shown = press(client, partners.translator, desk(), action="save", **{f"comment-{key}": "Tavarapyörä?"})
    soup = BeautifulSoup(shown.content, "html.parser")
    gone = soup.select_one("#sentence-gone")
    assert "Sig “lastcykel”." in gone.get_text()
    assert "translator: Tavarapyörä?" in gone.get_text()
    # The bar leads there.
    assert soup.select_one(f'a[href="{desk()}#sentence-{key}"]') is not None
    assert len(soup.select(f"[id=sentence-{key}]")) == len(gone.select(f"[id=sentence-{key}]")) == 1
    # Wagtail's own comments can be several at one place, and others between them.
    first = Comment.objects.get()
    for path in (first.contentpath.replace(key, "9999-9999"), first.contentpath):
        Comment.objects.create(page=first.page, user=partners.owner, text="Også her.", contentpath=path)
    client.force_login(partners.owner)
    gone = BeautifulSoup(client.get(desk()).content, "html.parser").select_one("#sentence-gone")
    ids = [tag["id"] for tag in gone.select("[id^=sentence-]")]
    assert (len(gone.select("[name=resolve]")), sorted(ids)) == (3, sorted((f"sentence-{key}", "sentence-9999-9999")))


def test_a_mail_brings_answers_and_the_way_to_each_sentence(client: Client, partners: Partners):
    taken(client, partners)
    with override("en"):
        sentence = next(one for one in editor.sentences(translation()) if one.field == "Summary")
    for user, text in ((partners.owner, "Sig “lastcykel”."), (partners.translator, "Tavarapyörä?")):
        press(client, user, desk(), action="save", **{f"comment-{sentence.key}": text})
    page = Comment.objects.get().page
    [told] = places(page)
    assert told["text"] == "Sig “lastcykel”.\ntranslator: Tavarapyörä?"
    assert told["path"] == f"{desk()}#sentence-{sentence.key}"
    # Where one hears which sentence is meant.
    client.force_login(partners.owner)
    label = BeautifulSoup(client.get(desk()).content, "html.parser").select_one(f"label[for=comment-{sentence.key}]")
    assert sentence.original in label.get_text()
    # Without a desk there is no way there, and none to resolve it: it waits until there is one again.
    Translation.objects.filter(pk=translation().pk).update(enabled=False)
    assert places(page) == []


def test_owner_and_translator_hear_of_each_other_at_the_desk(client: Client, partners: Partners):
    taken(client, partners)

    def open_desk(user: Any) -> str:
        client.force_login(user)
        return str(client.get(desk()).context["here"].ping_url)

    asked = open_desk(partners.translator)
    own = open_desk(partners.owner)
    html = client.post(own).json()["html"]
    assert html == "<span>translator (Talo) er her også.</span>"
    client.force_login(partners.translator)
    assert client.post(asked, {"is_editing": "1"}).json()["html"] == "<span>owner (Vejby) is here too.</span>"
    as_script = {"HTTP_X_REQUESTED_WITH": "XMLHttpRequest"}
    for stranger in (partners.colleague, partners.icelander):
        client.force_login(stranger)
        assert client.post(asked, **as_script).status_code == 403
    answer(client, partners.translator, "give_back")
    client.force_login(partners.translator)
    assert client.post(asked, **as_script).status_code == 403, "given back"
