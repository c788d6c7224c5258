"""The report for other programs: ETSI TS 119 102-2, in the order that its schema asks for."""

from __future__ import annotations

import ast
from dataclasses import replace
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.utils import timezone

from signing import etsi
from signing.demo.pki import DemoPki
from signing.etsi import NAMESPACE, XMLDSIG
from signing.revisions import revisions
from signing.validation import validate
from tests.signing import forging
from tests.trust import Papers

# What the elements are typed by, where their names differ.
TYPES = {
    "ValidationReport": "ValidationReportType",
    "SignatureValidationObjects": "ValidationObjectListType",
    "SignatureValidationStatus": "ValidationStatusType",
    "BestSignatureTime": "POEType",
    "SignersDocumentRepresentation": "VOReferenceType",
    "SignerCertificate": "VOReferenceType",
}
OF_XMLDSIG = {"DigestAlgAndValue": ["DigestMethod", "DigestValue"]}


@cache
def schema() -> dict[str, dict[str, bool]]:
    """Elements of each type in their order, and which must be: read off another implementation."""
    found = find_spec("pyhanko.generated.etsi")
    assert found is not None
    assert found.origin is not None
    made = Path(found.origin).with_name("ts_11910202.py")
    tree = ast.parse(made.read_text(encoding="utf-8"))
    return {one.name: dict(_elements(one)) for one in tree.body if isinstance(one, ast.ClassDef)}


def _elements(of: ast.ClassDef) -> list[tuple[str, bool]]:
    found = []
    for one in ast.walk(of):
        if isinstance(one, ast.Dict):
            said = {
                key.value: value.value
                for key, value in zip(one.keys, one.values, strict=True)
                if isinstance(key, ast.Constant) and isinstance(value, ast.Constant)
            }
            if said.get("type") == "Element" and "name" in said:
                must = bool(said.get("required") or said.get("min_occurs"))
                found.append((one.lineno, str(said["name"]), must))
    return [(name, must) for _line, name, must in sorted(found)]


def local(element: ET.Element) -> str:
    space, _brace, name = element.tag.removeprefix("{").partition("}")
    assert space in {NAMESPACE, XMLDSIG}
    return name


def check(element: ET.Element) -> None:
    """Nothing that the schema does not know, nothing out of order, nothing missing."""
    name, inside = local(element), [local(one) for one in element]
    known = schema().get(TYPES.get(name, f"{name}Type"))
    if name in OF_XMLDSIG:
        assert inside == OF_XMLDSIG[name]
        return
    if known is None or not inside:
        assert not inside, name
        return
    order = list(known)
    places = [order.index(one) for one in inside]
    assert places == sorted(places), (name, inside)
    assert {one for one, must in known.items() if must} <= set(inside), (name, inside)
    for one in element:
        check(one)


def told(pdf: bytes, of: DemoPki, **change: Any) -> ET.Element:
    at = timezone.now()
    report = replace(validate(pdf, trust=of.trust, at=at), **change)
    return ET.fromstring(etsi.written(report, revisions(pdf), sha256="ab" * 32, at=at))  # noqa: S314


def texts(root: ET.Element, name: str) -> list[str | None]:
    return [one.text for one in root.iter(f"{{{NAMESPACE}}}{name}")]


def test_the_schema_was_read() -> None:
    assert len(schema()["SignatureValidationReportType"]) == 9


@pytest.mark.parametrize("stage", ["draft", "signed", "sealed", "lasting"])
def test_a_report_is_built_as_the_schema_asks(stage: str, papers: Papers, pki: DemoPki) -> None:
    check(told(getattr(papers, stage), pki))


def test_each_signature_has_its_own_report_with_what_it_rests_on(
    papers: Papers, pki: DemoPki
) -> None:
    root = told(papers.lasting, pki)
    assert texts(root, "MainIndication") == ["urn:etsi:019102:mainindication:total-passed"] * 3
    assert texts(root, "DAIdentifier") == ["Personal", "Agency", "Timestamp"]
    assert texts(root, "SubIndication") == []
    keys = {one.get("id") for one in root.iter(f"{{{NAMESPACE}}}ValidationObject")}
    asked = {one.get("VOReference") for one in root.iter() if one.get("VOReference")}
    assert keys == asked
    assert len(keys) == 6


def test_what_is_wrong_is_told_by_its_sub_indication(papers: Papers, pki: DemoPki) -> None:
    broken = papers.lasting.replace(b"/MediaBox", b"/mediaBox", 1)
    root = told(broken, pki)
    check(root)
    assert "urn:etsi:019102:mainindication:total-failed" in texts(root, "MainIndication")
    assert "urn:etsi:019102:subindication:HASH_FAILURE" in texts(root, "SubIndication")


def test_a_file_that_nobody_signed_is_told_by_its_own_digest(papers: Papers, pki: DemoPki) -> None:
    root = told(papers.draft, pki)
    assert texts(root, "SubIndication") == ["urn:etsi:019102:subindication:SIGNED_DATA_NOT_FOUND"]
    assert len(list(root.iter(f"{{{XMLDSIG}}}DigestValue"))) == 1


def test_whatever_signers_and_fields_are_called_it_is_xml(papers: Papers, pki: DemoPki) -> None:
    report = validate(papers.signed, trust=pki.trust, at=timezone.now())
    named = replace(report.signatures[0], field="\0<x>&\ud800\ufffe", signer="]]>\x1b")
    check(told(forging.appended(papers.signed, forging.a_note), pki, signatures=(named,)))
