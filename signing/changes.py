"""What may be added to a signed paper, and proof that nothing else was.

A time-stamp proves when, not who: anybody may get one for a forgery. So what follows the seal is
held against rules of our own, object by object and byte by byte.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.diff_analysis import (
    CatalogModificationRule,
    DiffPolicy,
    DiffResult,
    DSSCompareRule,
    FormUpdatingRule,
    GenericFieldModificationRule,
    ModificationLevel,
    SigFieldCreationRule,
    SigFieldModificationRule,
    StandardDiffPolicy,
    XrefStreamRule,
)
from pyhanko.sign.fields import enumerate_sig_fields

from . import fields
from .foreign import ANY_MAKE
from .opening import Opened, Signed, entry
from .reports import Covers, Fault, altered
from .written import is_all_listed

LASTING, FILLING = ModificationLevel.LTA_UPDATES, ModificationLevel.FORM_FILLING

_AFTER_SEAL = StandardDiffPolicy(
    global_rules=[
        CatalogModificationRule(frozenset({"/AcroForm", "/DSS", "/Extensions"})),
        XrefStreamRule().as_qualified(LASTING),
        DSSCompareRule().as_qualified(LASTING),
    ],
    form_rule=FormUpdatingRule(
        [SigFieldCreationRule(), SigFieldModificationRule()],
        # How empty appearances are to be drawn is no evidence: it must not change.
        ignored_acroform_keys=frozenset({"/Fields"}),
    ),
    ignore_orphaned_objects=False,
)
_BEFORE_SEAL = StandardDiffPolicy(
    global_rules=[
        CatalogModificationRule(frozenset({"/AcroForm", "/Extensions"})),
        XrefStreamRule().as_qualified(LASTING),
    ],
    form_rule=FormUpdatingRule(
        [SigFieldCreationRule(), SigFieldModificationRule(), GenericFieldModificationRule()],
        ignored_acroform_keys=frozenset({"/Fields"}),
    ),
    ignore_orphaned_objects=False,
)
# What the field of a time-stamp is made of: no appearance, and no action that opens with the page.
_TIMESTAMP_FIELD = {
    "/F", "/FT", "/Ff", "/P", "/Rect", "/Subtype", "/T", "/TU", "/Type", "/V",
}  # fmt: skip
# What the library raises over changes, and over shapes that it does not expect.
_UNEXPLAINED = (
    PdfError, ValueError, LookupError, TypeError, AttributeError, NotImplementedError,
    RecursionError,
)  # fmt: skip
_TRAILER = ("/Root", "/Encrypt")


def before_seal(opened: Opened, personal: Signed, last: int, fields: set[str]) -> Iterator[Fault]:
    """From the personal signature to the revision `last`, only these fields may be filled."""
    found = _compared(opened, personal, last, _BEFORE_SEAL)
    if found is None or found.modification_level > FILLING:
        yield altered(_("The paper was changed between the personal signature and the seal."))
    elif not found.changed_form_fields <= fields:
        yield altered(_("Other fields than number and date were filled before the seal."))


def after_seal(opened: Opened, seal: Signed) -> Iterator[Fault]:
    """After the seal only what proves the signatures may be added: evidence and time-stamps."""
    found = _compared(opened, seal, opened.revisions - 1, _AFTER_SEAL)
    lasting = found is not None and found.modification_level <= LASTING
    if not lasting or not _are_added_fields_plain(opened, seal):
        yield altered(_("The paper was changed after the seal."))
    if not is_all_listed(opened, seal):
        yield altered(
            _("The file holds something after the seal that belongs to no revision of it.")
        )


def _are_added_fields_plain(opened: Opened, seal: Signed) -> bool:
    """Is each signature field that was added filled, and does none of them act?"""
    known = {name for name, *_rest in enumerate_sig_fields(opened.at(seal.revision))}
    added = [one for one in opened.signed if one.revision > seal.revision]
    return known.issuperset(opened.empty) and all(
        one.pdf.sig_field.keys() <= _TIMESTAMP_FIELD for one in added
    )


def after_signature(opened: Opened, one: Signed) -> Iterator[Fault]:
    """What was added to a paper of another make: more signatures may be, with what proves them."""
    last = _last_to_compare(opened, one)
    found = _compared(opened, one, last, ANY_MAKE)
    allowed = one.pdf.docmdp_level
    if found is None or (allowed and found.modification_level.value > allowed.value):
        yield altered(_("The file was changed after it was signed."))
        return
    try:
        yield from _of_fields(opened, one, last, found.changed_form_fields)
    except _UNEXPLAINED:
        yield altered(_("The file was changed after it was signed."))


def _of_fields(opened: Opened, one: Signed, last: int, changed: set[str]) -> Iterator[Fault]:
    """Of other fields than those to sign in."""
    to_sign = {each.field for each in opened.signed} | {each.field for each in opened.unreadable}
    filled = _touched(opened, one, last, changed - (to_sign & _places_of_form(opened, last)))
    if filled and not opened.may_be_filled:
        yield altered(_("Form fields were filled in after it was signed."))
    elif not _are_values_new(opened, one, last, filled):
        yield altered(_("The look of form fields was changed after it was signed."))


def _places_of_form(opened: Opened, last: int) -> set[str]:
    """A place that only a page shows may be called as a field of the form is, which it is not."""
    return {name for name, *_rest in fields.of_form(opened.past(last))}


def at_the_end(opened: Opened) -> Iterator[Fault]:
    """Each byte after the first signature must belong to a revision that a reader sees."""
    if not is_all_listed(opened, opened.signed[0], remarks=True):
        yield altered(_("The file holds something at its end that belongs to no revision of it."))


def before_the_start(opened: Opened) -> Iterator[Fault]:
    if opened.preceded:
        yield altered(_("Something stands before the start of the file that no signature covers."))


def _last_to_compare(opened: Opened, one: Signed) -> int:
    """A signature that sets limits is held against all that follows, others against the next.

    The next one is held against what follows it, so that each step is looked at once.
    """
    later = [other.revision for other in opened.signed if other.revision > one.revision]
    limits = one.pdf.docmdp_level is not None or one.pdf.fieldmdp is not None
    return opened.revisions - 1 if limits or not later else later[0]


def _touched(opened: Opened, one: Signed, last: int, names: set[str]) -> set[str]:
    """The library names every field that has a look, also where nothing of it was touched."""
    after = _fields(opened.past(last)) if names else {}
    return {
        name
        for name in names
        if name not in after
        or any(_is_touched(opened, one.revision, last, part) for part in after[name])
    }


def _are_values_new(opened: Opened, one: Signed, last: int, names: set[str]) -> bool:
    """A field that looks otherwise and says the same was not filled in: it was painted over."""
    before, after = _fields(opened.past(one.revision)), _fields(opened.past(last))
    return all(_value(before.get(name)) != _value(after.get(name)) for name in names)


def _is_touched(opened: Opened, since: int, last: int, field: Any) -> bool:
    """Was the field, or anything that its look is drawn with, written anew after a revision?"""
    if field.container_ref is None:
        return True
    later = (opened.past(revision) for revision in range(since + 1, last + 1))
    if any(field.container_ref in each.explicit_refs_in_revision() for each in later):
        return True
    look = entry(field, "/AP", generic.NullObject())
    return bool(opened.past(last).collect_dependencies(look, since_revision=since + 1))


def _value(parts: list[Any] | None) -> list[object]:
    return [entry(part, "/V") for part in parts or ()]


def _fields(of: Any) -> dict[str, list[Any]]:
    """Each field by its full name, with the places on the pages where it shows."""
    found: dict[str, list[Any]] = {}
    waiting, seen = [("", item) for item in fields.listed(fields.form(of), "/Fields")], set[Any]()
    while waiting:
        above, item = waiting.pop()
        field = item.get_object()
        if item.reference in seen or not isinstance(field, generic.DictionaryObject):
            continue
        seen.add(item.reference)
        name = ".".join(filter(None, (above, str(entry(field, "/T", "")))))
        found.setdefault(name, []).append(field)
        waiting += [(name, kid) for kid in fields.listed(field, "/Kids")]
    return found


def _compared(opened: Opened, base: Signed, last: int, policy: DiffPolicy) -> DiffResult | None:
    """What changed since the signature, up to revision `last`; None if that cannot be explained."""
    if base.covers is Covers.UNCLEAR:
        return None
    level, fields = ModificationLevel.NONE, set[str]()
    at = opened.past if policy is ANY_MAKE else opened.at
    for revision in range(base.revision + 1, last + 1):
        try:
            found = policy.apply(
                at(base.revision),
                at(revision),
                field_mdp_spec=base.pdf.fieldmdp,
                doc_mdp=base.pdf.docmdp_level,
            )
        except _UNEXPLAINED:
            return None
        # What describes the document may be put elsewhere, as it may be written anew.
        said = _TRAILER if policy is ANY_MAKE else (*_TRAILER, "/Info")
        if _trailer(opened, revision, said) != _trailer(opened, base.revision, said):
            return None
        level = max(level, found.modification_level)
        fields |= found.changed_form_fields
    return DiffResult(level, fields)


def _trailer(opened: Opened, revision: int, said: tuple[str, ...]) -> list[object]:
    trailer = opened.reader.trailer.flatten(revision)
    return [trailer.raw_get(key) if key in trailer else None for key in said]
