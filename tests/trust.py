"""Trust services, keys and signed papers for tests, made when they run: no key is kept anywhere.

The services are real and answer over HTTP on loopback, so no test asks a stranger.
"""

from __future__ import annotations

import hashlib
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives.serialization import Encoding

from signing import pdf
from signing.demo import pki, server
from signing.demo.issuing import Holder
from signing.demo.pki import DemoKey, DemoPki
from signing.layout import Place
from signing.signers.base import OpenKey
from signing.signers.table import open_key
from signing.trust import TrustServices
from tests.people import HANOI
from tests.workflows.documents import makers
from tests.workflows.documents.makers import DATA, a_decision
from workflows.documents import decision
from workflows.documents.render import Rendered
from workflows.documents.stamps import field_text, personal_stamp, seal_stamp

# A moment that has been, whenever the tests run: an answer of today speaks for it, not before it.
AT = datetime(2025, 7, 1, 9, 4, tzinfo=HANOI)
PEOPLE = {"minh": "Trần Quang Minh"}
AGENCIES = {"H99": "Ủy ban nhân dân tỉnh Sông Trăng"}
NUMBER = {"so": "05", "ngay": "24", "thang": "11", "nam": "2026"}


@contextmanager
def running(folder: Path) -> Iterator[DemoPki]:
    """An infrastructure in `folder`, serving while it is used."""
    made = a_pki(folder)
    with server.serve(made):
        yield made


def a_pki(folder: Path) -> DemoPki:
    """An infrastructure in `folder` for Minh and the committee; it does not serve by itself."""
    return pki.ensure(folder, people=PEOPLE, agencies=AGENCIES, port=a_free_port())


def services(of: DemoPki, *tsa_urls: str, timeout: float = 5) -> TrustServices:
    """The roots of `of`, and its time-stamps unless other addresses are given."""
    return TrustServices(tsa_urls or (of.tsa_url,), timeout, of.trust)


def opened(key: DemoKey) -> OpenKey:
    return open_key(f"pkcs12:{key.path}", key.pin)


def a_free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(frozen=True)
class Papers:
    """One decision at each stage of its life; each begins with the one before."""

    draft: bytes
    signed: bytes
    numbered: bytes
    sealed: bytes
    lasting: bytes


def der(holder: Holder) -> bytes:
    return holder.certificate.public_bytes(Encoding.DER)


def a_draft(*, data: bytes = DATA) -> bytes:
    """A decision as it is approved: fields and places empty."""
    drawn = a_rendered_decision(data=data)
    return pdf.prepare(drawn.pdf, drawn.places)


def a_rendered_decision(*, data: bytes = DATA) -> Rendered:
    """A decision as it is drawn, without a form."""
    return decision.render(a_decision(), result_json=data, at=makers.AT)


def signed(draft: bytes, of: DemoPki, *, at: datetime = AT, key: OpenKey | None = None) -> bytes:
    place = pdf.places(draft)["Personal"]
    return pdf.sign_personal(
        draft,
        expected_sha256=hashlib.sha256(draft).hexdigest(),
        key=key or opened(of.people["minh"]),
        stamp=personal_stamp("Trần Quang Minh", place, at=at),
        services=services(of),
        at=at,
    )


def values(of: bytes, **texts: str) -> dict[str, pdf.FieldValue]:
    """Texts for the fields of a paper; the number and day of the tests unless others are given."""
    where = pdf.places(of)
    return {name: _value(text, where[name]) for name, text in (texts or NUMBER).items()}


def numbered(signed: bytes) -> bytes:
    return pdf.fill(signed, values=values(signed))


def sealed(numbered: bytes, of: DemoPki, *, at: datetime = AT, key: OpenKey | None = None) -> bytes:
    return pdf.seal(
        numbered,
        key=key or opened(of.agencies["H99"]),
        stamp=seal_stamp(pdf.places(numbered)["Agency"]),
        services=services(of),
        at=at,
    )


def papers(of: DemoPki, *, data: bytes = DATA, at: datetime = AT) -> Papers:
    """A decision through its whole life, with the services of `of`."""
    draft = a_draft(data=data)
    by_person = signed(draft, of, at=at)
    with_number = numbered(by_person)
    by_agency = sealed(with_number, of, at=at)
    lasting = pdf.make_lasting(by_agency, services=services(of))
    return Papers(draft, by_person, with_number, by_agency, lasting)


def _value(text: str, place: Place) -> pdf.FieldValue:
    return pdf.FieldValue(text, field_text(text, place))
