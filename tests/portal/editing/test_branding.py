"""The editors' side shows whose portal it is, and previews pages at the widths they are designed for."""

import pytest

from tests.sites import make_site


@pytest.mark.django_db
def test_login_page_names_the_portal_and_loads_its_colours(client):
    text = client.get("/admin/login/").content.decode()

    assert "Nordic Smart City Model" in text
    assert "/static/editing/admin.css" in text
    assert "Wagtail" not in text.split("<main", 1)[1]


@pytest.mark.django_db
def test_sidebar_shows_the_wordmark(admin_client):
    text = admin_client.get("/admin/").content.decode()

    assert '<span class="portal-brand">' in text


@pytest.mark.django_db
def test_previews_have_the_three_widths_of_the_design():
    home = make_site("en")["en"]

    assert [size["device_width"] for size in home.preview_sizes] == [360, 768, 1280]
