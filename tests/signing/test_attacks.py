"""No attack on a signed paper passes, whatever the paper allows; each is told as what it is."""

from __future__ import annotations

import asyncio

import pytest
from django.utils import timezone
from pyhanko.sign.fields import FieldMDPAction, FieldMDPSpec, MDPPerm, SigFieldSpec
from pyhanko.sign.fields import append_signature_field as add_field
from pyhanko.sign.signers.pdf_cms import SimpleSigner
from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata, PdfSigner

from signing.demo.pki import DemoPki
from signing.layout import Place
from signing.opening import Opened
from signing.pdf import writer as appending
from signing.reports import Integrity, SignatureReport, Verdict
from signing.timestamps import timestamp
from signing.validation import validate
from tests import trust
from tests.signing import attacks, forging
from tests.signing.tables import VALUE, filled, next_number, raw, read, updated
from tests.trust import Papers
from workflows.documents.stamps import personal_stamp

pytestmark = pytest.mark.usefixtures("in_english")

# What each paper grants those who come after it.
KINDS: dict[str, MDPPerm | None] = {
    "plain": None,
    "final": MDPPerm.NO_CHANGES,
    "form": MDPPerm.FILL_FORMS,
    "notes": MDPPerm.ANNOTATE,
}
LOCKED = FieldMDPSpec(FieldMDPAction.INCLUDE, fields=["note"])


@pytest.fixture(scope="module")
def signed(pki: DemoPki) -> dict[str, bytes]:
    """A page with a form, signed by Minh's key; by what it grants."""
    page = personal_stamp("Trần Quang Minh", Place(0, 0, 0, 200, 60), at=trust.AT)
    form = forging.appended(page, forging.a_form_with_a_note)
    made = {kind: by_hand(form, pki, grants=grants) for kind, grants in KINDS.items()}
    return {**made, "locked": by_hand(form, pki, lock=LOCKED)}


def by_hand(
    pdf: bytes,
    of: DemoPki,
    *,
    grants: MDPPerm | None = None,
    lock: FieldMDPSpec | None = None,
    name: str = attacks.NAME,
) -> bytes:
    """A signature without a time-stamp: what can be said of its bytes is the same, and sooner."""
    key = of.people["minh"]
    signer = SimpleSigner.load_pkcs12(str(key.path), passphrase=key.pin.encode())
    said = PdfSignatureMetadata(
        field_name=name,
        certify=grants is not None,
        docmdp_permissions=grants or MDPPerm.FILL_FORMS,
        md_algorithm="sha256",
    )
    writer = appending.appending(pdf)
    if lock is not None:
        add_field(writer, SigFieldSpec(name, field_mdp_spec=lock))
    return bytes(asyncio.run(PdfSigner(said, signer).async_sign_pdf(writer)).getvalue())


def judged(content: bytes, of: DemoPki) -> SignatureReport:
    return validate(content, trust=of.trust, at=timezone.now())


def is_noticed(report: SignatureReport) -> bool:
    harmed = report.integrity in {Integrity.CHANGED, Integrity.BROKEN}
    return report.verdict is not Verdict.VALID and harmed and bool(report.reasons)


@pytest.mark.parametrize("kind", [*KINDS, "locked"])
def test_each_paper_is_intact_before_it_is_attacked(
    kind: str, signed: dict[str, bytes], pki: DemoPki
) -> None:
    report = judged(signed[kind], pki)
    assert (report.integrity, report.verdict) == ("intact", Verdict.INDETERMINATE)


@pytest.mark.parametrize("kind", [*KINDS, "locked"])
@pytest.mark.parametrize("attack", attacks.CHANGES, ids=lambda one: one.__name__)
def test_no_change_of_what_is_shown_passes(
    attack: forging.Change, kind: str, signed: dict[str, bytes], pki: DemoPki
) -> None:
    assert is_noticed(judged(forging.appended(signed[kind], attack), pki))


