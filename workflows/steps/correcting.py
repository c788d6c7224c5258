"""What a correcting document says: which result, what is wrong with it, and what counts now."""

from __future__ import annotations

from collections.abc import Iterator

from procedures.shown import day
from workflows.dossiers.models import Dossier
from workflows.journal.models import Entry
from workflows.journal.private import with_value
from workflows.results.models import Result

Kind = Dossier.Correction
CORRECTED = "nay đính chính như sau:"
KEPT_WITH = "Công văn này được lưu và sử dụng cùng văn bản được đính chính."
ENDED = "Văn bản bị thu hồi không còn giá trị sử dụng kể từ ngày Quyết định này có hiệu lực."


def named(result: Result) -> str:
    return f"{result.title_vi} số {result.number} ngày {day(result.issued_on)}"


def refuses_anew(dossier: Dossier) -> bool:
    """Whether it takes the place of a refusal, and so refuses too."""
    return dossier.correction == Kind.REPLACE and dossier.outcome == Dossier.Outcome.REFUSAL


def why(dossier: Dossier) -> str:
    """What was wrong with the result, in the words of who opened this; none once forgotten."""
    opening = Entry.objects.filter(dossier=dossier, act="open_correction")
    return next((reason or "" for _entry, reason in with_value(opening, "reason")), "")


def subject(dossier: Dossier, result: Result) -> str:
    """Trích yếu; of a letter without what every letter begins with, `V/v`."""
    match Kind(dossier.correction):
        case Kind.AMEND:
            return f"đính chính {named(result)}"
        case Kind.REPLACE:
            return f"Về việc thay thế {named(result)}"
        case Kind.REVOKE:
            return f"Về việc thu hồi {named(result)}"


def articles(dossier: Dossier, result: Result, reason: str) -> Iterator[str]:
    owner = dossier.owner
    match Kind(dossier.correction):
        case Kind.AMEND:
            yield f"Kính gửi: {owner}"
            yield f"{named(result)} có sai sót về thể thức, kỹ thuật trình bày, {CORRECTED}"
            yield reason
            yield f"Các nội dung khác của {named(result)} không thay đổi. {KEPT_WITH}"
            return
        case Kind.REPLACE:
            yield f"Thay thế {named(result)} cấp cho {owner}."
            yield f"Lý do: {reason}\nNội dung của kết quả mới được nêu tại Phụ lục kèm theo."
        case Kind.REVOKE:
            yield f"Thu hồi {named(result)} cấp cho {owner}."
            yield f"Lý do: {reason}\n{ENDED}"
    yield in_force(dossier)


def replaced(result: Result, because: str) -> str:
    """The first article of what replaces a refusal; why it refuses stands in the second."""
    return f"Thay thế {named(result)}." + (f"\nLý do thay thế: {because}" if because else "")


def in_force(dossier: Dossier) -> str:
    """The last article of every decision."""
    return (
        "Quyết định này có hiệu lực kể từ ngày ban hành. "
        f"{dossier.owner} và các cơ quan, đơn vị có liên quan chịu trách nhiệm thi hành."
    )


def facts(result: Result, reason: str) -> Iterator[tuple[str, str]]:
    yield "Văn bản liên quan", named(result)
    yield "Lý do", reason


def facts_of_refusal(result: Result, because: str, reason: str) -> Iterator[tuple[str, str]]:
    """Of what replaces a refusal: why it is replaced, and why the request is refused."""
    yield "Văn bản liên quan", named(result)
    if because:
        yield "Lý do thay thế", because
    yield "Lý do không chấp thuận", reason
