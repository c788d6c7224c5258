"""Whatever somebody does to the journal, two verifiers that share no code find it and name it."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from psycopg.conninfo import make_conninfo

from tests.people import MONDAY
from workflows.dossiers.models import Dossier
from workflows.journal import roots
from workflows.journal.faults import Wrong
from workflows.journal.models import Entry, PrivateValue
from workflows.journal.private import forget
from workflows.journal.verify import verify

from . import second_verifier
from .intruder import change, change_private, copy, drop, lift, place, rewrite, set_head, tamper
from .makers import a_stamp, an_entry, is_stamp, some_dossiers

pytestmark = pytest.mark.django_db

Found = set[tuple[str, int | None, int | None]]
TUESDAY = MONDAY + timedelta(days=1)


def found() -> set[tuple[Any, ...]]:
    """What both verifiers find; that they agree is part of every test."""
    first = {
        (f.what.value, f.dossier and str(f.dossier), f.seq, f.until, f.day and f.day.isoformat())
        for f in verify().faults
    }
    second = set(second_verifier.Verifier(connection.connection, Path(settings.ROOTS_DIR)).faults())
    assert first == second
    return first


def faults_of(dossier: Dossier) -> Found:
    """The faults, all of which must be of this dossier and none of a day."""
    assert {(who, day) for _what, who, _seq, _until, day in found()} <= {
        (str(dossier.public_id), None)
    }
    return {(what, seq, until) for what, _who, seq, until, _day in found()}


def close_monday() -> None:
    roots.make(through=MONDAY.date(), at=TUESDAY, stamp=a_stamp)


def test_a_journal_nobody_touched_is_well() -> None:
    some_dossiers(5, 0, 1)
    close_monday()
    report = verify(check_token=is_stamp)
    assert (report.dossiers, report.entries, report.private_values) == (3, 6, 6)
    assert (report.roots, report.rooted_to, report.faults) == (1, MONDAY.date(), ())
    assert found() == set()


def test_a_journal_is_well_when_private_values_have_been_forgotten() -> None:
    dossier, _other = some_dossiers(3, 2)
    forget(dossier)
    assert PrivateValue.objects.count() == 2
    assert found() == set()


OTHER = {
    "act": "'approve'",
    "actor": "gen_random_uuid()",
    "post": "NULL",
    "at": "at + interval '1 microsecond'",
    "status_from": "'DRAFT'",
    "status_to": "'ISSUED'",
    "national_code": "9",
    "due": "'2027-01-01'",
    "digest": "NULL",
    "details": """details || '{"code": "H99.01-261123-0002"}'""",
    "xact": "xact + 1",
}


@pytest.mark.parametrize("column", OTHER)
@pytest.mark.parametrize("seq", [1, 3, 5])
def test_an_altered_entry_is_named_whichever_column_it_is(column: str, seq: int) -> None:
    dossier, _other = some_dossiers(5, 2)
    change(dossier, seq, f"{column} = {OTHER[column]}")
    assert faults_of(dossier) == {("altered", seq, None)}


@pytest.mark.parametrize(
    "value",
    ["'infinity'::timestamptz", "'-infinity'::timestamptz", "'9999-12-31 23:59Z'::timestamptz"],
)
def test_a_moment_that_is_none_is_named(value: str) -> None:
    (dossier,) = some_dossiers(3)
    change(dossier, 2, f"at = {value}")
    assert faults_of(dossier) == {("altered", 2, None)}


@pytest.mark.parametrize("value", ["'[]'", "'1.5'", "'{\"a\": 1e300}'", "'null'", "'\"words\"'"])
@pytest.mark.parametrize("column", ["details", "commitments"])
def test_details_that_no_act_writes_are_named(column: str, value: str) -> None:
    (dossier,) = some_dossiers(3)
    change(dossier, 2, f"{column} = {value}")
    uncommitted = {("private", 2, None)} if column == "commitments" else set()
    assert faults_of(dossier) == {("altered", 2, None)} | uncommitted


def test_an_altered_commitment_is_named_with_the_value_it_no_longer_covers() -> None:
    (dossier,) = some_dossiers(3)
    change(dossier, 2, """commitments = '{"answers": "0"}'""")
    assert faults_of(dossier) == {("altered", 2, None), ("private", 2, None)}


def test_an_altered_hash_is_named_and_so_is_what_followed() -> None:
    (dossier,) = some_dossiers(3)
    change(dossier, 2, "hash = repeat('0', 64)")
    assert faults_of(dossier) == {("altered", 2, None), ("unchained", 3, None)}


def test_an_altered_hash_of_the_last_entry_is_named() -> None:
    (dossier,) = some_dossiers(3)
    change(dossier, 3, "hash = repeat('0', 64)")
    assert faults_of(dossier) == {("altered", 3, None), ("head", 3, None)}


def test_an_entry_given_to_another_dossier_is_named_there_and_missed_here() -> None:
    dossier, other = some_dossiers(3, 2)
    change(dossier, 3, f"dossier_id = {other.pk}")
    ours, theirs = str(dossier.public_id), str(other.public_id)
    assert found() == {
        ("missing", ours, 3, None, None),
        ("altered", theirs, 3, None, None),
        ("inserted", theirs, 3, None, None),
    }


@pytest.mark.parametrize(
    ("seqs", "missing"),
    [
        ([1], {(1, None)}),
        ([3], {(3, None)}),
        ([2, 3, 4], {(2, 4)}),
        ([1, 3], {(1, None), (3, None)}),
        ([5], {(5, None)}),
        ([4, 5], {(4, 5)}),
        ([1, 2, 3, 4, 5], {(1, 5)}),
    ],
)
def test_deleted_and_cut_off_entries_are_named(
    seqs: list[int], missing: set[tuple[int, int | None]]
) -> None:
    dossier, _other = some_dossiers(5, 2)
    drop(dossier, *seqs)
    assert faults_of(dossier) == {("missing", *span) for span in missing}


def test_a_tail_cut_off_is_named_though_the_count_was_adjusted() -> None:
    (dossier,) = some_dossiers(5)
    drop(dossier, 5)
    set_head(dossier, count=4, head=dossier.journal_head)
    assert faults_of(dossier) == {("head", 4, None)}


def test_a_tail_cut_off_is_named_though_count_and_head_were_adjusted() -> None:
    dossier, _other = some_dossiers(5, 2)
    close_monday()
    drop(dossier, 5)
    set_head(dossier, count=4, head=Entry.objects.get(dossier=dossier, seq=4).hash)
    assert found() == {("unrooted", str(dossier.public_id), 5, None, "2026-11-23")}


def test_an_entry_inserted_at_the_end_is_named() -> None:
    dossier, _other = some_dossiers(3, 2)
    copy(dossier, 3, to=4)
    assert faults_of(dossier) == {("moved", 4, None), ("inserted", 4, None)}


def test_an_entry_recorded_behind_the_dossiers_back_is_named() -> None:
    dossier, _other = some_dossiers(3, 2)
    an_entry(Dossier.objects.get(pk=dossier.pk))
    set_head(dossier, count=3, head=dossier.journal_head)
    assert faults_of(dossier) == {("inserted", 4, None)}


def test_an_entry_inserted_between_is_named_with_those_it_pushed() -> None:
    (dossier,) = some_dossiers(4)
    place(dossier, 4, to=5)
    place(dossier, 3, to=4)
    copy(dossier, 2, to=3)
    named = {("moved", seq, None) for seq in (3, 4)}
    # The last one's own place, 5, is the dossier's no more.
    assert faults_of(dossier) == named | {("moved", 5, None), ("inserted", 5, None)}


def test_an_entry_that_stands_twice_is_named() -> None:
    (dossier,) = some_dossiers(3)
    lift("u")
    copy(dossier, 2, to=2)
    assert faults_of(dossier) == {("inserted", 2, None)}


def test_reordered_entries_are_named() -> None:
    dossier, _other = some_dossiers(5, 2)
    place(dossier, 2, to=99)
    place(dossier, 3, to=2)
    place(dossier, 99, to=3)
    assert faults_of(dossier) == {("moved", 2, None), ("moved", 3, None), ("unchained", 4, None)}


def test_the_last_entry_put_before_another_is_named() -> None:
    dossier, _other = some_dossiers(5, 2)
    place(dossier, 5, to=99)
    place(dossier, 4, to=5)
    place(dossier, 99, to=4)
    assert faults_of(dossier) == {("moved", 4, None), ("moved", 5, None), ("head", 5, None)}


def test_an_altered_head_of_a_dossier_is_named() -> None:
    dossier, _other = some_dossiers(3, 2)
    set_head(dossier, count=3, head="0" * 64)
    assert faults_of(dossier) == {("head", 3, None)}


@pytest.mark.parametrize(
    ("count", "fault"),
    [(2, ("inserted", 3, None)), (4, ("missing", 4, None)), (6, ("missing", 4, 6))],
)
def test_an_altered_count_of_a_dossier_is_named(count: int, fault: tuple[str, int, Any]) -> None:
    dossier, _other = some_dossiers(3, 2)
    set_head(dossier, count=count, head=dossier.journal_head)
    assert faults_of(dossier) == {fault}


def test_a_dossier_that_forgot_its_journal_is_named() -> None:
    dossier, _other = some_dossiers(2, 2)
    set_head(dossier, count=0, head="")
    assert faults_of(dossier) == {("inserted", 1, 2)}


def test_entries_whose_dossier_was_deleted_are_named() -> None:
    dossier, _other = some_dossiers(2, 2)
    forget(dossier)
    lift("f")
    tamper("DELETE FROM dossiers_dossier WHERE id = %(dossier)s", dossier=dossier.pk)
    assert found() == {("ownerless", None, seq, None, None) for seq in (1, 2)}


@pytest.mark.parametrize(
    "written",
    [
        "value = replace(value, 'Hoa', 'Lan')",
        "salt = repeat('0', 64)",
        "name = 'note'",
        "value = substr(salt, 64) || value, salt = substr(salt, 1, 63)",
    ],
)
def test_an_altered_private_value_is_named(written: str) -> None:
    dossier, _other = some_dossiers(3, 2)
    change_private(dossier, 3, written)
    assert faults_of(dossier) == {("private", 3, None)}


@pytest.mark.parametrize("seq", [1, 3])
def test_a_chain_written_anew_with_every_hash_right_is_named_by_its_root(seq: int) -> None:
    dossier, _other = some_dossiers(3, 2)
    close_monday()
    rewrite(dossier, seq, act="approve")
    assert found() == {("unrooted", str(dossier.public_id), 3, None, "2026-11-23")}


def test_an_earlier_day_written_anew_is_named_by_the_root_of_each_day_since() -> None:
    (dossier,) = some_dossiers(2)
    an_entry(dossier, at=TUESDAY)
    roots.make(through=TUESDAY.date(), at=TUESDAY + timedelta(days=1), stamp=a_stamp)
    rewrite(dossier, 1, act="approve")
    named = {(2, "2026-11-23"), (3, "2026-11-24")}
    assert found() == {("unrooted", str(dossier.public_id), seq, None, day) for seq, day in named}


def test_an_entry_dated_back_into_a_closed_day_is_named() -> None:
    dossier, _other = some_dossiers(2, 2)
    close_monday()
    an_entry(dossier, at=MONDAY + timedelta(hours=1))
    assert found() == {("unrooted", str(dossier.public_id), 2, None, "2026-11-23")}


def test_a_dossier_dated_back_into_a_closed_day_is_named() -> None:
    (dossier,) = some_dossiers(2)
    close_monday()
    new = Dossier.objects.get(pk=dossier.pk)
    new.pk = new.id = None
    new.public_id = "00000000-0000-4000-8000-0000000000d1"
    new.journal_count, new.journal_head = 0, ""
    new.save(force_insert=True)
    an_entry(new)
    assert found() == {("unrooted", str(new.public_id), 1, None, "2026-11-23")}


def test_a_dossier_deleted_with_its_whole_journal_is_named_by_its_root() -> None:
    dossier, _other = some_dossiers(2, 2)
    close_monday()
    drop(dossier, 1, 2)
    dossier.delete()
    assert found() == {("unrooted", str(dossier.public_id), 2, None, "2026-11-23")}


def test_every_fault_is_told_with_its_dossier_and_its_place() -> None:
    dossier, _other = some_dossiers(4, 2)
    drop(dossier, 2, 3)
    (fault,) = verify().faults
    assert fault.what is Wrong.MISSING
    assert str(dossier.public_id) in str(fault)
    assert "2–3" in str(fault)


def test_the_statements_do_not_grow_with_the_journal() -> None:
    dossiers = some_dossiers(2, 2)
    with CaptureQueriesContext(connection) as few:
        verify()
    for dossier in dossiers:
        for _number in range(20):
            an_entry(dossier)
    some_more = [a_dossier_like(dossiers[0]) for _number in range(20)]
    for dossier in some_more:
        an_entry(dossier)
    with CaptureQueriesContext(connection) as many:
        assert verify().entries == 64
    assert len(few) == len(many) > 0


def a_dossier_like(dossier: Dossier) -> Dossier:
    plain = {"receiving_agency", "competent_agency", "counter_agency", "submitter", "owner_person"}
    return Dossier.objects.create(
        **{name: getattr(dossier, name) for name in plain},
        procedure_revision=date(2025, 7, 1),
        created_at=MONDAY,
    )


@pytest.mark.django_db(transaction=True)
def test_the_second_verifier_runs_without_the_project(roots_dir: Path) -> None:
    dossier, _other = some_dossiers(3, 2)
    close_monday()
    assert run_second(roots_dir) == (0, "2 dossiers, 5 entries, all is well\n")
    change(dossier, 2, "act = 'approve'")
    assert run_second(roots_dir) == (1, f"altered {dossier.public_id} 2\n")


def run_second(roots_dir: Path) -> tuple[int, str]:
    params = connection.get_connection_params()
    names = ("dbname", "user", "password", "host", "port")
    conninfo = make_conninfo(**{name: params[name] for name in names if name in params})
    # Isolated: neither this project nor its settings can be imported.
    command = [sys.executable, "-I", second_verifier.__file__, conninfo, str(roots_dir)]
    ended = subprocess.run(command, capture_output=True, text=True, check=False, cwd="/")  # noqa: S603
    return ended.returncode, ended.stdout + ended.stderr
