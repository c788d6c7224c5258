"""A stranger's file is examined in a child that knows nothing of the site."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest
from django.utils import timezone

from signing import confined
from signing.confined import validate_confined
from signing.demo.pki import DemoPki
from signing.reports import Verdict
from signing.sentences import in_language
from tests.trust import Papers

from . import in_child

ROOT = Path(__file__).parents[2]
BEGUN = """
from signing import confined
confined.ready()
print(confined._at_hand[0].process.pid, flush=True)
input()
"""


def refusal(work: Callable[[], object]) -> str:
    with pytest.raises(confined.GivenUp) as raised:
        confined.done(work, 30)
    return in_language("en", [raised.value.sentence])[0]


def test_a_child_has_no_secret_and_no_connection_of_the_site(db: None) -> None:
    environment, sockets = confined.done(in_child.what_is_known, 30)
    assert set(environment) <= {"PYTHONPATH", "LC_CTYPE"}
    assert len(sockets) == 1, "to who asks"


def test_a_file_without_end_or_bounds_ends_its_child_and_no_other() -> None:
    assert "broke the program" in refusal(in_child.without_end)
    assert "broke the program" in refusal(in_child.too_much_memory)
    assert confined.done(partial(sum, (1, 2)), 30) == 3


def test_many_are_served_at_the_same_time_each_with_their_own_answer() -> None:
    with ThreadPoolExecutor(8) as threads:
        found = threads.map(lambda number: confined.done(partial(abs, -number), 30), range(40))
        assert list(found) == list(range(40))


def test_what_was_ended_from_outside_is_begun_again(pki: DemoPki, papers: Papers) -> None:
    confined.ready()
    process = confined._at_hand[0].process
    process.kill()
    process.wait()
    report = validate_confined(papers.lasting, trust=pki.trust, at=timezone.now())
    assert report.verdict is Verdict.VALID
    assert confined._at_hand[0].process.pid != process.pid


def test_a_child_left_behind_keeps_nobody_waiting(pki: DemoPki, papers: Papers) -> None:
    """It is still at work when what begins children has ended; what is asked next is begun anew."""
    confined.ready()
    process = confined._at_hand[0].process
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    with ThreadPoolExecutor(1) as threads:
        waiting = threads.submit(refusal, in_child.without_end)
        while not children.read_text():
            assert not waiting.done()
        process.kill()
        process.wait()
        report = validate_confined(papers.lasting, trust=pki.trust, at=timezone.now())
        assert report.verdict is Verdict.VALID
        assert "broke the program" in waiting.result()


@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGTERM])
def test_it_ends_with_whoever_began_it(sign: signal.Signals) -> None:
    whole = [sys.executable, "-c", BEGUN]
    with subprocess.Popen(  # noqa: S603  our own words
        whole, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT
    ) as beginner:
        assert beginner.stdout is not None
        left = os.pidfd_open(int(beginner.stdout.readline()))
        beginner.send_signal(sign)
    try:
        assert select.select([left], [], [], 30)[0], "it is still there"
    finally:
        os.close(left)
