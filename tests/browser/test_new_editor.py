"""A new editor with a Danish admin: from the mail with the invitation to something public, counted by screens."""

import email
import re
import time
from email.policy import default
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.editing import DANISH, PASSWORD, Editors, Story
from tests.browser.walking import Walk
from tests.live_portal import LivePortal

pytestmark = [pytest.mark.browser, pytest.mark.drill, pytest.mark.xdist_group("live")]
MOST_SCREENS_OF_AN_EVENT, MOST_FIELDS_OF_AN_EVENT = 6, 20
MOST_SCREENS_OF_A_CASE, PARTS_OF_A_CASE = 9, 12
MOST_SCREENS_OF_MENDING = 2
#: Seconds until the worker has sent a mail.
MAILED = 60
YEAR = time.localtime().tm_year + 1


def invited(editors: Editors, portal: LivePortal, who: str, *arguments: str) -> Walk:
    """Open the link of the mail, in Danish, and set the password; the walk begins there."""
    editors.invite("--email", f"{who}@example.org", "--language", "da", *arguments)
    link = link_in_mail(portal.mails, f"{who}@example.org")
    walk = Walk(editors.open_browser(who), "da")
    walk.page.goto(portal.url + link)
    walk.look()
    walk.say(new_password1=PASSWORD, new_password2=PASSWORD)
    walk.press("main button[type=submit]")
    editors.cookies[who] = walk.page.context.cookies()
    return walk


def link_in_mail(folder: Path, address: str) -> str:
    """The path of the link in the last mail to ``address``."""
    until = time.monotonic() + MAILED
    while time.monotonic() < until:
        for file in sorted(folder.glob("*"), key=lambda one: -one.stat().st_mtime):
            mail = email.message_from_bytes(file.read_bytes(), policy=default)
            if address in str(mail["To"]):
                text = mail.get_body(("plain",)).get_content()
                return re.search(r"https?://[^/\s]+(/\S+)", text)[1]
        time.sleep(0.5)
    raise AssertionError(f"no mail to {address}")


def test_from_the_invitation_to_a_public_workshop(editors: Editors, live_portal: LivePortal):
    who = f"ny-{time.time_ns()}"
    walk = invited(editors, live_portal, who, "--organisation", "nordic-edge", "--trusted")
    walk.press("main a[href='/admin/announce/what/']")
    walk.say(title=f"Værksted på Ærø {who}", summary="Vi deler redskaber, og hvad vi har lært af det.")
    walk.go_on()
    walk.say(start_date=f"15. marts {YEAR}", start_time="kl. 13", end_time="15.30", format="in_person")
    walk.say(city="Aarhus", venue="Rådhuset")
    walk.press("button[name=go][value=registration]")
    walk.say(takes_registrations="yes", in_person_places="30")
    walk.go_on()
    with walk.page.expect_navigation():
        walk.page.locator("main form button[type=submit]").first.click()
    public = str(walk.page.locator("a[href*='-pa-aero-']:not([href*='/admin/'])").first.get_attribute("href"))
    shown = walk.page.request.get(live_portal.url + public).text()
    assert f"Værksted på Ærø {who}" in shown
    assert re.search(r'href="[^"]*/register/"', shown)
    assert len(walk.screens) <= MOST_SCREENS_OF_AN_EVENT
    assert walk.fields <= MOST_FIELDS_OF_AN_EVENT


def test_a_case_is_told_submitted_returned_and_mended(editors: Editors, live_portal: LivePortal):
    number = time.time_ns()
    who, reviewer = f"ny-sag-{number}", f"laeser-{number}"
    walk = invited(editors, live_portal, who, "--organisation", "doga")
    walk.screens.pop(0)  # the password: once, not for each case
    walk.fields = 0
    case = tell(walk, DANISH, f"Busser til tiden på Ærø {number}")
    walk.press(".portal-bar > button[name=action-submit]")
    assert len(walk.screens) - 1 <= MOST_SCREENS_OF_A_CASE
    assert walk.fields >= PARTS_OF_A_CASE
    editors.accept_invitation(reviewer, "--secretariat")
    editors.review(reviewer, case, "reject", "Skriv, hvem der betalte.")
    walk = Walk(editors.admin(who), "da")
    walk.look()
    expect(walk.page.locator("main")).to_contain_text("Skriv, hvem der betalte.")
    walk.press(f"main a[href*='/admin/pages/{case}/edit/']")
    expect(walk.page.locator(".portal-bar")).to_contain_text("Skriv, hvem der betalte.")
    walk.page.fill("textarea[name=summary]", "Busserne kører til tiden. Kommunen betalte.")
    with walk.page.expect_navigation():
        walk.page.click(".portal-bar > button[name=action-submit]")
    assert len(walk.screens) <= MOST_SCREENS_OF_MENDING


def upload(page: Page) -> None:
    """A photo from the own computer, in Wagtail's dialog."""
    picture = BytesIO()
    colour = f"#{time.time_ns() % 0xFFFFFF:06x}"  # none that is there already: Wagtail would ask
    Image.new("RGB", (1280, 720), colour).save(picture, "PNG")
    page.locator(".image-chooser [data-chooser-action-choose]:visible").first.click()
    page.locator(".modal [role=tab][href='#tab-upload']").click()
    page.fill(".modal [name$=title]:visible", "Bussen på Ærø")
    file = {"name": "bussen-aeroe.png", "mimeType": "image/png", "buffer": picture.getvalue()}
    page.set_input_files(".modal input[type=file]", file)
    page.locator(".modal form [type=submit]:visible").last.click()
    expect(page.locator("[name=photo]")).not_to_have_value("", timeout=30_000)
    expect(page.locator(".modal")).to_have_count(0)


def tell(walk: Walk, story: Story, title: str) -> int:
    """The case wizard with twelve answers and more; returns the id of the page."""
    walk.press("main a[href='/admin/tell-a-case/problem/']")
    walk.say(title=title, challenge=story.text)
    walk.go_on()
    walk.say(approach=story.text)
    walk.go_on()
    walk.say(result=story.text, lessons="Vi spurgte for sent.", summary=story.summary)
    walk.go_on()
    walk.say(country="DK", municipality="Aarhus", start_year="2019", website="https://aeroe.example/busser")
    walk.go_on()
    walk.page.locator("[name=elements]").first.check()
    walk.say(figures="40 % færre sene busser på Ærø i 2023", source_publisher="Ærø Kommune")
    walk.say(source_url="https://aeroe.example/tal")
    walk.go_on()
    upload(walk.page)
    walk.say(
        photo_alt="En bus på havnen.", stage="running", cost="2 mio. kr. over tre år", contact_name="Åse Þórsdóttir"
    )
    walk.say(contact_email="aase@example.org")
    walk.go_on()
    walk.go_on()
    return int(walk.page.url.split("/pages/")[1].split("/")[0])
