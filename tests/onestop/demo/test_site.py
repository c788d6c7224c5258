"""Whoever opens the demo: every login enters, every page opens, and what is filed arrives."""

from __future__ import annotations

import email
import json
import subprocess
import sys
from collections.abc import Iterator
from email import policy
from pathlib import Path
from typing import Any, cast

import psycopg
import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLResolver, get_resolver

from onestop.demo import seating
from onestop.demo.cast import AGENCIES, CITIZENS, OFFICERS, PASSWORD, PIN, AgencyKey
from onestop.demo.filings import CERTIFICATE, FILE_NAMES
from onestop.demo.living import SCENES
from onestop.postgres.server import socket_folder
from tests.markup import of_class, tree, words
from tests.onestop.portal.filing import Visit, a_file
from workflows.dossiers.status import Status

from .site import Answer, Standing, Visitor, surroundings

# What no act leads to yet.
NOT_YET = {Status.PAYMENT_REQUESTED}
OPENED = 60


def asks(site: Standing, statement: str) -> list[tuple[object, ...]]:
    where = {"host": str(socket_folder(site.var / "postgres")), "port": 5432, "user": "postgres"}
    with psycopg.connect(**where, autocommit=True) as connection:  # type: ignore[arg-type]  # one
        return connection.execute(statement.encode()).fetchall()


def addresses(resolver: URLResolver | None = None, before: str = "") -> Iterator[str]:
    """Every address of the site that asks for nothing."""
    for one in (resolver if resolver is not None else get_resolver()).url_patterns:
        path = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from addresses(one, path)
        elif "<" not in path:
            yield f"/{path}"


def marked(answer: Answer) -> bool:
    """Whether it says that it is of the demo, if it is a page or a paper."""
    if answer.kind == "text/html":
        return bool(of_class(tree(answer.content.decode()), "demo"))
    return answer.kind != "application/pdf" or "DEMO" in text_of(answer.content)


def text_of(pdf: bytes) -> str:
    read = subprocess.run(
        ["pdftotext", "-", "-"],  # noqa: S607
        input=pdf,
        capture_output=True,
        check=True,
    )
    return read.stdout.decode()


def links(answer: Answer) -> Iterator[str]:
    """Where a page itself leads; the frame around it names doors that may not be the reader's."""
    if answer.kind == "text/html":
        (main,) = tree(answer.content.decode()).iter("main")
        for one in [*main.iter("a"), *main.iter("img")]:
            led = (one.get("href") or one.get("src") or "").partition("#")[0]
            if led.startswith("/") and not led.startswith("/static/"):
                yield led


def walked(visitor: Visitor) -> dict[str, Answer]:
    """What is opened from every address that asks for nothing, link by link."""
    begin = {path: visitor.get(path) for path in addresses()}
    opened = {path: answer for path, answer in begin.items() if answer.status_code == 200}
    assert {answer.status_code for answer in begin.values()} <= {200, 404, 405}
    waiting = [led for answer in opened.values() for led in links(answer)]
    while waiting and len(opened) < OPENED:
        path = waiting.pop(0)
        if path not in opened:
            opened[path] = visitor.get(path)
            waiting += links(opened[path])
    return opened


def test_the_address_and_every_login_are_told(site: Standing) -> None:
    assert f"http://127.0.0.1:{site.port}/" in site.said
    lines = site.said.splitlines()
    for officer in OFFICERS:
        (line,) = (one for one in lines if one.split()[:1] == [officer.login])
        assert officer.name in line
        assert seating.key_of(officer.login) in line
        assert (PIN in line) == (officer.role in ("approver", "clerk"))
    assert PASSWORD in site.said
    assert all(any(agency.en in line for line in lines) for agency in AGENCIES.values())
    assert all(f"  {citizen.subject}" in site.said for citizen in CITIZENS)


def test_the_office_lives(site: Standing) -> None:
    found = {status for (status,) in asks(site, "SELECT DISTINCT status FROM dossiers_dossier")}
    assert found >= set(Status) - NOT_YET
    due = "SELECT due_at < now(), due_at < now() + interval '3 days' FROM dossiers_dossier"
    late_and_near = asks(site, f"{due} WHERE status = 'PROCESSING'")
    assert (True, True) in late_and_near
    assert (False, False) in late_and_near
    areas = asks(site, "SELECT DISTINCT procedure_key FROM dossiers_dossier")
    assert len(areas) >= 3
    agencies = asks(site, "SELECT DISTINCT competent_agency_id FROM dossiers_dossier")
    assert len(agencies) == 3


