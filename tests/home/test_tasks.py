"""Pages of an import are drawn by the worker."""

import logging

import pytest

from home.tasks import SHARE, check_loaded_pages
from tests.sites import add_standard, make_site

pytestmark = pytest.mark.django_db


def test_loaded_pages_are_drawn_in_shares_and_the_log_names_what_is_wrong(run_tasks, caplog):
    make_site("en")
    fine = add_standard(slug="fine")
    wrong = add_standard(slug="wrong", body=[("paragraph", '<p><a href="/en/nowhere/">Værksted</a></p>')])
    run_tasks()
    caplog.clear()

    check_loaded_pages.enqueue([*[fine.pk] * SHARE, wrong.pk])
    with caplog.at_level(logging.ERROR, logger="home.tasks"):
        done = run_tasks()

    assert [task.return_value for task in done if task.task_path == "home.tasks.check_loaded_pages"] == [0, 1]
    assert [record.message.split(": ")[0] for record in caplog.records] == ["Not right for visitors, /en/wrong/"]
    assert "Værksted" in caplog.text
