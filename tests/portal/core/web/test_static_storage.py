"""Addresses of static files: with the hash of their content, made once."""

from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.test import override_settings

from portal.core.web.static_storage import StaticStorage


def test_address_bears_the_hash_and_is_made_once(tmp_path: Path) -> None:
    with override_settings(DEBUG=False):
        storage = StaticStorage(location=str(tmp_path), base_url="/static/")
        storage.save("portal/é.css", ContentFile("a{color:red}" * 100))
        list(storage.post_process({"portal/é.css": (storage, "portal/é.css")}))
        address = storage.url("portal/é.css")
        assert address.startswith("/static/portal/é.ef10fa8d6a27.")
        assert storage.url("portal/é.css") is address
        with pytest.raises(ValueError, match="Missing staticfiles manifest entry"):
            storage.url("portal/gone.css")
        compressed = {path.name for path in tmp_path.rglob("*.br")}
        assert compressed == {f"{Path(address).name}.br"}
