"""The data a result carries in itself: what the next procedure reads instead of asking again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import rfc8785

from procedures.values import composed, in_texts

# What each version said is read for ever: 1 had neither `symbol` nor `scope`, 2 no `signer`.
SCHEMA = 3


@dataclass(frozen=True)
class Holder:
    """Whose result it is: the public id, and a name for a reader without our register."""

    id: str
    name: str = ""


@dataclass(frozen=True)
class Issuer:
    code: str
    name: str


@dataclass(frozen=True)
class Validity:
    """First and last day (None: without end), and the rule they follow from, in the law's words."""

    valid_from: date | None
    valid_to: date | None
    rule: str = ""


@dataclass(frozen=True)
class Basis:
    """The procedure revision the result was decided under, pinned by the hash of its bundle."""

    key: str
    revision: str
    bundle_hash: str


@dataclass(frozen=True)
class ResultData:
    """The content of result.json. Number and day stand in the form fields, not here.

    `symbol` follows the number; `scope` names what limits its use, and nothing else. Issuer and
    signer are called as in the certificates that sign.
    """

    type: str
    result_kind: Literal["GRANT", "REFUSAL"]
    symbol: str
    holder: Holder
    issuer: Issuer
    signer: str
    validity: Validity
    scope: Mapping[str, Any]
    procedure: Basis
    dossier: str
    facts: Mapping[str, Any]


def canonical(result: ResultData) -> bytes:
    """UTF-8 JSON after RFC 8785, texts composed (NFC): the same result is always the same bytes."""
    holder = {"id": result.holder.id} | ({"name": result.holder.name} if result.holder.name else {})
    return rfc8785.dumps(
        in_texts(
            {
                "schema": SCHEMA,
                "type": result.type,
                "result_kind": result.result_kind,
                "symbol": result.symbol,
                "holder": holder,
                "issuer": {"code": result.issuer.code, "name": result.issuer.name},
                "signer": result.signer,
                "validity": _validity(result.validity),
                "scope": result.scope,
                "procedure": {
                    "key": result.procedure.key,
                    "revision": result.procedure.revision,
                    "bundle_hash": result.procedure.bundle_hash,
                },
                "dossier": result.dossier,
                "facts": result.facts,
            },
            composed,
        )
    )


def _validity(validity: Validity) -> dict[str, str | None]:
    first, last = validity.valid_from, validity.valid_to
    return {
        "from": first.isoformat() if first else None,
        "to": last.isoformat() if last else None,
        "rule": validity.rule,
    }
