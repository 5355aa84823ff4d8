"""Editors see each block of a text as visitors will, before they choose it."""

import pytest
from django.urls import reverse

from portal.core.blocks import body_blocks

#: A figure would need a picture of the library to show.
BLOCKS = {name: block for name, block in body_blocks() if name != "figure"}


@pytest.mark.django_db
@pytest.mark.parametrize("name", BLOCKS)
def test_block_is_shown_with_the_portals_style_sheet(admin_client, name):
    block = BLOCKS[name]
    response = admin_client.get(reverse("wagtailadmin_block_preview"), {"id": block.definition_prefix})
    page = response.content.decode()

    assert block.is_previewable
    assert response.status_code == 200
    assert "portal/bundle/portal" in page
    assert "None" not in page
