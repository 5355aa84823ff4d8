"""The partners of these tests, and their mails."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core import mail
from django.db import transaction
from django_tasks_db.models import DBTaskResult
from pytest_django import DjangoDbBlocker
from wagtail.users.models import UserProfile

from partners.models import ServedLanguage
from partners.teams.groups import make_team, secretariat
from tests.partners.translators.requests.world import Partners
from tests.partners.world import make_user
from tests.sites import add_case, add_element, add_partner, make_site
from tests.undoing import let_time_pass


@pytest.fixture(scope="package")
def shared(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Partners]:
    """Made once for the tests of this folder."""
    with django_db_blocker.unblock(), transaction.atomic():
        make_site("da", "fi", "en")
        central = secretariat()
        element = add_element("da", title="Element")
        teams = {}
        for name in ("vejby", "talo", "lukija", "hus"):
            organisation = add_partner("da", title=name.title(), slug=name).organisation
            teams[name] = make_team(organisation)
        cases = [
            add_case(
                "da",
                title=title,
                summary="Kommunen låner ladcykler ud.",
                organisation=teams["vejby"].organisation,
                elements=[element],
            )
            for title in ("Lån en ladcykel", "Lån en plæneklipper")
        ]
        ServedLanguage.objects.create(team=teams["talo"], language="fi")
        ServedLanguage.objects.create(team=teams["lukija"], language="fi", reviews=True)
        ServedLanguage.objects.create(team=teams["hus"], language="en", reviews=True)
        people = {
            "owner": make_user("owner", teams["vejby"].group),
            "translator": make_user("translator", teams["talo"].group),
            "colleague": make_user("colleague", teams["talo"].group),
            "reviewer": make_user("reviewer", teams["lukija"].group),
            "icelander": make_user("icelander", teams["hus"].group),
            "secretary": make_user("secretary", central),
        }
        for name, user in people.items():
            UserProfile.objects.create(user=user, preferred_language="da" if name == "owner" else "en")
        yield Partners(*cases, team=teams["talo"], **people)
        transaction.set_rollback(True)


@pytest.fixture
def partners(shared: Partners, db: None) -> Partners:
    DBTaskResult.objects.all().delete()
    return shared


@pytest.fixture
def send_mails(run_tasks: Any) -> Any:
    """A function that sends what waits, and gives subject by recipient."""

    def send() -> dict[str, str]:
        mail.outbox.clear()
        DBTaskResult.objects.exclude(queue_name="mail").delete()
        let_time_pass()
        run_tasks()
        return {message.to[0].partition("@")[0]: message.subject for message in mail.outbox}

    return send