@pytest.mark.parametrize("kind", ["plain", "form", "notes", "locked"])
@pytest.mark.parametrize("attack", attacks.CHANGES, ids=lambda one: one.__name__)
def test_no_further_signature_covers_a_change_up(
    attack: forging.Change, kind: str, signed: dict[str, bytes], pki: DemoPki
) -> None:
    """The forger signs, too: what lies between two signatures is held against the first."""
    forged = by_hand(forging.appended(signed[kind], attack), pki, name="Along")
    assert is_noticed(judged(forged, pki))


@pytest.mark.parametrize("kind", ["final", "plain", "locked"])
def test_no_field_is_filled_without_leave(
    kind: str, signed: dict[str, bytes], pki: DemoPki
) -> None:
    filled = forging.appended(signed[kind], forging.a_note_filled_in)
    assert judged(filled, pki).integrity is Integrity.CHANGED


@pytest.mark.parametrize("kind", ["form", "notes"])
def test_a_field_may_be_filled_with_leave(
    kind: str, signed: dict[str, bytes], pki: DemoPki
) -> None:
    filled = forging.appended(signed[kind], forging.a_note_filled_in)
    assert judged(filled, pki).integrity is Integrity.INTACT


def test_a_later_signature_leaves_nothing_open_for_those_before_it(
    signed: dict[str, bytes], pki: DemoPki, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The forger signs along and locks a field that is not there; the others would be open."""
    nothing = FieldMDPSpec(FieldMDPAction.INCLUDE, fields=["nothing"])
    along = by_hand(signed["plain"], pki, lock=nothing, name="Along")
    assert judged(along, pki).integrity is Integrity.INTACT
    forged = forging.appended(along, forging.a_note_filled_in)
    assert is_noticed(judged(forged, pki))
    monkeypatch.setattr(Opened, "may_be_filled", True)
    assert judged(forged, pki).integrity is Integrity.INTACT, "and nothing else forbids it"


def test_a_time_stamp_leaves_nothing_open(signed: dict[str, bytes], pki: DemoPki) -> None:
    paper = signed["plain"]
    at, form = next_number(paper), read(paper).root["/AcroForm"]
    limits = b"/Type /DocTimeStamp /Reference [<< /Type /SigRef /TransformMethod /FieldMDP"
    limits += b" /TransformParams << /Type /TransformParams /V /1.2 /Action /Include"
    limits += b" /Fields [(nothing)] >> >>] "
    value = VALUE.replace(b"/adbe.pkcs7.detached", b"/ETSI.RFC3161")
    value = value.replace(b"/Type /Sig ", limits)
    field = (
        b"<< /FT /Sig /T (Stamp) /Type /Annot /Subtype /Widget /Rect [0 0 0 0] /F 132 /V %d 0 R >>"
    )
    fields = raw(form, "/Fields").rstrip()[:-1] + b" %d 0 R]" % (at + 1)
    said = b"<< /SigFlags 3 /Fields %b >>" % fields
    objects = {at: value, at + 1: field % at, form.container_ref.idnum: said}
    stamped = filled(updated(paper, objects), lambda content: a_stamp(content, pki))
    assert judged(stamped, pki).integrity is Integrity.INTACT
    assert is_noticed(judged(forging.appended(stamped, forging.a_note_filled_in), pki))


def a_stamp(content: bytes, of: DemoPki) -> bytes:
    return timestamp(content, services=trust.services(of))


@pytest.mark.parametrize("robbery", attacks.ROBBERIES)
def test_a_signature_robbed_of_its_proof_proves_nothing(
    robbery: str, signed: dict[str, bytes], pki: DemoPki
) -> None:
    report = judged(forging.appended(signed["plain"], attacks.ROBBERIES[robbery]), pki)
    assert is_noticed(report)


@pytest.mark.parametrize("attack", attacks.BYTES)
@pytest.mark.parametrize("kind", ["plain", "final", "own"])
def test_no_bytes_pass_that_no_signature_speaks_for(
    attack: str, kind: str, signed: dict[str, bytes], papers: Papers, pki: DemoPki
) -> None:
    whole = {**signed, "own": papers.lasting}[kind]
    assert is_noticed(judged(attacks.BYTES[attack](whole), pki))
