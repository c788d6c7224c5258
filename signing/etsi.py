"""The report on a check for other programs: ETSI TS 119 102-2, as XML.

The order of elements is that of the schema v1.2.1 and is taken over for v1.4.1, whose text has not
been read. One report for each signature and time-stamp; what each constraint said is left out.
"""

from __future__ import annotations

import hashlib
from base64 import b64encode
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

from .reports import Level, Signature, SignatureReport, Verdict
from .revisions import Revision

NAMESPACE = "http://uri.etsi.org/19102/v1.4.1#"
XMLDSIG = "http://www.w3.org/2000/09/xmldsig#"
SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256"
URN = "urn:etsi:019102"
INDICATIONS = {
    Verdict.VALID: "total-passed",
    Verdict.INVALID: "total-failed",
    Verdict.INDETERMINATE: "indeterminate",
    Verdict.UNSIGNED: "indeterminate",
}
# EN 319 102-1, 5: basic signatures, those with time or evidence, and those with an archive's time.
PROCESSES = {Level.B: "Basic", Level.T: "LTVM", Level.LT: "LTVM", Level.LTA: "LTA"}

ET.register_namespace("vr", NAMESPACE)
ET.register_namespace("ds", XMLDSIG)


def written(
    report: SignatureReport, revisions: tuple[Revision, ...], *, sha256: str, at: datetime
) -> bytes:
    """Begins with the file itself where more speaks against it than against its signatures."""
    of = {one.field: one for one in revisions}
    root = ET.Element(_name("ValidationReport"))
    objects = ET.Element(_name("SignatureValidationObjects"))
    if {one.verdict for one in report.signatures}.isdisjoint({report.verdict}):
        told = _added(root, "SignatureValidationReport")
        _identified(told, "file", bytes.fromhex(sha256))
        _status(told, report)
    for number, one in enumerate(report.signatures, start=1):
        _signature(root, objects, one, of.get(one.field), number, at)
    if len(objects):
        root.append(objects)
    ET.indent(root)
    drawn: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return drawn + b"\n"


def _signature(
    root: ET.Element,
    objects: ET.Element,
    one: Signature,
    seen: Revision | None,
    number: int,
    at: datetime,
) -> None:
    told = _added(root, "SignatureValidationReport")
    _identified(told, f"S{number}", seen.digest if seen else None, _legible(one.field))
    time = _added(told, "ValidationTimeInfo")
    _added(time, "ValidationTime", _moment(at))
    best = _added(time, "BestSignatureTime")
    # Where nothing proves an earlier moment, the signature is known to be there now.
    _added(best, "POETime", _moment(one.moment or at))
    _added(best, "TypeOfProof", f"{URN}:poetype:validation")
    if seen:
        document = _added(told, "SignersDocument")
        _digest(document, seen.digest)
        _refers(document, "SignersDocumentRepresentation", f"D{number}")
        signer = _added(told, "SignerInformation")
        _refers(signer, "SignerCertificate", f"C{number}")
        _added(signer, "Signer", _legible(one.signer))
        _object(objects, f"D{number}", "signedData", seen.digest)
        _object(objects, f"C{number}", "certificate", hashlib.sha256(seen.certificate).digest())
    if process := PROCESSES.get(one.level):
        held = _added(told, "SignatureValidationProcess")
        _added(held, "SignatureValidationProcessID", f"{URN}:validationprocess:{process}")
    _status(told, one)


def _identified(told: ET.Element, key: str, digest: bytes | None, name: str = "") -> None:
    """A signature is known by what was signed and by its field."""
    identifier = _added(told, "SignatureIdentifier")
    identifier.set("id", key)
    if digest:
        _digest(identifier, digest)
    _added(identifier, "HashOnly", "false")
    _added(identifier, "DocHashOnly", "false")
    if name:
        _added(identifier, "DAIdentifier", name)


def _status(told: ET.Element, one: Signature | SignatureReport) -> None:
    status = _added(told, "SignatureValidationStatus")
    _added(status, "MainIndication", f"{URN}:mainindication:{INDICATIONS[one.verdict]}")
    if one.sub_indication:
        _added(status, "SubIndication", f"{URN}:subindication:{one.sub_indication}")


def _object(objects: ET.Element, key: str, kind: str, digest: bytes) -> None:
    """By its digest alone: the file itself holds it."""
    one = _added(objects, "ValidationObject")
    one.set("id", key)
    _added(one, "ObjectType", f"{URN}:validationObject:{kind}")
    _digest(_added(one, "ValidationObjectRepresentation"), digest)


def _digest(above: ET.Element, digest: bytes) -> None:
    held = _added(above, "DigestAlgAndValue")
    ET.SubElement(held, f"{{{XMLDSIG}}}DigestMethod", Algorithm=SHA256)
    value = ET.SubElement(held, f"{{{XMLDSIG}}}DigestValue")
    value.text = b64encode(digest).decode()


def _refers(above: ET.Element, name: str, key: str) -> None:
    _added(above, name).set("VOReference", key)


def _added(above: ET.Element, name: str, text: str | None = None) -> ET.Element:
    one = ET.SubElement(above, _name(name))
    one.text = text
    return one


def _name(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _legible(text: str) -> str:
    """XML 1.0 cannot hold every sign that a file may name itself with."""
    return "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in text)
