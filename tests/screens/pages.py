"""Every page that is pictured, in the state that tells most, as one of those sees it who use it."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from onestop.demo.cast import PASSWORD
from onestop.demo.living import SCENES

FILLED = "main button.btn:not(.second)"


@dataclass(frozen=True)
class Shown:
    """A page of a door: who opens which address, and what they do there before the picture."""

    door: str
    page: str
    who: str
    address: str
    typed: dict[str, str] = field(default_factory=dict)  # into what; nothing ticks it
    pressed: tuple[str, ...] = ()  # each leads to another page

    @property
    def name(self) -> str:
        return f"{self.door}-{self.page}"


def _of(scene: str) -> UUID:
    """The dossier of a scene of the demo, by its name: who, area, last act."""
    (found,) = (one.public_id for one in SCENES if one.name == scene)
    return found


DRAFT = f"/ho-so/{_of('hoa funds ')}"
FILED = _of("binh funds submit")
ASKED = f"/ho-so/{_of('tuyet funds ask_completion')}"
RECEIVED = f"/ho-so/{_of('phuc funds receive')}"
HANDED_OVER = f"/ho-so/{_of('hoa funds hand_over')}"
AT_COUNTER = f"/can-bo/ho-so/{FILED}"
TO_RECEIVE = f"/can-bo/ho-so/{_of('dao archives submit')}"
TO_ASSIGN = f"/can-bo/ho-so/{_of('phuc funds receive')}"
TO_ASSESS = f"/can-bo/ho-so/{_of('giang funds assign')}"
TO_NUMBER = f"/can-bo/ho-so/{_of('phuc archives sign')}"
TO_SEAL = f"/can-bo/ho-so/{_of('tuyet archives number')}"
TO_HAND_OVER = f"/can-bo/ho-so/{_of('son funds issue')}"
SUPPLEMENT = f"/ho-so/{_of('linh funds ask_supplement')}"
MOVED = f"/ho-so/{_of('son civil-servants apologise')}"
CORRECTED = f"/can-bo/ho-so/{_of('son archives correct')}"
RETURNED = f"/can-bo/ho-so/{_of('hoa funds hand_over')}"
TO_SIGN = f"/ky-duyet/{_of('dao funds propose')}/"
KNOWN = {"#login": "phuong", "#password": PASSWORD}
WANTING = {
    ".checks li:nth-child(2) .bad": "",
    ".checks li:nth-child(2) textarea": "Dự thảo chưa có quy định xử lý tài sản khi giải thể.",
}
REST_PASSED = "button[value=rest]"
RECEIVE = "button[value=receive]"
PROOF = "main a[href*='/xac-thuc/']"

PAGES = (
    Shown("portal", "home", "", "/"),
    Shown("portal", "catalogue", "", "/thu-tuc/"),
    Shown("portal", "procedure", "", "/thu-tuc/1.013017/"),
    Shown("portal", "start", "hoa", "/nop/1.013017/"),
    Shown("portal", "form", "hoa", f"{DRAFT}/to-khai/1/"),
    Shown("portal", "form-table", "hoa", f"{DRAFT}/to-khai/2/"),
    Shown("portal", "papers", "hoa", f"{DRAFT}/giay-to/"),
    Shown("portal", "check", "hoa", f"{DRAFT}/kiem-tra/"),
    Shown("portal", "receipt", "binh", f"/ho-so/{FILED}/bien-nhan/"),
    Shown("portal", "answer", "tuyet", f"{ASKED}/bo-sung/"),
    Shown("portal", "supplement", "linh", f"{SUPPLEMENT}/bo-sung/"),
    Shown("portal", "track-moved", "son", f"{MOVED}/"),
    Shown("portal", "track", "phuc", f"{RECEIVED}/"),
    Shown("portal", "withdraw", "phuc", f"{RECEIVED}/rut/"),
    Shown("portal", "track-ended", "hoa", f"{HANDED_OVER}/"),
    Shown("portal", "result", "hoa", f"{HANDED_OVER}/ket-qua/"),
    Shown("portal", "mine", "hoa", "/ho-so/"),
    Shown("portal", "store", "hoa", "/kho-giay-to/"),
    Shown("portal", "notices", "hoa", "/thong-bao/"),
    Shown("portal", "lookup", "", "/tra-cuu/"),
    Shown("portal", "verify", "", "/xac-thuc/"),
    Shown("portal", "registered", "hoa", f"{HANDED_OVER}/ket-qua/", pressed=(PROOF,)),
    Shown("administration", "revisions", "tam", "/quan-tri/thu-tuc/"),
    Shown("administration", "days", "tam", "/quan-tri/lich/"),
    Shown("administration", "revision", "tam", "/quan-tri/thu-tuc/1.013018/2025-07-01/"),
    Shown("entry", "choose", "", "/dang-nhap/"),
    Shown("entry", "citizen", "", "/dang-nhap/dinh-danh/"),
    Shown("entry", "officer", "", "/can-bo/dang-nhap/"),
    Shown("entry", "code", "", "/can-bo/dang-nhap/", KNOWN, (FILLED,)),
    Shown("counter", "inbox", "lan", "/can-bo/hop-viec/"),
    Shown("counter", "assisted-choose", "lan", "/can-bo/lap-ho-so/"),
    Shown("counter", "assisted-begin", "lan", "/can-bo/lap-ho-so/1.013017/"),
    Shown("counter", "inbox-handler", "hanh", "/can-bo/hop-viec/"),
    Shown("counter", "dossier", "lan", f"{AT_COUNTER}/", WANTING, (REST_PASSED,)),
    Shown("counter", "dossier-late", "hanh", f"{TO_ASSESS}/"),
    Shown("counter", "dossier-corrected", "dung", f"{CORRECTED}/"),
    Shown("counter", "receive", "lan", f"{TO_RECEIVE}/", {}, (REST_PASSED, RECEIVE)),
    Shown("counter", "ask-completion", "lan", f"{AT_COUNTER}/ask_completion/"),
    Shown("counter", "reject", "lan", f"{AT_COUNTER}/reject/"),
    Shown("counter", "assign", "dung", f"{TO_ASSIGN}/assign/"),
    Shown("counter", "propose", "hanh", f"{TO_ASSESS}/propose/"),
    Shown("counter", "ask-supplement", "hanh", f"{TO_ASSESS}/ask_supplement/"),
    Shown("counter", "apologise", "dung", f"{TO_ASSIGN}/apologise/"),
    Shown("counter", "stop", "dung", f"{TO_ASSIGN}/stop/"),
    Shown("counter", "correct", "dung", f"{RETURNED}/correct/"),
    Shown("counter", "notices", "hanh", "/can-bo/thong-bao/"),
    Shown("counter", "number", "ngoc", f"{TO_NUMBER}/number/"),
    Shown("counter", "issue", "ngoc", f"{TO_SEAL}/issue/"),
    Shown("counter", "hand-over", "lan", f"{TO_HAND_OVER}/hand_over/"),
    Shown("counter", "registry", "ngoc", "/can-bo/van-thu/"),
    Shown("desk", "queue", "minh", "/ky-duyet/"),
    Shown("desk", "sign", "minh", TO_SIGN),
    Shown("desk", "step-up", "minh", "/ky-duyet/xac-minh/"),
    Shown("reports", "leader", "phuong", "/dieu-hanh/"),
    Shown("reports", "register", "phuong", "/dieu-hanh/so-theo-doi/"),
    Shown("reports", "dossiers", "phuong", "/dieu-hanh/ho-so/?muc=qua-han"),
)
