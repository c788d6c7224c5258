"""What comes of putting an issued result right: a letter, a decision of the same kind, or its end.

NĐ 30/2020 art. 18: an error of content is replaced, one of form corrected by official letter.
"""

from __future__ import annotations

from datetime import date

from procedures.results import ResultType
from procedures.words import Basis, Mark, Text
from workflows.results.models import Result

from .models import Dossier

BASIS = Basis(
    text="Nghị định số 30/2020/NĐ-CP", article="18", since=date(2020, 3, 5), mark=Mark.SECONDARY
)
AMENDMENT = ResultType(
    key="amendment-of-a-result",
    title=Text(vi="Công văn đính chính", en="Letter of correction"),
    subject=Text(vi="Đính chính văn bản đã ban hành", en="Correction of an issued document"),
    symbol="CV",
    template="letter",
    signer="approver",
    validity="none",
    basis=BASIS,
)
REVOCATION = ResultType(
    key="revocation-of-a-result",
    title=Text(vi="Quyết định thu hồi", en="Decision of revocation"),
    subject=Text(
        vi="Về việc thu hồi kết quả đã ban hành", en="On the revocation of an issued result"
    ),
    symbol="QĐ",
    template="decision",
    signer="approver",
    validity="none",
    basis=BASIS,
)
# Those that carry nothing of their own: they only speak of another result.
ABOUT_ANOTHER = {
    Dossier.Correction.AMEND: AMENDMENT,
    Dossier.Correction.REVOKE: REVOCATION,
}


def outcomes_of(dossier: Dossier) -> tuple[str, ...]:
    """What may be proposed: of what replaces a result, only what that one was (art. 18)."""
    match dossier.correction:
        case "":
            return tuple(Dossier.Outcome.values)
        case Dossier.Correction.REPLACE:
            return (dossier.outcome,)
        case _:
            return (Dossier.Outcome.GRANT,)


def facts_about(result: Result) -> dict[str, str]:
    """What a letter or a revocation states for machines: which result, by number, day and hash."""
    return {
        "number": result.number,
        "issued_on": result.issued_on.isoformat(),
        "digest": result.file.digest,
    }
