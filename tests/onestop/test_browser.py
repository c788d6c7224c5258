"""The browser leaves nothing behind it."""

from __future__ import annotations

from threading import Event, Thread

import pytest
from django.core.signals import request_started
from pytest_django.live_server_helper import LiveServer

from tests.browser import Opener, wait_for_answers


@pytest.mark.parametrize("left", [False, True])
def test_a_test_is_over_when_all_its_pages_asked_for_is_answered(
    live_server: LiveServer, open_tab: Opener, left: bool
) -> None:
    asked, go_on = Event(), Event()

    def held(**_: object) -> None:
        asked.set()
        assert go_on.wait(30)

    tab = open_tab()
    tab.open(f"{live_server}/")
    request_started.connect(held)
    try:
        tab.page.evaluate("() => { fetch('/'); }")
        assert asked.wait(30)
        if left:
            tab.page.context.close()
        over = Thread(target=wait_for_answers)
        over.start()
        over.join(0.5)
        assert over.is_alive()
        go_on.set()
        if not left:
            tab.page.context.close()
        over.join(30)
        assert not over.is_alive()
    finally:
        request_started.disconnect(held)
        go_on.set()
