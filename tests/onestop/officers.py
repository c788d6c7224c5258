"""What each officer presses between the filing of a dossier and its end, whatever it is about."""

from __future__ import annotations

from pathlib import Path

from onestop.demo.cast import PIN

from .walk import FILLED, Walker, said

ROW = ".ledger a.code"


def receives(lan: Walker) -> None:
    lan.opens("/can-bo/hop-viec/")
    lan.presses(ROW)
    lan.presses("button[value=rest]")
    lan.goes_on()
    lan.goes_on()


def assigns(dung: Walker) -> None:
    dung.presses(ROW)
    dung.goes_on()
    dung.on("[name=handler]").check()
    dung.goes_on()


def proposes(hanh: Walker) -> None:
    hanh.presses(ROW)
    hanh.goes_on()
    hanh.chooses(outcome="grant")
    hanh.goes_on()


def signs(minh: Walker) -> None:
    minh.presses(".queue h2 a")
    minh.types(pin=PIN)
    minh.goes_on()


def numbers_and_issues(thu: Walker) -> None:
    thu.presses(ROW)
    thu.goes_on()
    thu.goes_on()
    thu.types(pin=PIN)
    thu.goes_on()


def hands_over(lan: Walker) -> None:
    lan.opens("/can-bo/hop-viec/")
    lan.presses(ROW)
    lan.goes_on()
    lan.types(received_by="Nguyễn Thị Hoa")
    lan.goes_on()


def fetches(hoa: Walker, folder: Path) -> Path:
    """The signed result, from the list of her own dossiers."""
    hoa.opens("/ho-so/")
    hoa.presses("main .list a")
    hoa.goes_on()
    return hoa.saves(FILLED, folder)


def is_genuine(somebody: Walker, file: Path) -> None:
    """To whoever holds the file, and comes with nothing else."""
    somebody.opens("/xac-thuc/")
    somebody.hands_in("#tep", file)
    somebody.goes_on()
    assert somebody.on(".verdict.ok").count() == 1
    signed = somebody.on("main .facts .tag.ok").all_inner_texts()
    assert [word.strip() for word in signed] == [said("valid").capitalize()] * 2
    somebody.on("main summary").first.click()
    stamp = somebody.on("main details .facts").first.inner_text()
    assert f"{said('Time-stamp')}\n{said('Yes')}" in stamp
