"""Social cards: legible, drawn by the worker, and an address that always answers."""

from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils.translation import override
from PIL import Image

from portal.core.models import BasePage
from portal.core.pictures.covers import Cover
from portal.core.pictures.social import TITLE_HEIGHT, Card, card_key, draw, fitted
from portal.core.pictures.tasks import Words, words_of
from tests.sites import add_case, add_event, make_site

pytestmark = pytest.mark.django_db
LONGEST = "Uppbyggingarsjóðssveitarfélagasamstarfsverkefnisstjórnunarnámskeið í Þingeyjarsveit"


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def test_card_is_a_small_png_of_the_right_size():
    data = draw(
        Card("A plainly fictional town", "Case study", "Helsinki, Finland", Cover("test-town", "FI", (1, 2), "small"))
    )
    image = Image.open(BytesIO(data))

    assert (image.format, image.size) == ("PNG", (1200, 630))
    assert len(data) < 80 * 1024


@pytest.mark.parametrize("title", ["Short", LONGEST, "word " * 60])
def test_title_fits_its_place(title):
    font, size, lines = fitted(title, 1088)

    assert len(lines) <= 3
    assert len(lines) * size * 1.1 <= TITLE_HEIGHT
    assert max(font.getlength(line) for line in lines) <= 1088 or size == 34


def test_cards_of_different_titles_differ():
    cover = Cover("test-town", "FI", (1,), "small")

    assert draw(Card("One", "", "", cover)) != draw(Card("Two", "", "", cover))


def test_cards_say_place_or_date_in_the_language_of_the_page():
    home = make_site("fi")["fi"]
    case = add_case(language="fi", title="Kokeilu", municipality="Helsinki", country="FI")
    event = add_event(language="fi", title="Työpaja")

    assert words_in("fi", case) == ("Kokeilu", "Esimerkkihanke", "Helsinki, Suomi")
    assert words_in("fi", event).line.startswith("maanantai 16. marraskuuta 2020")
    assert words_in("fi", home).title == home.claim


def words_in(language: str, page: BasePage) -> Words:
    with override(language):
        return words_of(page)


@pytest.mark.usefixtures("media")
def test_publishing_draws_the_card_and_removes_the_older_one(client, run_tasks):
    home = make_site("en")["en"]
    home.save_revision().publish()
    home.refresh_from_db()
    before = reverse("pictures:card", args=card_key(home))
    first = client.get(before)
    run_tasks()
    drawn = client.get(before)
    content = b"".join(drawn.streaming_content)
    home.last_published_at = None
    home.save_revision().publish()
    run_tasks()
    home.refresh_from_db()

    assert (first.status_code, first["Location"]) == (302, "/static/portal/img/social.png")
    assert (drawn.status_code, drawn["Content-Type"]) == (200, "image/png")
    assert Image.open(BytesIO(content)).size == (1200, 630)
    names = [name for name in default_storage.listdir("social")[1] if name.startswith(f"{home.pk}-")]
    assert names == ["{}-{}.png".format(*card_key(home))]


def test_page_names_its_card(client):
    home = make_site("en")["en"]

    text = client.get(home.url_path).content.decode()

    address = reverse("pictures:card", args=card_key(home))
    assert f'<meta property="og:image" content="http://testserver{address}">' in text
