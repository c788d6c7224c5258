"""What the tests of the doors share: a broker that lives and dies with the test's database."""

from __future__ import annotations

import pytest

from onestop.celery import app, configuration
from tests.browser import browser as browser
from tests.browser import open_tab as open_tab


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> None:
    """Hints go to the test's database, and no connection is kept that would hold it open."""
    app.conf.update(configuration(), broker_pool_limit=0)
