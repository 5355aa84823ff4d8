"""The desk on a phone, in Finnish and Icelandic with their long words: nothing stands beside the screen."""

import pytest
from wagtail.users.models import UserProfile

from events.dialogue.enums import ContributionState
from events.dialogue.models import Round
from tests.drills import drilled
from tests.events.dialogue.factories import make_contribution, make_theme
from tests.events.dialogue.live.rooms import open_room
from tests.sites import make_site

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
#: What reaches beyond the right edge of the page, but for what can be scrolled there or is folded away.
BESIDE = """
[...document.querySelectorAll("main *")]
  .filter((one) => one.checkVisibility({ contentVisibilityAuto: true }) && !one.closest(".dialogue-wide, [popover]"))
  .filter((one) => one.getBoundingClientRect().right > window.innerWidth + 1)
  .map((one) => one.outerHTML.slice(0, 120))
"""


# The statements that wait, a theme and the room: those with most on them.
@pytest.mark.parametrize(
    ("language", "whole"), drilled([("fi", False), ("fi", True), ("is", True)], tested=("fi", False))
)
def test_every_page_of_the_desk_fits_a_phone(live_server, new_context, language, whole):
    make_site("en", "fi", "is")
    room = open_room()
    room.open_round()
    shown = make_contribution(
        room.question, "Kaupunkisuunnittelutoimikunnan kokouspöytäkirjat julkisiksi.", round=Round.objects.get()
    )
    make_contribution(room.question, "Upplýsingatæknifyrirtækin, æ", state=ContributionState.PENDING, language="is")
    theme = make_theme(
        room.occasion, shown, titles={"fi": "Kokouspöytäkirjojen julkisuusperiaate", "is": "Upplýsingatækniskylda"}
    )
    UserProfile.objects.create(user=room.user, preferred_language=language)
    page = new_context(viewport={"width": 360, "height": 740}).new_page()
    desk = f"/admin/input/{room.occasion.pk}/"
    page.goto(f"{live_server.url}/admin/login/?next={desk}")
    page.fill("[name=username]", room.user.username)
    page.fill("[name=password]", "a long password of tests")
    page.click("button[type=submit]")
    page.wait_for_url(f"**{desk}")
    parts = ("", "queue/", "contributions/", f"contributions/{shown.pk}/", "live/", "import/", "log/")
    grouped = ("themes/", f"themes/{theme.pk}/", "themes/import/", "replies/", f"replies/{theme.pk}/")
    beside = {}
    for part in (*parts, *grouped) if whole else ("queue/", f"themes/{theme.pk}/", "live/"):
        page.goto(f"{live_server.url}{desk}{part}")
        page.evaluate("document.querySelectorAll('main details').forEach((one) => (one.open = true))")
        beside[part] = page.evaluate(BESIDE)

    assert {part: found for part, found in beside.items() if found} == {}
