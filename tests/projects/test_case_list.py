"""The list of case studies in the admin asks the database as often for many cases as for few."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.partners.world import World, make_world
from tests.sites import add_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db) -> World:
    return make_world()


@pytest.mark.parametrize(("who", "queries"), [("member", 28), ("secretary", 25)])
def test_the_list_takes_as_many_queries_for_six_cases_in_review_as_for_one(
    client: Client, world: World, django_assert_num_queries, who: str, queries: int
):
    def review(number: int) -> None:
        for _ in range(number):
            case = add_case(title="Þórshöfn får en ny bro", organisation=world.a.organisation)
            case.get_workflow().start(case, world.a.member)

    client.force_login(world.a.member if who == "member" else world.secretary)
    review(1)
    address = reverse("cases:index")
    client.get(address)
    for more in (0, 5):
        review(more)
        with django_assert_num_queries(queries):
            page = client.get(address)
        assert (
            len([case for case in page.context["object_list"] if case.live and case.workflow_in_progress]) == 1 + more
        )
