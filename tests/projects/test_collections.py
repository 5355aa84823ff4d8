"""Collections: chosen by a partner, in its order, of what is public only."""

from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from partners.involvement import PER_PAGE
from partners.models import Organisation
from portal.editing.publication.gates import problems
from projects.models import CollectionPage
from search.models import SearchDocument
from tests.partners.world import World
from tests.sites import add_case, add_collection, add_partner, make_site

pytestmark = pytest.mark.django_db


def test_readers_get_the_public_cases_in_the_order_of_who_chose_them(client: Client):
    make_site("en", "is")
    owner = Organisation.objects.create(name="Fictional Forum", slug="forum", translation_key=uuid4())
    add_partner(title="Fictional Forum", slug="forum", organisation=owner)
    cases = {title: add_case(title=title, slug=title[:3].lower()) for title in ("Ærø ferry", "Bus", "Draft", "Älv")}
    cases["Draft"].unpublish()
    add_case("is", of=cases["Bus"], title="Strætó", slug="straeto")
    chosen = [cases[title] for title in ("Älv", "Draft", "Bus", "Ærø ferry")]
    assert "Collections" not in client.get("/en/projects/").content.decode()
    add_collection(title="Moving people", slug="moving", organisation=owner, cases=chosen, introduction="<p>Look.</p>")

    english = client.get("/en/projects/moving/").content.decode()
    icelandic = client.get("/is/projects/moving/").content.decode()

    for page, titles in ((english, ["Älv", "Bus", "Ærø ferry"]), (icelandic, ["Älv", "Strætó", "Ærø ferry"])):
        assert [page.index(f">{title}</a>") for title in titles] == sorted(page.index(f">{t}</a>") for t in titles)
        assert "Draft" not in page
    assert ('href="/en/partners/forum/"' in english, "<p>Look.</p>" in english) == (True, True)
    assert 'lang="en">Moving people</h1>' in icelandic
    assert 'href="/is/projects/moving/"' in client.get("/is/projects/").content.decode()
    assert "Moving people" not in client.get("/en/projects/?country=DK").content.decode()
    assert "/en/projects/moving/" in client.get("/sitemap-pages.xml").content.decode()


def test_a_collection_of_nothing_public_says_so_and_a_withdrawn_one_is_gone(client: Client):
    make_site("en")
    cases = [add_case(slug=f"case-{number}") for number in range(2)]
    collection = add_collection(title="Empty by now", slug="empty", cases=cases)
    for case in cases:
        case.unpublish()
    assert "None of its case studies is public" in client.get("/en/projects/empty/").content.decode()

    collection.unpublish()
    assert client.get("/en/projects/empty/").status_code == 404
    assert "Empty by now" not in client.get("/en/projects/").content.decode()


def test_a_long_collection_is_turned_page_by_page_in_its_order(client: Client):
    make_site("en", "is")
    cases = [add_case(title=f"Þjónusta {number:02}", slug=f"case-{number}") for number in range(PER_PAGE + 2)]
    add_collection(title="Long", slug="long", cases=cases[::-1])

    def read(address: str) -> tuple[list[str], str]:
        page = BeautifulSoup(client.get(address).content, "html.parser")
        return [link.text.strip() for link in page.select(".card__link")], page.select_one(".kicker").text

    for language in ("en", "is"):
        first, kicker = read(f"/{language}/projects/long/")
        last, _same = read(f"/{language}/projects/long/?page=2")
        assert [*first, *last] == [case.title for case in cases[::-1]]
        assert (len(last), str(len(cases)) in kicker) == (2, True)
        assert [read(f"/{language}/projects/long/?page={asked}")[0] for asked in ("9", "x")] == [last, first]


def test_the_search_finds_a_collection_and_forgets_a_withdrawn_one(client: Client):
    make_site("en")
    collection = add_collection(title="Ferries and fjords", slug="ferries", cases=[add_case(), add_case()])
    answer = client.get("/api/v1/search/?q=ferries&kind=collection&locale=en").json()
    assert [(hit["kind"], hit["url"]) for hit in answer["results"]] == [("collection", "/en/projects/ferries/")]

    collection.unpublish()
    assert not SearchDocument.objects.filter(kind="collection", removed=False).exists()


def test_two_cases_at_least_and_none_twice(db: None):
    make_site("en", "da")
    case = add_case()
    twin = add_case("da", of=case)

    alone = add_collection(cases=[case])
    twice = add_collection(cases=[case, twin, add_case()])

    assert [str(problem.message) for problem in problems(alone)] == ["Choose at least two case studies."]
    assert [str(problem.message).partition(".")[0] for problem in problems(twice)] == [
        "A case study is in the collection twice, perhaps in two languages"
    ]


def test_a_team_looks_after_its_own_collections_and_no_others(world: World):
    own, other = (
        add_collection(slug=f"of-{owner.organisation.pk}", organisation=owner.organisation, cases=[owner.case])
        for owner in (world.a, world.b)
    )
    secretariats = add_collection(slug="of-the-secretariat", cases=[world.a.case])

    can_edit = [page.permissions_for_user(world.a.member).can_edit() for page in (own, other, secretariats)]
    assert can_edit == [True, False, False]


def test_a_member_begins_a_collection_for_the_own_organisation_only(client: Client, world: World):
    client.force_login(world.a.member)
    library = world.a.case.get_parent()
    data = {
        "title": "New collection",
        "slug": "new-collection",
        "summary": "Short.",
        "introduction": "null",
        "organisation": str(world.b.organisation.pk),
        "collection_cases-TOTAL_FORMS": "2",
        "collection_cases-INITIAL_FORMS": "0",
        "collection_cases-0-case": str(world.a.case.pk),
        "collection_cases-0-ORDER": "1",
        "collection_cases-1-case": str(world.b.case.pk),
        "collection_cases-1-ORDER": "2",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
    }
    address = f"/admin/pages/add/projects/collectionpage/{library.pk}/"
    client.post(address, data)
    assert not CollectionPage.objects.filter(organisation=world.b.organisation).exists()

    client.post(address, data | {"organisation": str(world.a.organisation.pk)})
    made = CollectionPage.objects.get(slug="new-collection")
    assert (made.organisation, made.live) == (world.a.organisation, False)
    assert [row.case_id for row in made.collection_cases.all()] == [world.a.case.pk, world.b.case.pk]
