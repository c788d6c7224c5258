"""Whom a certificate names."""

from __future__ import annotations

import unicodedata

from asn1crypto.x509 import Certificate

# What the demo writes behind every name. It is no part of the name.
DEMO_MARK = " (DEMO)"


def name_of(certificate: Certificate) -> str:
    """The common name, or the whole subject where it has none."""
    named = certificate.subject.native
    return str(named.get("common_name") or certificate.subject.human_friendly)


def is_of(certificate: Certificate, holder: str) -> bool:
    """Whether it names the person or agency called `holder`, in capitals or not."""
    return plain(name_of(certificate).removesuffix(DEMO_MARK)) == plain(holder)


def plain(name: str) -> str:
    """A name as it is compared: the same in capitals, with more blanks, or otherwise encoded."""
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())
