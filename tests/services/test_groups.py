"""Tests that share a live portal or the loaded content stay in one process: starting either twice takes minutes."""

import os

import pytest


@pytest.mark.skipif("PYTEST_XDIST_WORKER" not in os.environ, reason="one process: there is nothing to share")
@pytest.mark.xdist_group("content")
def test_scheduler_sees_the_groups(request: pytest.FixtureRequest):
    assert request.node.nodeid.endswith("@content")
