"""What programs are told that ask for something that does not exist."""

import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "path",
    [
        "/api",
        "/api/",
        "/api/v1/",
        "/api/v1/nothing",
        "/api/v9/search/",
        "/api/%C3%BE",
        "/.well-known/security",
        "/.well-known",
    ],
)
@pytest.mark.parametrize("method", ["get", "post", "head"])
def test_unknown_address_for_programs_is_answered_in_json(client, path, method):
    response = getattr(client, method)(path, headers={"Accept-Language": "da"})

    assert response.status_code == 404
    assert response["Content-Type"] == "application/json"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "no-store" in response["Cache-Control"]
    if method != "head":
        assert set(response.json()["error"]) == {"parameter", "message"}
        assert response.json()["error"]["message"]


def test_what_programs_ask_for_below_a_language_is_a_page_that_does_not_exist(client):
    response = client.get("/en/api/v1/nothing/")

    assert response.status_code == 404
    assert response["Content-Type"].startswith("text/html")
    assert client.get("/apis/", headers={"Accept-Language": "da"})["Location"] == "/da/apis/"
