"""One infrastructure and one signed decision for all tests of signing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from signing.demo.pki import DemoPki
from tests import trust
from tests.trust import Papers


@pytest.fixture(scope="session")
def pki(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoPki]:
    with trust.running(tmp_path_factory.mktemp("pki")) as made:
        yield made


@pytest.fixture(scope="session")
def papers(pki: DemoPki) -> Papers:
    return trust.papers(pki)
