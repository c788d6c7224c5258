"""A living office for whoever opens the demo: dossiers at every stage, some near, some late."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from workflows.dossiers.models import Dossier
from workflows.journal.models import Entry
from workflows.routes.perform import perform, relating

from .cast import CITIZENS, AgencyKey
from .filings import PAIRS, Area, Filing
from .office import DemoOffice
from .walking import ROAD, Walk, set_out

Clock = Callable[[], datetime]
SCENES_ID = UUID("6c1f7a52-3d0b-4f27-9f5e-2a8f1f0d7c31")
# Signatures carry the time of an authority: from here on nothing can lie in the past.
AT_PRESENT = frozenset({"approve", "sign", "number", "issue", "hand_over", "correct"})


@dataclass(frozen=True)
class Scene:
    """A citizen's dossier that stopped after `last`, begun so many days ago.

    Where its result is being put right, `then` is what was done with the dossier of that.
    """

    subject: str
    area: Area
    last: str
    days_ago: int = 0
    detour: tuple[str, ...] = ()
    fund: str = ""
    receiving: AgencyKey = AgencyKey.DEPARTMENT
    then: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return f"{self.subject} {self.area} {self.last}"

    @property
    def public_id(self) -> UUID:
        return uuid5(SCENES_ID, self.name)

    @property
    def filing(self) -> Filing:
        """What the citizen asks for: as in the story, but each fund has a name of its own."""
        usual = PAIRS[self.area].first
        named = {"fund_name": self.fund, "council_chair": _name_of(self.subject)}
        return replace(usual, answers={**usual.answers, **named}) if self.fund else usual

    @property
    def acts(self) -> tuple[str, ...]:
        """What has been done with it, in order."""
        if not self.last:
            return ()
        if self.last in self.detour:
            return ("submit", *self.detour)
        road = tuple(ROAD)
        usual = road[: road.index(self.last) + 1]
        return (usual[0], *self.detour, *usual[1:])


def _name_of(subject: str) -> str:
    return next(one.name for one in CITIZENS if one.subject == subject)


STRANGER = AgencyKey.STRANGER
ANSWERED = ("ask_completion", "resubmit")
HANDLED = ("receive", "assign")
UNDER_CORRECTION = (*tuple(ROAD)[1:], "correct")
PUT_RIGHT = tuple(ROAD)[3:]
SCENES = (
    Scene("chau", "archives", "hand_over", days_ago=9),
    Scene("hoa", "funds", "", fund="Quỹ Khuyến học Cầu Tre"),
    Scene("binh", "funds", "submit", fund="Quỹ Áo ấm Rừng Trăng"),
    Scene("dao", "archives", "submit", days_ago=1),
    Scene("khanh", "civil-servants", "submit", days_ago=1),
    Scene("tuyet", "funds", "ask_completion", 3, ("ask_completion",), "Quỹ Bếp yêu thương"),
    Scene("linh", "archives", "resubmit", days_ago=4, detour=ANSWERED),
    Scene("khach", "funds", "reject", 12, ("reject",), "Quỹ Bạn đọc Mây Trắng"),
    Scene("phuc", "funds", "receive", days_ago=2, fund="Quỹ Cây xanh Bến Đò"),
    Scene("giang", "archives", "assign", days_ago=26),
    Scene("khach", "archives", "assign", days_ago=14),
    Scene("son", "archives", "assign", days_ago=12),
    Scene("linh", "civil-servants", "assign", days_ago=6),
    Scene("giang", "funds", "assign", days_ago=70, fund="Quỹ Sách cho em Sông Trăng"),
    Scene("binh", "archives", "propose", days_ago=8),
    Scene("dao", "funds", "propose", days_ago=20, fund="Quỹ Nước sạch Đồng Trăng"),
    Scene("khanh", "archives", "approve", days_ago=7),
    Scene("phuc", "archives", "sign", days_ago=6),
    Scene("tuyet", "archives", "number", days_ago=5),
    Scene("son", "funds", "issue", days_ago=21, fund="Quỹ Tiếng hát Rừng Trăng"),
    Scene("hoa", "funds", "hand_over", days_ago=30, fund="Quỹ Học bổng Bến Trăng"),
    Scene(
        "linh", "funds", "ask_supplement", 3, (*HANDLED, "ask_supplement"), "Quỹ Mái ấm Đồng Trăng"
    ),
    Scene("son", "civil-servants", "apologise", 20, (*HANDLED, "apologise")),
    Scene("tuyet", "civil-servants", "withdraw", 5, (*HANDLED, "withdraw")),
    Scene("giang", "funds", "stop", 8, (*HANDLED, "stop"), "Quỹ Thuyền thơ Sông Trăng"),
    Scene("linh", "archives", "correct", 7, UNDER_CORRECTION),
    Scene("son", "archives", "correct", 10, UNDER_CORRECTION, then=PUT_RIGHT),
    # The other province, whose officers see these and no others.
    Scene("uyen", "archives", "submit", days_ago=1, receiving=STRANGER),
    Scene("vinh", "archives", "ask_completion", 3, ("ask_completion",), receiving=STRANGER),
    Scene("yen", "archives", "receive", days_ago=2, receiving=STRANGER),
    Scene("uyen", "archives", "assign", days_ago=14, receiving=STRANGER),
    Scene("vinh", "archives", "assign", days_ago=26, receiving=STRANGER),
    Scene("yen", "archives", "propose", days_ago=6, receiving=STRANGER),
)


def fill(office: DemoOffice, *, clock: Clock) -> None:
    """Tells every scene as far as it is not yet told; a second time it finds all done."""
    for scene in SCENES:
        told = Entry.objects.filter(dossier__public_id=scene.public_id).count()
        if told < len(scene.acts) or not scene.acts or _waits(scene):
            _tell(scene, told, office, clock)


def _tell(scene: Scene, told: int, office: DemoOffice, clock: Clock) -> None:
    begun = clock() - timedelta(days=scene.days_ago, hours=len(scene.acts))
    walk = set_out(
        office,
        scene.area,
        filing=scene.filing,
        subject=scene.subject,
        public_id=scene.public_id,
        receiving=scene.receiving,
        at=begun,
    )
    for hour, act in list(enumerate(scene.acts))[told:]:
        then = clock() if act in AT_PRESENT else begun + timedelta(hours=hour)
        _act(walk, act, then, f"living:{scene.name}:{act}")
    if scene.then:
        letter = walk.put_right()
        for act in scene.then[_told_of(letter.dossier) :]:
            _act(letter, act, clock(), f"living:{scene.name}:then:{act}")


def _act(walk: Walk, act: str, at: datetime, key: str) -> None:
    details = walk.details(act, at=at)
    with relating():
        perform(walk.dossier, act, by=walk.who(act), at=at, key=key, **details)


def _waits(scene: Scene) -> bool:
    """Whether the dossier that puts the scene's result right is not yet as far as told."""
    if not scene.then:
        return False
    first = Dossier.objects.get(public_id=scene.public_id)
    return _told_of(Dossier.objects.get(corrects__dossier_code=first.code)) < len(scene.then)


def _told_of(letter: Dossier) -> int:
    """How much was done with it since it was opened."""
    return Entry.objects.filter(dossier=letter).count() - 1
