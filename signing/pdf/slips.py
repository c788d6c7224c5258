"""The agency's signature on a slip: one, by itself, over the paper as it was drawn."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import Any, cast

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, append_signature_field
from pyhanko.sign.signers.cms_embedder import SigMDPSetup

from signing.layout import Place
from signing.signers.base import OpenKey
from signing.trust import TrustServices

from .signatures import DIGEST, signed
from .writer import appending

SLIP = "Slip"
# The strip between the edge that printers leave white and the first line of a slip: shares of the
# page, so that it is larger on A4.
RIGHT, WIDE, TOP, HIGH = 0.08, 0.62, 0.021, 0.033


def place_on(drawn: bytes) -> Place:
    """Top right of the first page, where NĐ 30/2020, Annex I has the agency's mark on copies."""
    box = PdfFileReader(BytesIO(drawn)).root["/Pages"]["/Kids"][0]["/MediaBox"]
    width, height = float(box[2]), float(box[3])
    right, top = width * (1 - RIGHT), height * (1 - TOP)
    return Place(0, x0=right - width * WIDE, y0=top - height * HIGH, x1=right, y1=top)


def sign_slip(
    drawn: bytes, *, key: OpenKey, stamp: bytes, services: TrustServices, at: datetime
) -> bytes:
    """PAdES B-T over the whole paper, which certifies it; `stamp` is as large as `place_on` it."""
    writer, place = appending(drawn), place_on(drawn)
    append_signature_field(writer, SigFieldSpec(SLIP, on_page=0, box=cast("Any", place.box)))
    rights = SigMDPSetup(DIGEST, certify=True, docmdp_perms=MDPPerm.FILL_FORMS)
    return signed(writer, SLIP, rights, key, stamp, services, at)
