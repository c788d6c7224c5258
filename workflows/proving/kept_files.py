"""I11: every file is what its hash says, on disk, in the database and in the journal, and whatever
refers to one finds it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import timedelta
from itertools import islice

from django.db.models import Exists, F, ForeignObjectRel, OuterRef, Prefetch
from django.utils.translation import gettext as _

from signing.models import SignatureRequest
from workflows.dossiers.models import Component, Dossier, Paper
from workflows.files import store
from workflows.files.errors import Missing
from workflows.files.models import StoredFile
from workflows.journal.models import Entry
from workflows.results.models import Result, ResultUse

from .look import AT_A_TIME, Look, Violation, dossiers, of_one_moment

CODE = "I11"
# What an act left behind when it ended halfway is discarded within two days.
ORPHANED = timedelta(days=3)
PAPERS = Prefetch("papers", Paper.objects.select_related("file"))
COMPONENTS = Prefetch("components", Component.objects.select_related("file"))
ENTRIES = Prefetch("entries", Entry.objects.order_by("seq"))
# What an act of its own made, whose entry bears the digest.
OF_AN_ACT = {
    Paper.Kind.FORM_01,
    Paper.Kind.FORM_02,
    Paper.Kind.FORM_03,
    Paper.Kind.FORM_04,
    Paper.Kind.FORM_05,
    Paper.Kind.DRAFT,
    Paper.Kind.SIGNED,
    Paper.Kind.NUMBERED,
    Paper.Kind.RESULT,
}


def check(look: Look) -> Iterator[Violation]:
    """Reading the bytes takes long; what refers to them is of one moment."""
    yield from _bytes(look)
    with of_one_moment():
        yield from _unfound()
        for dossier in dossiers(PAPERS, COMPONENTS, ENTRIES):
            for sentence in _told(dossier):
                yield Violation(CODE, str(dossier.public_id), sentence)
        yield from _register()
        yield from _orphans(look)


def _bytes(look: Look) -> Iterator[Violation]:
    """The sweep may discard a file while it is looked at: then its row is gone, too."""
    files = StoredFile.objects.order_by("pk").values_list("pk", "stored_at", "digest", "size")
    rows = files.iterator(chunk_size=AT_A_TIME)
    for pk, _since, digest, size in look.over(row for row in rows if look.in_turn(*row[:2])):
        sentence = _fault(digest, size)
        if sentence and StoredFile.objects.filter(pk=pk).exists():
            yield Violation(CODE, digest, sentence)


def _fault(digest: str, size: int) -> str:
    found, length = hashlib.sha256(), 0
    try:
        for chunk in store.chunks(digest):
            found.update(chunk)
            length += len(chunk)
    except Missing:
        return _("The file is missing.")
    return "" if (found.hexdigest(), length) == (digest, size) else _("The file has changed.")


def _unfound() -> Iterator[Violation]:
    """References to files of which there is no row: only lifted foreign keys can leave them."""
    for relation in StoredFile._meta.get_fields(include_hidden=True):
        if not isinstance(relation, ForeignObjectRel):
            continue
        column = relation.field.attname
        known = StoredFile.objects.filter(pk=OuterRef(column))
        rows = relation.related_model._base_manager.exclude(**{column: None})
        for pk in rows.filter(~Exists(known)).values_list("pk", flat=True).iterator():
            name = f"{relation.related_model._meta.label_lower} {pk}"
            yield Violation(CODE, name, _("The file that it refers to is not known."))


def _told(dossier: Dossier) -> Iterator[str]:
    """What the journal calls by its digest lies in the dossier, and nothing lies there untold."""
    entries = list(dossier.entries.all())
    told = {entry.digest for entry in entries if entry.digest}
    handed = {digest for one in entries for digest in one.details.get("papers", {}).values()}
    made = {paper.file.digest: paper.kind for paper in dossier.papers.all()}
    versions = sorted(dossier.components.all(), key=lambda one: one.version)
    lying = {one.file.digest for one in versions if one.file}
    newest = {one.requirement: one.file.digest for one in versions if one.file}
    if told - made.keys():
        yield _("The journal tells of a paper that does not lie in the dossier.")
    if {digest for digest, kind in made.items() if kind in OF_AN_ACT} - told:
        yield _("A paper lies in the dossier of which the journal does not tell.")
    if handed - lying:
        yield _("The journal tells of a paper handed in that does not lie in the dossier.")
    if entries and not dossier.correction and set(newest.values()) - handed:
        yield _("A paper handed in lies in the dossier of which the journal does not tell.")


def _register() -> Iterator[Violation]:
    """A result of the register is the file that was issued, and what was relied on is that file."""
    issued = Paper.objects.filter(
        kind=Paper.Kind.RESULT, dossier__code=OuterRef("dossier_code"), file=OuterRef("file")
    )
    ours = Dossier.objects.filter(code=OuterRef("dossier_code"))
    others = Result.objects.filter(Exists(ours), ~Exists(issued))
    for result in others.values_list("public_id", flat=True).iterator():
        yield Violation(CODE, str(result), _("The register holds another file than was issued."))
    used = ResultUse.objects.exclude(digest=F("result__file__digest"))
    for result in used.values_list("result__public_id", flat=True).iterator():
        yield Violation(CODE, str(result), _("What was relied on is not the file of the result."))


def _orphans(look: Look) -> Iterator[Violation]:
    """Bytes that no row knows, long after whoever kept them must have ended."""
    kept = store.kept_before(look.at - ORPHANED)
    while batch := set(islice(kept, AT_A_TIME)):
        known = StoredFile.objects.filter(digest__in=batch).values_list("digest", flat=True)
        # Signed and not yet recorded: it has no row, and is needed.
        signed = SignatureRequest.objects.filter(signed_digest__in=batch)
        needed = {*known, *signed.values_list("signed_digest", flat=True)}
        for digest in sorted(batch - needed):
            yield Violation(CODE, digest, _("Nothing refers to these bytes."))
