"""The demo as somebody has it on a machine: started, visited over HTTP, ended."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPResponse
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode, urljoin, urlsplit
from urllib.request import HTTPCookieProcessor, Request, build_opener

from django.conf import settings
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from tests.trust import a_free_port

LAST = "tuyet"
PROGRAMS = {"web": "gunicorn", "worker": "celery"}


@dataclass(frozen=True)
class Standing:
    """A demo that has said that it stands."""

    process: subprocess.Popen[str]
    var: Path
    port: int
    said: str

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def ended(self, by: signal.Signals) -> tuple[int, str, str]:
        """What it answers to a signal: code, output, errors."""
        self.process.send_signal(by)
        return self.gone()

    def gone(self) -> tuple[int, str, str]:
        out, err = self.process.communicate(timeout=60)
        return self.process.returncode, out, err

    @property
    def family(self) -> set[int]:
        """Every process that it has started, and the database's."""
        database = self.number_of("database")
        return below(self.process.pid) | below(database) | {database}

    def number_of(self, name: str) -> int:
        """The process of one program of it."""
        if name == "database":
            return int((self.var / "postgres/data/postmaster.pid").read_text().split()[0])
        (number,) = (
            pid
            for pid, parent, command in processes()
            if parent == self.process.pid and PROGRAMS[name] in command
        )
        return number


def processes() -> Iterator[tuple[int, int, str]]:
    """Every process of this machine, its parent and its command."""
    listed = subprocess.run(
        ["ps", "-eo", "pid=,ppid=,args="],  # noqa: S607
        capture_output=True,
        text=True,
        check=True,
    )
    for line in listed.stdout.splitlines():
        pid, parent, command = line.split(maxsplit=2)
        yield int(pid), int(parent), command


def below(root: int) -> set[int]:
    """The descendants of a process."""
    known, found = list(processes()), set[int]()
    while more := {pid for pid, parent, _command in known if parent in {root, *found}} - found:
        found |= more
    return found


def living(numbers: set[int]) -> set[str]:
    """What those of these processes do that have not ended."""
    found = {command for pid, _parent, command in processes() if pid in numbers}
    return {command for command in found if "<defunct>" not in command}


def surroundings(var: Path) -> dict[str, str]:
    """What the demo, and a command beside it, find in their environment."""
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return kept | {"VAR_DIR": str(var), "CLI_LANGUAGE": "en", "PYTHONUNBUFFERED": "1"}


def begun(var: Path, *words: str, **said: str) -> subprocess.Popen[str]:
    return subprocess.Popen(  # noqa: S603  our own command
        [sys.executable, "manage.py", "demo", *words],
        cwd=settings.ROOT,
        env=surroundings(var) | said,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


@contextmanager
def standing(var: Path) -> Iterator[Standing]:
    """A demo over these data while the block runs, or until it ends by itself."""
    port = a_free_port()
    with begun(var, "--port", str(port)) as process:
        try:
            yield Standing(process, var, port, _until_it_stands(process))
        finally:
            if process.poll() is None:
                process.terminate()
                process.communicate(timeout=60)


def _until_it_stands(process: subprocess.Popen[str]) -> str:
    said = ""
    assert process.stdout is not None
    for line in process.stdout:
        said += line
        if line.split()[:1] == [LAST]:
            return said
    assert process.stderr is not None
    raise AssertionError(said + process.stderr.read())


@dataclass
class Answer:
    """What came over the wire, as Django's own test client would hand it on."""

    status_code: int
    content: bytes
    kind: str
    redirect_chain: list[tuple[str, int]] = field(default_factory=list)


class Visitor:
    """A browser that keeps cookies and follows where it is led, also as the client of a `Visit`."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.cookies = CookieJar()
        self._opener = build_opener(HTTPCookieProcessor(self.cookies))

    def get(self, path: str, *, follow: bool = True) -> Answer:
        return self._ask(Request(urljoin(self.address, path)))  # noqa: S310  our own server

    def post(self, path: str, data: dict[str, Any], *, follow: bool = True) -> Answer:
        named = urljoin(self.address, path)
        request = Request(named, encode_multipart(BOUNDARY, data))  # noqa: S310
        request.add_header("Content-Type", MULTIPART_CONTENT)
        return self._ask(request)

    def enter(self, path: str, **typed: str) -> Answer:
        """A form of the way in: the page is opened, and sent with what is typed."""
        page = self.get(path).content.decode()
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        assert found, page
        return self.post(path, {"csrfmiddlewaretoken": found[1], **typed})

    def as_citizen(self, subject: str) -> Answer:
        return self.enter("/dang-nhap/dinh-danh/", assertion=subject, next="/ho-so/")

    def as_officer(self, login: str, password: str, onward: str) -> Answer:
        """By password, and by the code that the page tells."""
        where = "?" + urlencode({"next": onward})
        asked = self.enter(f"/can-bo/dang-nhap/{where}", login=login, password=password)
        code = re.search(r'<span class="code">(\d{6})</span>', asked.content.decode())
        assert code, asked.content.decode()
        return self.enter(f"/can-bo/dang-nhap/ma/{where}", code=code[1])

    def _ask(self, request: Request) -> Answer:
        asked = request.full_url
        try:
            with self._opener.open(request, timeout=60) as answer:
                return self._answer(answer, asked)
        except HTTPError as refusal:
            with refusal:
                return self._answer(refusal, asked)

    def _answer(self, answer: HTTPResponse | HTTPError, asked: str) -> Answer:
        came = answer.geturl()
        parts = urlsplit(came)
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        chain = [(path, 302)] if came != asked else []
        kind = answer.headers.get_content_type()
        return Answer(answer.status or 0, answer.read(), kind, chain)
