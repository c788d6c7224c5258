"""The signed files that are spoilt: of each make one, small, so that many can be judged."""

from __future__ import annotations

from io import BytesIO

import pikepdf
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter as Writer
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.signers.pdf_cms import SimpleSigner

from signing.demo.pki import DemoPki
from signing.layout import Place
from tests import trust
from tests.signing import forging
from tests.signing.test_attacks import by_hand
from tests.signing.test_good import signed
from tests.trust import Papers
from workflows.documents.stamps import personal_stamp


def signed_files(pki: DemoPki, papers: Papers) -> dict[str, bytes]:
    page = personal_stamp("Trần Quang Minh", Place(0, 0, 0, 200, 60), at=trust.AT)
    form = forging.appended(page, forging.a_form_with_a_note)
    plain = by_hand(form, pki)
    granting = by_hand(form, pki, grants=MDPPerm.FILL_FORMS)
    return {
        "plain": plain,
        "certified": by_hand(form, pki, grants=MDPPerm.NO_CHANGES),
        "filled": forging.appended(granting, forging.a_note_filled_in),
        "signed twice": by_hand(plain, pki, name="Second"),
        "in object streams": by_hand(_packed(form), pki),
        "encrypted without a password": _signed_encrypted(form, pki),
        "lasting": papers.lasting,
    }


def _packed(pdf: bytes) -> bytes:
    return _written(pdf, object_stream_mode=pikepdf.ObjectStreamMode.generate)


def _signed_encrypted(pdf: bytes, of: DemoPki) -> bytes:
    writer = Writer(BytesIO(_written(pdf, encryption=pikepdf.Encryption(owner="o", user=""))))
    writer.encrypt(b"")
    key = of.people["minh"]
    return signed(writer, SimpleSigner.load_pkcs12(str(key.path), passphrase=key.pin.encode()))


def _written(pdf: bytes, **how: object) -> bytes:
    made = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as opened:
        opened.save(made, **how)  # type: ignore[arg-type]
    return made.getvalue()
