"""Writing the journal: one entry at the end of the dossier's chain, in its act's transaction."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.transaction import TransactionManagementError
from django.utils.translation import gettext_lazy as _

from workflows.dossiers.models import Dossier

from .chain import Link, moment
from .models import Actor, Entry, PrivateValue
from .private import hide

# Only the database knows its transaction's number, so it seals the hash; one statement does it all.
APPEND = """
    INSERT INTO journal_entry (
        dossier_id, seq, act, actor, post, at, status_from, status_to, national_code, due, digest,
        details, commitments, previous, xact, hash
    )
    SELECT
        %(dossier_id)s, %(seq)s, %(act)s, %(actor)s, %(post)s, %(at)s, %(status_from)s,
        %(status_to)s, %(national_code)s, %(due)s, %(digest)s, %(details)s, %(commitments)s,
        %(previous)s::text, this.xact::bigint,
        encode(sha256(%(unsealed)s::bytea || convert_to(this.xact || '"}', 'UTF8')), 'hex')
    FROM (SELECT pg_current_xact_id()::text AS xact) AS this
    LEFT JOIN (
        SELECT seq, hash FROM journal_entry WHERE dossier_id = %(dossier_id)s
        ORDER BY seq DESC LIMIT 1
    ) AS last ON true
    WHERE coalesce(last.seq, 0) + 1 = %(seq)s AND coalesce(last.hash, '') = %(previous)s::text
    RETURNING id, xact, hash
"""


class ChainMoved(Exception):
    """The dossier in memory is not the one the journal last wrote about."""

    def __init__(self) -> None:
        super().__init__(_("The dossier has changed since it was opened. Open it again."))


def record(
    dossier: Dossier,
    *,
    act: str,
    by: Actor,
    at: datetime,
    status_from: str,
    status_to: str,
    national_code: int | None,
    due: str | None,
    digest: str | None,
    details: Mapping[str, Any],
    private: Mapping[str, Any],
) -> Entry:
    """Appends an entry and gives `dossier` its new count and head; the caller locks and saves it.

    Raises `ChainMoved` if the dossier's head is not the last entry's.
    """
    if not connection.in_atomic_block:
        raise TransactionManagementError("An entry is written in the transaction of its act.")
    hidden = {name: hide(value) for name, value in private.items()}
    link = Link(
        dossier=dossier.public_id,
        seq=dossier.journal_count + 1,
        act=act,
        actor=by.account,
        post=by.post,
        at=moment(at),
        status_from=str(status_from),
        status_to=str(status_to),
        national_code=national_code,
        due=due,
        digest=digest,
        details=dict(details),
        commitments={name: value.commitment for name, value in hidden.items()},
        previous=dossier.journal_head,
    )
    entry = _append(dossier, link, at)
    PrivateValue.objects.bulk_create(
        PrivateValue(entry=entry, name=name, salt=value.salt, value=value.value)
        for name, value in hidden.items()
    )
    dossier.journal_count, dossier.journal_head = entry.seq, entry.hash
    return entry


def _append(dossier: Dossier, link: Link, at: datetime) -> Entry:
    row = asdict(link) | {"dossier_id": dossier.pk, "at": at}
    told = row | {
        "details": json.dumps(row["details"]),
        "commitments": json.dumps(row["commitments"]),
        "unsealed": link.unsealed(),
    }
    with connection.cursor() as cursor:
        cursor.execute(APPEND, told)
        written = cursor.fetchone()
    if written is None:
        raise ChainMoved
    pk, xact, sealed = written
    return Entry(**row | {"dossier": dossier, "pk": pk, "xact": xact, "hash": sealed})
