"""What the tests stand on: a folder and a database of their own, thrown away at the end."""

from __future__ import annotations

import gc
import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from django.conf import LazySettings, settings
from django.test import override_settings
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from onestop import environment
from onestop.demo.office import DemoOffice
from onestop.postgres.server import Server, socket_folder
from signing.demo.address import tsa_url
from signing.demo.pki import DemoPki
from tests import lives, sessions, trust
from tests.people import Citizens, Office, an_office, citizens
from tests.trust import Papers
from tests.ways import Amend, amending

# How long an example takes says nothing here. Where CI is set, hypothesis brings its own profile.
hypothesis.settings.register_profile("patient", deadline=None)
if "CI" not in os.environ:
    hypothesis.settings.load_profile("patient")


def pytest_configure() -> None:
    # Ended from outside, too, the tests clear away what they made.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    # Begun in the background they would ignore Ctrl-C, and so would every program they start.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    # Looking for rubbish among all that is loaded takes a fifteenth of the time, and finds little.
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with a browser take longest: they go first, so that no process waits at the end."""
    served = {one.path for one in items if "live_server" in getattr(one, "fixturenames", ())}
    items.sort(key=lambda one: one.path not in served)


@pytest.fixture(scope="session", autouse=True)
def throwaway() -> Iterator[Path]:
    """VAR_DIR for the tests, and for the processes they start."""
    folder = Path(tempfile.mkdtemp(prefix="mot-cua-")).resolve()
    before = os.environ.get("VAR_DIR")
    os.environ["VAR_DIR"] = str(folder)
    try:
        with override_settings(**_moved_to(folder)):
            yield folder
    finally:
        os.environ.pop("VAR_DIR")
        if before is not None:
            os.environ["VAR_DIR"] = before
        shutil.rmtree(folder)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    throwaway: Path, django_db_modify_db_settings_parallel_suffix: None
) -> Iterator[None]:
    """Without DATABASE_URL, a server in that folder, which need not survive a power cut.

    With it, each process that tests has a database of its own.
    """
    database = settings.DATABASES["default"]
    if "EMBEDDED" not in database:
        yield
        return
    folder = throwaway / "postgres"
    database |= environment.embedded(folder)
    server = Server(folder, durable=False)
    server.join()
    yield
    server.leave()
    if socket_folder(folder) != folder:
        socket_folder(folder).rmdir()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The database is dropped when nobody is left in it, however slowly a killed process goes."""
    yield
    with django_db_blocker.unblock():
        sessions.end_all_but_ours()


@pytest.fixture(scope="session")
def demo_pki(throwaway: Path) -> Iterator[DemoPki]:
    """The keys of the demo's cast, made once, and the services that vouch for them."""
    with lives.trust_services(throwaway / "pki") as made:
        yield made


@pytest.fixture
def office(db: None, demo_pki: DemoPki, settings: LazySettings) -> DemoOffice:
    """The demo's office, whose approvers and agencies can sign."""
    settings.TSA_URLS = [demo_pki.tsa_url]
    return lives.an_office(demo_pki, at=timezone.now())


@pytest.fixture
def amend(office: DemoOffice, monkeypatch: pytest.MonkeyPatch) -> Amend:
    """Puts the fund's procedure under other rules, from before the tests of the clock on."""
    return amending(office, monkeypatch)


@pytest.fixture
def province(db: None) -> Office:
    """Its agencies with somebody in each post, whose keys nobody needs."""
    return an_office()


@pytest.fixture
def people(db: None) -> Citizens:
    return citizens()


@pytest.fixture(scope="session")
def pki(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoPki]:
    """Keys of Minh and the committee, and the services that vouch for them; no demo, no office."""
    with trust.running(tmp_path_factory.mktemp("pki")) as made:
        yield made


@pytest.fixture(scope="session")
def papers(pki: DemoPki) -> Papers:
    """One decision on its way from the draft to what lasts."""
    return trust.papers(pki)


def _moved_to(folder: Path) -> dict[str, object]:
    """Every setting that names a place under VAR, with that place under `folder`."""
    var = str(settings.VAR)
    places = {
        name: value
        for name in dir(settings)
        if isinstance(value := getattr(settings, name), str | Path)
        and Path(str(value)).is_relative_to(var)
    }
    moved = {name: type(p)(str(p).replace(var, str(folder), 1)) for name, p in places.items()}
    return moved | {"TSA_URLS": [tsa_url(folder / "pki")]}
