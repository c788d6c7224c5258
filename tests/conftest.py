"""What all tests share: folders of their own, and real trust services that answer on loopback."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.utils import timezone

from onestop.demo.office import DemoOffice
from signing.demo.pki import DemoPki
from tests import lives


@pytest.fixture(scope="session")
def var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("var")


@pytest.fixture(autouse=True)
def _nothing_outside(settings: LazySettings, var: Path) -> None:
    """No test reads or writes what a site keeps in its own folders."""
    settings.VAR = var
    settings.FILES_DIR = var / "files"
    settings.ROOTS_DIR = var / "roots"
    settings.PKI_DIR = var / "pki"
    settings.KEYS_DIR = var / "pki" / "keys"
    settings.TRUST_ROOTS = str(var / "pki" / "roots")


@pytest.fixture(scope="session")
def demo_pki(var: Path) -> Iterator[DemoPki]:
    """The keys of the demo's cast, made once, and the services that vouch for them."""
    with lives.trust_services(var / "pki") as made:
        yield made


@pytest.fixture
def office(db: None, demo_pki: DemoPki, settings: LazySettings) -> DemoOffice:
    """The demo's office, whose approvers and agencies can sign."""
    settings.TSA_URLS = [demo_pki.tsa_url]
    return lives.an_office(demo_pki, at=timezone.now())
