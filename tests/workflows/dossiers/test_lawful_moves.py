"""Every lawful move of a dossier, in the order of the decree; code and database know no other."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django_fsm import TransitionNotAllowed

from tests.people import an_office, citizens
from workflows.dossiers.models import Dossier
from workflows.dossiers.status import NATIONAL_CODE, LegalStatus, Status

from .makers import a_dossier, brought_to, moves_held, set_status

# The move, the act, whence (with the national code), whither (with its code).
MOVES: list[tuple[str, str, dict[str, int | None], tuple[str, int] | None]] = [
    ("T1", "submit", {"DRAFT": None}, ("SUBMITTED", 1)),
    ("T2", "ask_completion", {"SUBMITTED": 1}, ("COMPLETION_REQUESTED", 5)),
    ("T3", "resubmit", {"COMPLETION_REQUESTED": 5}, ("SUBMITTED", 1)),
    ("T4", "reject", {"SUBMITTED": 1}, ("NOT_RECEIVED", 3)),
    ("T5", "receive", {"SUBMITTED": 1}, ("RECEIVED", 2)),
    ("T6", "assign", {"RECEIVED": 2}, ("PROCESSING", 4)),
    ("T7", "consult", {"PROCESSING": 4}, None),
    ("T8", "ask_supplement", {"PROCESSING": 4}, ("SUPPLEMENT_REQUESTED", 5)),
    ("T9", "supplement", {"SUPPLEMENT_REQUESTED": 5}, ("PROCESSING", 4)),
    ("T10", "stop_for_silence", {"SUPPLEMENT_REQUESTED": 5}, ("STOPPED", 8)),
    ("T11", "ask_payment", {"PROCESSING": 4}, ("PAYMENT_REQUESTED", 6)),
    ("T12", "settle_payment", {"PAYMENT_REQUESTED": 6}, ("PROCESSING", 4)),
    ("T13", "propose", {"PROCESSING": 4}, ("AWAITING_APPROVAL", 4)),
    ("T14", "send_back", {"AWAITING_APPROVAL": 4}, ("PROCESSING", 4)),
    ("T15", "approve", {"AWAITING_APPROVAL": 4}, ("APPROVED", 4)),
    ("T16", "sign", {"APPROVED": 4}, ("SIGNED", 4)),
    ("T17", "issue", {"SIGNED": 4}, ("ISSUED", 9)),
    ("T18", "hand_over", {"ISSUED": 9}, ("RETURNED", 10)),
    (
        "T19",
        "withdraw",
        {
            "SUBMITTED": 1,
            "RECEIVED": 2,
            "PROCESSING": 4,
            "AWAITING_APPROVAL": 4,
            "COMPLETION_REQUESTED": 5,
            "SUPPLEMENT_REQUESTED": 5,
            "PAYMENT_REQUESTED": 6,
        },
        ("WITHDRAWN", 7),
    ),
    (
        "T20",
        "stop",
        {
            "RECEIVED": 2,
            "PROCESSING": 4,
            "AWAITING_APPROVAL": 4,
            "COMPLETION_REQUESTED": 5,
            "SUPPLEMENT_REQUESTED": 5,
            "PAYMENT_REQUESTED": 6,
        },
        ("STOPPED", 8),
    ),
    # T21: a refusal is a result of its own kind and takes the road T13 to T17.
    (
        "T22",
        "announce_lateness",
        {"RECEIVED": 2, "PROCESSING": 4, "AWAITING_APPROVAL": 4, "APPROVED": 4, "SIGNED": 4},
        None,
    ),
    ("T23", "correct", {"ISSUED": 9, "RETURNED": 10}, None),
    # What it opens is a dossier of its own, begun by the office and at work at once.
    ("T23", "open_correction", {"DRAFT": None}, ("PROCESSING", 4)),
]
PAIRS = {
    (source, target[0]) for _move, _act, sources, target in MOVES if target for source in sources
}


def transitions() -> set[tuple[str, str, str | None]]:
    """What `status.py` allows: act, whence, whither (none: it stays where it is)."""
    field = LegalStatus._meta.get_field("status")
    return {
        (t.name, str(t.source), str(t.target) if t.target else None)
        for t in field.get_all_transitions(Dossier)
    }


def test_the_code_knows_the_moves_of_the_decree_and_no_other() -> None:
    decreed = {
        (act, source, target[0] if target else None)
        for _move, act, sources, target in MOVES
        for source in sources
    }
    assert transitions() == decreed


def test_the_moves_stand_in_the_code_in_the_order_of_the_decree() -> None:
    acts = [act for _move, act, _sources, _target in MOVES]
    assert [name for name in vars(LegalStatus) if name in acts] == acts


def test_each_status_has_the_national_code_the_table_gives_it() -> None:
    given: dict[str, int | None] = {}
    for _move, _act, sources, target in MOVES:
        given |= sources | dict([target] if target else [])
    assert given == {str(status): code for status, code in NATIONAL_CODE.items()}
    assert set(given) == set(Status.values)


def test_the_ten_codes_of_the_portal_are_all_in_use() -> None:
    assert set(NATIONAL_CODE.values()) == {None, *range(1, 11)}


@pytest.mark.django_db
def test_the_database_holds_the_same_moves_as_the_code() -> None:
    moving = {(source, target) for _name, source, target in transitions() if target is not None}
    assert moves_held() == moving == PAIRS


@pytest.mark.django_db
@pytest.mark.parametrize("source", Status.values)
def test_the_database_refuses_every_move_but_the_lawful_ones(source: str) -> None:
    dossier = brought_to(a_dossier(an_office(), citizens()), source)
    went = {target for target in Status.values if went_to(dossier, target)}
    assert went == {source} | {target for begun, target in PAIRS if begun == source}


@pytest.mark.django_db
@pytest.mark.parametrize("status", [s for s in Status.values if s != Status.DRAFT])
def test_the_database_refuses_a_dossier_that_does_not_begin_as_a_draft(status: str) -> None:
    office, people = an_office(), citizens()
    with pytest.raises(IntegrityError, match=f"begins as DRAFT, not as {status}"):
        a_dossier(office, people, status=status)


@pytest.mark.django_db
def test_the_database_says_which_move_it_refused() -> None:
    dossier = a_dossier(an_office(), citizens())
    with pytest.raises(IntegrityError, match="from DRAFT to ISSUED"):
        Dossier.objects.filter(pk=dossier.pk).update(status=Status.ISSUED)


@pytest.mark.parametrize("source", Status.values)
def test_the_machine_refuses_an_act_out_of_place_and_stays_where_it_is(source: str) -> None:
    for _move, act, sources, target in MOVES:
        dossier = Dossier(status=source)
        if source in sources:
            getattr(dossier, act)()
            assert dossier.status == (target[0] if target else source)
        else:
            with pytest.raises(TransitionNotAllowed):
                getattr(dossier, act)()
            assert dossier.status == source


def test_nobody_writes_the_status_past_the_machine() -> None:
    dossier = Dossier()
    with pytest.raises(AttributeError, match="not allowed"):
        dossier.status = Status.ISSUED


def went_to(dossier: Dossier, target: str) -> bool:
    """Whether the database lets the status become `target`; the dossier stays where it was."""
    try:
        with transaction.atomic():
            set_status(dossier, target)
            transaction.set_rollback(True)
    except IntegrityError:
        return False
    return True
