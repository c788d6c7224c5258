"""What the owner of the database can do to a journal, guards switched off."""

from __future__ import annotations

from dataclasses import fields, replace

from django.db import connection

from workflows.dossiers.models import Dossier
from workflows.journal.chain import Link, moment
from workflows.journal.models import Entry, PrivateValue


def tamper(*statements: str, **values: int | list[int]) -> None:
    """Runs the statements with the guard of the journal lifted."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE journal_entry DISABLE TRIGGER refuse_rewriting")
        for statement in statements:
            cursor.execute(statement, values)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE journal_entry ENABLE TRIGGER refuse_rewriting")


def change(dossier: Dossier, seq: int, change: str) -> None:
    """Changes an entry in any way SQL can say."""
    where = "WHERE dossier_id = %(dossier)s AND seq = %(seq)s"
    tamper(f"UPDATE journal_entry SET {change} {where}", dossier=dossier.pk, seq=seq)  # noqa: S608


def change_private(dossier: Dossier, seq: int, change: str) -> None:
    """Changes the private values of an entry."""
    entry = "(SELECT id FROM journal_entry WHERE dossier_id = %(dossier)s AND seq = %(seq)s)"
    tamper(
        f"UPDATE journal_privatevalue SET {change} WHERE entry_id = {entry}",  # noqa: S608
        dossier=dossier.pk,
        seq=seq,
    )


def drop(dossier: Dossier, *seqs: int) -> None:
    """Deletes entries, with what hangs on them."""
    PrivateValue.objects.filter(entry__dossier=dossier, entry__seq__in=seqs).delete()
    tamper(
        "DELETE FROM journal_entry WHERE dossier_id = %(dossier)s AND seq = ANY(%(seqs)s)",
        dossier=dossier.pk,
        seqs=list(seqs),
    )


def copy(dossier: Dossier, of: int, *, to: int) -> None:
    """Puts a second copy of an entry at another place of its chain."""
    names = [f.attname for f in Entry._meta.concrete_fields if f.name not in {"id", "seq"}]
    listed = ", ".join(names)
    tamper(
        f"INSERT INTO journal_entry (seq, {listed}) SELECT %(to)s, {listed}"  # noqa: S608
        " FROM journal_entry WHERE dossier_id = %(dossier)s AND seq = %(of)s",
        dossier=dossier.pk,
        of=of,
        to=to,
    )


def place(dossier: Dossier, seq: int, *, to: int) -> None:
    change(dossier, seq, f"seq = {to}")


def lift(kind: str) -> None:
    """Drops the constraints of a kind: `f`, foreign keys; `u`, what must be unique."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(
            "SELECT conname FROM pg_constraint"
            " WHERE contype = %s AND conrelid = 'journal_entry'::regclass",
            [kind],
        )
        for (name,) in cursor.fetchall():
            cursor.execute(f'ALTER TABLE journal_entry DROP CONSTRAINT "{name}"')


def set_head(dossier: Dossier, *, count: int, head: str) -> None:
    Dossier.objects.filter(pk=dossier.pk).update(journal_count=count, journal_head=head)


def link_of(entry: Entry) -> Link:
    told = {field.name: getattr(entry, field.name) for field in fields(Link)}
    return Link(**told | {"dossier": entry.dossier.public_id, "at": moment(entry.at)})


def rewrite(dossier: Dossier, seq: int, *, act: str) -> None:
    """Writes another act into an entry and makes every hash right again, the head too."""
    before = ""
    for entry in Entry.objects.filter(dossier=dossier).order_by("seq"):
        done = act if entry.seq == seq else entry.act
        link = replace(link_of(entry), act=done, previous=before)
        before = link.sealed(entry.xact)
        written = f"act = '{link.act}', previous = '{link.previous}', hash = '{before}'"
        change(dossier, entry.seq, written)
    set_head(dossier, count=dossier.journal_count, head=before)
