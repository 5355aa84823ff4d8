"""What a web process shares with the others: loaded before the fork, so that its first request loads nothing of it."""

from django.template import engines

from portal.loading import load_requests, load_templates


def test_templates_of_pages_are_compiled_without_a_database():
    """(Tests that do not ask for the database are refused it; a connection must not be shared by processes.)"""
    load_templates()
    load_requests()
    kept = engines["django"].engine.template_loaders[0].get_template_cache
    assert {"base.html", "projects/case_study_page.html", "projects/components/case_card.html"} <= set(kept)
