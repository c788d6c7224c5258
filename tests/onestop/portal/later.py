"""The pages of what comes between filing and a result: asked, answered, moved, ended, put right."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from django.utils import timezone
from django.utils.timezone import localdate

from tests.lives import Life, a_life, a_paper
from workflows.clock.models import AnnouncedDay
from workflows.results.models import Result
from workflows.routes.giving import give
from workflows.routes.holidays import recount_open

from .corrections import put_right, set_out
from .states import ERRORS, WANTING, Show, Stage

BOTH = {
    "draft-charter": WANTING,
    "purpose": "Mục đích quá chung chung, không rõ ai được hỗ trợ và bằng nguồn nào.",
}
PURPOSE = "Trao học bổng cho học sinh nghèo vượt khó của xã Bến Trăng, từ tài sản đóng góp."
APOLOGY = "Phải lấy thêm ý kiến của một cơ quan; cơ quan xin lỗi Ông/Bà vì sự chậm trễ này."


@dataclass
class Later(Stage):
    """What happened after filing."""

    @cached_property
    def supplement(self) -> Life:
        life = a_life(self.office).until("propose")
        life.act("ask_supplement", items=BOTH)
        return life

    @cached_property
    def given(self) -> Life:
        life, at = a_life(self.office).until("propose"), timezone.now()
        life.act("ask_supplement", items=BOTH)
        give(life.dossier, "purpose", by=life.citizen, at=at, value=PURPOSE)
        give(life.dossier, "draft-charter", by=life.citizen, at=at, paper=a_paper("Điều lệ"))
        return life

    @cached_property
    def judged(self) -> Life:
        life = a_life(self.office).until("propose")
        life.act("ask_supplement", items=BOTH)
        papers = {"draft-charter": a_paper("Điều lệ")}
        life.act("supplement", answers={"purpose": PURPOSE}, papers=papers)
        life.act("judge", item="purpose", accepted=True)
        life.act("judge", item="draft-charter", accepted=False, note="Trang 3 vẫn chưa đọc được.")
        return life

    @cached_property
    def drawn(self) -> Life:
        life = a_life(self.office).until("propose")
        life.act("ask_supplement", items={"application": "Sai tên quỹ, sai địa chỉ trụ sở."})
        return life

    @cached_property
    def apologised(self) -> Life:
        life = a_life(self.office).until("propose")
        life.act("apologise", reason=APOLOGY, due_on=localdate(life.due) + timedelta(days=7))
        return life

    @cached_property
    def recounted(self) -> Life:
        """A day off was announced after the receipt had been handed out."""
        life, at = a_life(self.office).until("propose"), timezone.now()
        one, other = list(self.office.posts.values())[:2]
        AnnouncedDay.objects.create(
            calendar=life.fresh.competent_agency.calendar,
            day=localdate(life.due),
            type=AnnouncedDay.Type.HOLIDAY,
            name_vi="Nghỉ bù",
            name_en="Day in lieu",
            source="Thông báo số 99/TB-BNV",
            announced_by=one.public_id,
            announced_at=at,
            confirmed_by=other.public_id,
            confirmed_at=at,
        )
        recount_open(clock=timezone.now)
        return life

    @cached_property
    def withdrawn(self) -> Life:
        life = a_life(self.office).until("propose")
        life.act("withdraw", reason="Gia đình đổi ý, lập quỹ sau.")
        return life

    @cached_property
    def stopped(self) -> Life:
        life = a_life(self.office).until("propose")
        life.act("stop")
        return life

    @cached_property
    def correcting(self) -> Life:
        return set_out(self.handed_over, "replace")

    @cached_property
    def revoked(self) -> Life:
        """With a dossier that relied on it."""
        life = a_life(self.office).through("issue")
        newest = Result.objects.get(dossier_code=life.fresh.code)
        assert newest.state == Result.State.ACTIVE
        self.relying = a_life(self.office, following=True).through("submit")
        put_right(life, "revoke")
        return life

    @cached_property
    def amended(self) -> Life:
        life = a_life(self.office).through("issue")
        self.letter = put_right(life, "amend")
        return life


def _of(life: str, name: str, *args: object, before: str = "") -> Show:
    """`before`: what had to be done first, with the life of which `life` is a part."""

    def show(stage: Stage) -> None:
        if before:
            getattr(stage, before)
        stage.of(getattr(stage, life), name, *args)

    return show


def _answered_wrongly(stage: Stage) -> None:
    _of("supplement", "item", "purpose")(stage)
    stage.tab.page.locator("#id_purpose").fill("")
    stage.press(wrong=ERRORS)


def _no_file(stage: Stage) -> None:
    _of("supplement", "item", "draft-charter")(stage)
    stage.press(wrong=ERRORS)


def _not_sure(stage: Stage) -> None:
    _of("supplement", "withdraw")(stage)
    stage.press(wrong=ERRORS)


LATER: dict[str, Show] = {
    "asked": _of("asked", "answer"),
    "supplement": _of("supplement", "answer"),
    "item-paper": _of("supplement", "item", "draft-charter"),
    "item-paper-refused": _no_file,
    "item-question": _of("supplement", "item", "purpose"),
    "item-question-refused": _answered_wrongly,
    "item-drawn": _of("drawn", "item", "application"),
    "given": _of("given", "answer"),
    "given-paper": _of("given", "item", "draft-charter"),
    "judged": _of("judged", "answer"),
    "track-supplement": _of("supplement", "track"),
    "track-judged": _of("judged", "track"),
    "track-apologised": _of("apologised", "track"),
    "track-recounted": _of("recounted", "track"),
    "withdraw": _of("supplement", "withdraw"),
    "withdraw-refused": _not_sure,
    "withdraw-too-late": _of("issued", "withdraw"),
    "track-withdrawn": _of("withdrawn", "track"),
    "track-stopped": _of("stopped", "track"),
    "track-correcting": _of("correcting", "track"),
    "result-correcting": _of("handed_over", "result", before="correcting"),
    "result-revoked": _of("revoked", "result"),
    "track-revoked": _of("revoked", "track"),
    "track-relying": _of("relying", "track", before="revoked"),
    "result-amended": _of("amended", "result"),
    "result-letter": _of("letter", "result", before="amended"),
}
