"""The draft of a result: the decision with its data inside, frozen by its digest."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.utils.timezone import localdate

from procedures.results import ResultType
from procedures.schema import Procedure
from procedures.shown import stated
from signing.pdf import prepare
from workflows.documents import decision, result_data
from workflows.documents.decision import Decision
from workflows.documents.result_data import Holder, Issuer, ResultData, Validity
from workflows.dossiers.corrections import ABOUT_ANOTHER
from workflows.dossiers.models import Dossier, Paper
from workflows.dossiers.numbering import digits_ahead
from workflows.dossiers.pinned import result_type_of
from workflows.people.models import Post

from . import correcting
from .letterhead import Letterhead, above, of_post
from .papers import keep, symbol_of


def draw(dossier: Dossier, procedure: Procedure, *, reason: str, at: datetime) -> Paper:
    """Draws the result as it will be signed: number and day empty, fields and places ready."""
    signer = _signer(dossier)
    head = of_post(signer, signer.account, at=at)
    laid_out = decision.render(
        _decision(dossier, procedure, reason, signer, head, at),
        result_json=result_data.canonical(_data(dossier, procedure, head)),
        at=at,
    )
    return keep(dossier, Paper.Kind.DRAFT, prepare(laid_out.pdf, laid_out.places), at=at)


def _decision(
    dossier: Dossier,
    procedure: Procedure,
    reason: str,
    signer: Post,
    head: Letterhead,
    at: datetime,
) -> Decision:
    kind = result_type_of(dossier, procedure)
    symbol = symbol_of(kind, head.symbol)
    on_behalf, title = _authority(signer)
    corrected = dossier.corrects
    because = correcting.why(dossier) if correcting.refuses_anew(dossier) else ""
    return Decision(
        agency=head.agency,
        parent_agency=above(dossier.competent_agency, at=at),
        symbol=symbol,
        digits=digits_ahead(dossier.competent_agency, symbol=symbol, on=localdate(at)),
        place=head.place,
        form=kind.template,
        title=correcting.subject(dossier, corrected) if corrected else kind.subject.vi,
        grounds=tuple(_grounds(dossier, procedure)),
        articles=tuple(_articles(dossier, procedure, kind, reason, because)),
        recipients=_recipients(dossier, kind),
        authority=f"{title} {head.agency}",
        on_behalf=on_behalf,
        signer_title=signer.title_vi,
        signer_name=head.officer,
        facts=tuple(_facts(dossier, procedure, kind, reason, because)),
        demo=settings.DEMO,
        assumed=procedure.assumed,
    )


def _recipients(dossier: Dossier, kind: ResultType) -> tuple[str, ...]:
    whom = "Như trên;" if kind.template == "letter" else "Như Điều 3;"
    return (whom, f"Lưu: VT, hồ sơ {dossier}.")


def _data(dossier: Dossier, procedure: Procedure, head: Letterhead) -> ResultData:
    kind = result_type_of(dossier, procedure)
    return ResultData(
        type=kind.key,
        result_kind="REFUSAL" if dossier.outcome == Dossier.Outcome.REFUSAL else "GRANT",
        symbol=symbol_of(kind, head.symbol),
        holder=Holder(str(dossier.owner.public_id), str(dossier.owner)),
        issuer=Issuer(dossier.competent_agency.code, head.agency),
        signer=head.officer,
        # Both days follow from the day of the decision, which is filled in when it is numbered.
        validity=Validity(None, None, kind.validity_rule),
        scope=kind.scope_rule,
        procedure=result_data.Basis(
            procedure.key, procedure.revision.isoformat(), procedure.bundle_hash
        ),
        dossier=str(dossier),
        facts=dossier.outcome_facts,
    )


def _signer(dossier: Dossier) -> Post:
    assert dossier.signer is not None, "named by the proposal before it is drawn"  # noqa: S101
    return dossier.signer


def _authority(signer: Post) -> tuple[str, str]:
    """What stands before the title, and whose authority it is: NĐ 30/2020, Annex I, II.7."""
    _mark, _space, principal = signer.authority.partition(" ")
    return signer.authority, principal or signer.title_vi


def _grounds(dossier: Dossier, procedure: Procedure) -> Iterator[str]:
    for basis in procedure.legal_basis:
        yield f"Căn cứ {basis.cited}"
    yield f"Xét hồ sơ số {dossier} của {dossier.owner}"


def _articles(
    dossier: Dossier, procedure: Procedure, kind: ResultType, reason: str, because: str
) -> Iterator[str]:
    """`because` is why a refusal is replaced; `reason`, why the request is refused."""
    owner, corrected = dossier.owner, dossier.corrects
    if corrected and correcting.refuses_anew(dossier):
        yield correcting.replaced(corrected, because)
        yield f"{_refused(dossier, procedure, corrected.dossier_code)}\nLý do: {reason}"
    elif corrected:
        yield from correcting.articles(dossier, corrected, reason)
        return
    elif dossier.outcome == Dossier.Outcome.REFUSAL:
        yield _refused(dossier, procedure, str(dossier))
        yield f"Lý do: {reason}"
    else:
        decided = kind.subject.vi.removeprefix("Về việc ")
        yield f"{decided[:1].upper()}{decided[1:]} theo đề nghị của {owner}, hồ sơ số {dossier}."
        yield f"Nội dung của kết quả được nêu tại Phụ lục kèm theo. {_validity(kind)}"
    yield correcting.in_force(dossier)


def _refused(dossier: Dossier, procedure: Procedure, filed_as: str) -> str:
    return (
        f"Không chấp thuận đề nghị của {dossier.owner} tại hồ sơ số {filed_as} về thủ tục "
        f"“{procedure.title.vi}”."
    )


def _validity(kind: ResultType) -> str:
    if kind.years is not None:
        return f"Kết quả có giá trị {kind.years} năm kể từ ngày ban hành."
    return "Kết quả có giá trị cho đến khi bị thu hồi, thay thế."


def _facts(
    dossier: Dossier, procedure: Procedure, kind: ResultType, reason: str, because: str
) -> Iterator[tuple[str, str]]:
    yield "Mã hồ sơ", str(dossier)
    code = f" ({procedure.code})" if procedure.code else ""
    yield "Thủ tục", f"{procedure.title.vi}{code}"
    yield "Kết quả", kind.title.vi
    yield "Chủ hồ sơ", str(dossier.owner)
    corrected = dossier.corrects
    if corrected and correcting.refuses_anew(dossier):
        yield from correcting.facts_of_refusal(corrected, because, reason)
        return
    if corrected:
        yield from correcting.facts(corrected, reason)
    if dossier.correction in ABOUT_ANOTHER:
        return
    if dossier.outcome == Dossier.Outcome.REFUSAL:
        yield "Lý do", reason
    else:
        yield from stated(procedure, dossier.case, dossier.outcome_facts)
