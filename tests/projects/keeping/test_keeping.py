"""Kept cases are an address: shared, printed, compared; whatever stands in it, a sentence answers and never a fault."""

import pytest

from tests.kept_rows import kept
from tests.sites import add_case, add_element, make_site

pytestmark = pytest.mark.django_db
KEPT, COMPARE = "/en/projects/kept/", "/en/projects/compare/"
#: Numbers to keys, the cases, their photos and elements, the numbers of their first versions; the frame is kept.
QUERIES = 5


@pytest.fixture
@kept
def cases(db):
    make_site("en", "fi")
    element = add_element()
    told = {"cost": "Two plain coins.", "lessons": "<p>The first plough broke.</p>", "elements": [element]}
    return [add_case(title="Snow", **told), add_case(title="Ice", slug="ice"), *(add_case() for _n in range(2))]


def shown(client, path, *cases):
    answer = client.get(f"{path}?ids={','.join(str(getattr(case, 'pk', case)) for case in cases)}")
    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]
    return answer.content.decode()


def test_list_is_its_address_in_every_language_and_in_its_order(client, cases, django_assert_num_queries):
    snow, ice, *_others = cases
    finnish = add_case("fi", of=snow, title="Lumi")
    client.get(KEPT)
    with django_assert_num_queries(QUERIES):
        page = shown(client, KEPT, ice, finnish, snow)
    assert page.index(">Ice<") < page.index(">Snow<")
    assert f'href="{KEPT}?ids={snow.pk}"' in page
    assert f'data-keep-all="{ice.pk},{snow.pk}"' in page
    assert ">Lumi<" in client.get(f"/fi/projects/kept/?ids={snow.pk}").content.decode()
    assert f'data-keep-case="{snow.pk}"' in client.get(finnish.url_path).content.decode()
    assert f'href="{KEPT}?ids={snow.pk}"' in client.get(snow.url_path).content.decode()


def test_cases_stand_side_by_side_with_what_nobody_told(client, cases):
    page = shown(client, COMPARE, *cases[:2])
    assert page.index("Two plain coins.") < page.index("The result.") < page.index("The first plough broke.")
    assert page.count("Nobody has told it yet.") == 4


def test_whatever_stands_in_the_address_there_is_a_sentence(client, cases):
    snow, ice, third, fourth = cases
    ice.unpublish()
    assert "No case is kept here" in shown(client, KEPT)
    assert "1 case of this list is not public" in shown(client, KEPT, snow, ice)
    assert "3 cases of this list are not public" in shown(client, KEPT, snow, 987654321, "x%00"[:1], "-1")
    assert "its last 251 cases are not shown" in shown(client, KEPT, snow, *range(900_000, 900_300))
    assert "Choose one more" in shown(client, COMPARE, snow)
    assert "Choose one more" in shown(client, COMPARE, snow, snow)
    assert "Choose one more" in shown(client, COMPARE, snow, ice)
    ice.save_revision().publish()
    assert "At most three" in shown(client, COMPARE, *cases)
    picked = client.get(f"{COMPARE}?ids={snow.pk}&ids={third.pk}&ids={fourth.pk}").content.decode()
    assert "Place and time" in picked
    assert "noindex" in picked


def test_one_page_to_print_has_address_and_day_and_is_in_every_language(client, cases):
    snow = cases[0]
    finnish = add_case("fi", of=snow, title="Lumi", slug=snow.slug)
    page = client.get(f"/en/projects/{snow.slug}/sheet/").content.decode()
    assert f"{snow.url_path} · " in page
    assert page.index("The result.") < page.index("Two plain coins.") < page.index("The first plough broke.")
    assert ">Lumi<" in client.get(f"/fi/projects/{snow.slug}/sheet/").content.decode()
    only = add_case("fi", title="Vain täällä", slug="vain-taalla")
    assert "/en/projects/vain-taalla/ · " in client.get(f"/en/projects/{only.slug}/sheet/").content.decode()
    assert f'href="/en/projects/{snow.slug}/sheet/"' in client.get(snow.url_path).content.decode()
    for version in (snow, finnish):
        version.unpublish()
    assert client.get(f"/en/projects/{snow.slug}/sheet/").status_code == 404