def test_a_stranger_finds_an_office_that_lives_and_nobody_elses(site: Standing) -> None:
    visitor = Visitor(site.address)
    answer = visitor.as_officer("xa-lan", PASSWORD, "/can-bo/hop-viec/?nhom=tat-ca")
    page = words(tree(answer.content.decode()))
    theirs = {one.subject for one in SCENES if one.receiving is AgencyKey.STRANGER}
    assert {one.subject for one in CITIZENS if one.name in page} == theirs


def test_papers_are_called_as_people_call_them(site: Standing) -> None:
    called = {name for (name,) in asks(site, "SELECT name FROM dossiers_component")}
    assert called >= set(FILE_NAMES.values())


@pytest.mark.parametrize("subject", [citizen.subject for citizen in CITIZENS])
def test_every_citizen_enters(site: Standing, subject: str) -> None:
    answer = Visitor(site.address).as_citizen(subject)
    assert (answer.status_code, answer.redirect_chain) == (200, [("/ho-so/", 302)])


@pytest.mark.parametrize("login", [officer.login for officer in OFFICERS])
def test_every_officer_enters_by_password_and_code(site: Standing, login: str) -> None:
    visitor = Visitor(site.address)
    answer = visitor.as_officer(login, PASSWORD, "/")
    assert (answer.status_code, answer.redirect_chain) == (200, [("/", 302)])


@pytest.mark.parametrize("who", ["", "hoa", "tuyet", "giang", "chau"])
def test_whatever_a_citizen_is_led_to_opens_and_is_marked(site: Standing, who: str) -> None:
    visitor = Visitor(site.address)
    if who:
        visitor.as_citizen(who)
    opened = walked(visitor)
    assert {path: one.status_code for path, one in opened.items() if one.status_code != 200} == {}
    assert [path for path, one in opened.items() if not marked(one)] == []


@pytest.mark.parametrize("who", ["lan", "dung", "hanh", "minh", "thu", "phuong", "xa-lan"])
def test_whatever_an_officer_is_led_to_opens_and_is_marked(site: Standing, who: str) -> None:
    visitor = Visitor(site.address)
    visitor.as_officer(who, PASSWORD, "/")
    opened = walked(visitor)
    assert {path: one.status_code for path, one in opened.items() if one.status_code != 200} == {}
    assert [path for path, one in opened.items() if not marked(one)] == []


def test_what_is_filed_over_http_arrives_and_is_told(site: Standing) -> None:
    visitor = Visitor(site.address)
    visitor.as_citizen("nam")
    visit = Visit(cast("Client", visitor))
    visit.go(f"/nop/{CERTIFICATE.procedure}/")
    (agency,) = asks(site, "SELECT public_id FROM people_agency WHERE code = 'H99.01'")
    visit.send(agency=str(agency[0]))
    while "/to-khai/" in visit.address:
        asked = {one.get("name") for one in visit.page.iter() if one.get("name")}
        typed: dict[str, Any] = {k: v for k, v in CERTIFICATE.answers.items() if k in asked}
        visit.send(**typed)
    for requirement in CERTIFICATE.papers:
        visit.upload(requirement, a_file(f"{requirement}.pdf"))
    visit.follow(visit.address.replace("giay-to", "kiem-tra"))
    visit.send(declaration="on")
    assert visit.address.endswith("/bien-nhan/")
    assert site.address != settings.PUBLIC_URL
    assert f"{site.address}/tra-cuu/" in visitor.get(visit.address).content.decode()
    dossier = visit.address.split("/")[2]
    assert told(site, dossier, "email") == ["sent"]
    assert told(site, dossier, "notice") == ["sent"]
    assert any("nam@example.vn" in str(mail["To"]) for mail in mails(site.var / "mails"))


def test_what_the_demo_has_done_and_goes_on_doing_breaks_no_rule(site: Standing) -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", "prove", "--json"],
        cwd=settings.ROOT,
        env=surroundings(site.var),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert [one for one in told if "sentence" in one] == []
    assert [one["invariant"] for one in told if not one["proven"]] == []
    assert (done.returncode, done.stderr) == (0, "")


def told(site: Standing, dossier: str, topic: str) -> list[object]:
    """What became of the messages about a dossier, once none waits; beat sweeps every 5 s."""
    about = f"FROM outbox_message WHERE subject = '{dossier}' AND topic = '{topic}'"
    waits = f"SELECT count(*), count(*) FILTER (WHERE state = 'waiting') {about}"
    for _try in range(150):
        ((all_of_them, waiting),) = asks(site, waits)
        if all_of_them and not waiting:
            break
        asks(site, "SELECT pg_sleep(0.2)")
    return [state for (state,) in asks(site, f"SELECT state {about}")]


def mails(folder: Path) -> Iterator[email.message.EmailMessage]:
    for file in folder.iterdir():
        yield email.message_from_bytes(file.read_bytes(), policy=policy.default)
