"""Who may do what to which dossier. One table for acts, one filter for whatever is shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from workflows.dossiers.models import CompletionRequest, Dossier, Holding
from workflows.dossiers.models.dossier import DossierQuerySet
from workflows.dossiers.status import Status
from workflows.people.models import Account, Person, Post, Representation, Role


class NotAllowed(Exception):
    """The account holds no post or right for this act on this dossier."""

    def __init__(self) -> None:
        super().__init__(_("You may not do this with this dossier."))


class SamePerson(NotAllowed):
    """Four eyes: whoever prepared a draft does not approve it."""

    def __init__(self) -> None:
        Exception.__init__(self, _("Whoever prepared the draft may not approve it."))


class At(Enum):
    """At which of the dossier's agencies a post must be."""

    COUNTER = "counter"  # whose turn reception is
    FRONT = "front"  # where it was filed, or received
    COMPETENT = "competent"
    EITHER = "either"


@dataclass(frozen=True)
class Rule:
    """The post an act takes: its role, where, and which field of the dossier must name it."""

    role: Role
    at: At
    named: str = ""


RULES: dict[str, Rule] = {
    "ask_completion": Rule(Role.RECEPTION, At.COUNTER),
    "forward": Rule(Role.RECEPTION, At.COUNTER),
    "reject": Rule(Role.RECEPTION, At.COUNTER),
    "receive": Rule(Role.RECEPTION, At.COUNTER),
    "assign": Rule(Role.HEAD, At.EITHER),
    "take_up": Rule(Role.HANDLER, At.EITHER),
    "record_event": Rule(Role.HANDLER, At.EITHER, named="handler"),
    "ask_supplement": Rule(Role.HANDLER, At.EITHER, named="handler"),
    "judge": Rule(Role.HANDLER, At.EITHER, named="handler"),
    "propose": Rule(Role.HANDLER, At.EITHER, named="handler"),
    "send_back": Rule(Role.APPROVER, At.COMPETENT, named="signer"),
    "approve": Rule(Role.APPROVER, At.COMPETENT, named="signer"),
    "sign": Rule(Role.APPROVER, At.COMPETENT, named="signer"),
    "number": Rule(Role.CLERK, At.COMPETENT),
    "issue": Rule(Role.CLERK, At.COMPETENT),
    "hand_over": Rule(Role.RECEPTION, At.FRONT),
    "apologise": Rule(Role.HEAD, At.EITHER),
    "stop": Rule(Role.HEAD, At.EITHER),
    "stop_for_silence": Rule(Role.HEAD, At.EITHER),
    "correct": Rule(Role.HEAD, At.EITHER),
}
# What is the counter's as long as the dossier is not received.
BEFORE_RECEPTION = {"judge": Rule(Role.RECEPTION, At.COUNTER)}
# What is done for the applicant of a dossier that is written down at the counter.
AT_COUNTER = {"submit": Rule(Role.RECEPTION, At.COUNTER)}
APPLICANT_ACTS = frozenset({"submit", "resubmit", "supplement", "withdraw"})
NEEDS_OTHER_EYES = frozenset({"approve", "sign"})


@dataclass(frozen=True)
class Acting:
    """Somebody entitled to an act: the account, and the post it acts from (none for citizens)."""

    account: Account
    post: Post | None = None

    @property
    def office(self) -> Post:
        """The post an officer acts from; acts of applicants have none to ask for."""
        assert self.post is not None, "the rule of this act takes a post"  # noqa: S101
        return self.post

    def applicant_of(self, dossier: Dossier) -> Person:
        """The citizen who acts, perhaps not the submitter; where an officer acts, the submitter."""
        account = self.account
        if self.post or account.person is None or account.person_id == dossier.submitter_id:
            return dossier.submitter
        return account.person


def entitled(account: Account, act: str, dossier: Dossier, *, at: datetime) -> Acting:
    """The capacity in which `account` may do `act`; raises `NotAllowed`. One statement."""
    posts = held(account, at=at) if rule_of(act, dossier) else []
    return _capacity(account, act, dossier, posts, localdate(at))


def rule_of(act: str, dossier: Dossier) -> Rule | None:
    """The post the act takes; none where the applicant does it."""
    if dossier.assisted_by_id and act in AT_COUNTER:
        return AT_COUNTER[act]
    if dossier.received_at is None and act in BEFORE_RECEPTION:
        return BEFORE_RECEPTION[act]
    return None if act in APPLICANT_ACTS else RULES[act]


def why_not(
    account: Account, acts: Iterable[str], dossier: Dossier, *, at: datetime
) -> dict[str, NotAllowed | None]:
    """What `entitled` refuses of these acts; none where it refuses nothing. One statement."""
    posts = list(held(account, at=at))
    said: dict[str, NotAllowed | None] = {}
    for act in acts:
        try:
            _capacity(account, act, dossier, posts, localdate(at))
        except NotAllowed as refusal:
            said[act] = refusal
        else:
            said[act] = None
    return said


def held(account: Account, *, at: datetime) -> QuerySet[Post]:
    """The posts that `account` acts and looks from."""
    return Post.objects.held_by(account, on=localdate(at))


def _capacity(
    account: Account, act: str, dossier: Dossier, posts: Iterable[Post], day: date
) -> Acting:
    rule = rule_of(act, dossier)
    if rule is None:
        return _applicant(account, act, dossier, day)
    if act in APPLICANT_ACTS and not dossier.ground_holds_on(day):
        raise NotAllowed
    post = next((post for post in posts if _fits(post, rule, dossier)), None)
    if post is None:
        raise NotAllowed
    preparer = dossier.handler.account if dossier.handler else None
    if act in NEEDS_OTHER_EYES and preparer and preparer.same_person(account):
        raise SamePerson
    return Acting(account, post)


def is_applicant(account: Account, dossier: Dossier, *, on: date) -> bool:
    """The submitter, as long as the ground holds on which the dossier was opened.

    Then the owner, or whoever acts for the owner that day: no dossier is left to nobody. A draft
    stays with whoever prepares it.
    """
    if not account.is_active or account.person_id is None:
        return False
    if dossier.status == Status.DRAFT or dossier.ground_holds_on(on):
        return account.person_id == dossier.submitter_id
    if account.person_id == dossier.owner_person_id:
        return True
    valid = Representation.objects.of(dossier.owner).valid_on(on)
    return valid.filter(representative=account.person_id).exists()


def _applicant(account: Account, act: str, dossier: Dossier, day: date) -> Acting:
    if act == "submit" and not dossier.ground_holds_on(day):
        raise NotAllowed
    if not is_applicant(account, dossier, on=day):
        raise NotAllowed
    return Acting(account)


def _fits(post: Post, rule: Rule, dossier: Dossier) -> bool:
    agency = post.unit.agency_id
    places = {
        At.COUNTER: {dossier.counter_agency_id},
        At.FRONT: {dossier.receiving_agency_id, dossier.counter_agency_id},
        At.COMPETENT: {dossier.competent_agency_id},
        At.EITHER: {dossier.counter_agency_id, dossier.competent_agency_id},
    }
    named = not rule.named or getattr(dossier, f"{rule.named}_id") == post.pk
    return post.role == rule.role and agency in places[rule.at] and named


NOTHING = Q(pk__in=[])
# As long as it is being written down at the counter, it is seen and changed only there.
AT_DESK = Q(status=Status.DRAFT, assisted_by__isnull=False)

# Due on the same day and named to nobody: whoever handles such things may take it up.
UNTAKEN = Q(status=Status.RECEIVED, unit=None) & Q(
    Exists(Holding.objects.filter(dossier=OuterRef("pk"), step="take_up", until=None))
)


@dataclass(frozen=True)
class Sight:
    """What an account may see: as an applicant, and from its posts, which are shown more."""

    own: Q
    office: Q

    @property
    def dossiers(self) -> DossierQuerySet:
        return Dossier.objects.filter(self.own | self.office)

    @property
    def in_office(self) -> DossierQuerySet:
        return Dossier.objects.filter(self.office)


def sight(account: Account, *, at: datetime) -> Sight:
    """One statement: the posts of the account."""
    posts = list(held(account, at=at))
    own = owned(account, at=at) & ~AT_DESK
    return Sight(own=own, office=reduce(or_, map(_seen_from, posts), NOTHING))


def visible(account: Account, *, at: datetime) -> DossierQuerySet:
    """Every dossier the account may see: for detail, list, search and export alike."""
    return sight(account, at=at).dossiers


def owned(account: Account, *, at: datetime) -> Q:
    """What is the person's own, or of somebody they may act for: of dossiers and results alike."""
    if account.person_id is None or not account.is_active:
        return NOTHING
    grounds = Representation.objects.valid_on(localdate(at)).filter(
        representative=account.person_id
    )
    return (
        Q(owner_person=account.person_id)
        | Q(owner_organisation__in=grounds.exclude(organisation=None).values("organisation"))
        | Q(owner_person__in=grounds.exclude(person=None).values("person"))
    )


def _consented_by(post: Post) -> Q:
    """Whoever is named as the superior who consented sees to what, and can deny it."""
    requests = CompletionRequest.objects.filter(dossier=OuterRef("pk"), approved_by=post.pk)
    return Q(Exists(requests)) | Q(ending__approved_by=post.pk)


def _seen_from(post: Post) -> Q:
    agency = post.unit.agency_id
    here = Q(receiving_agency=agency) | Q(competent_agency=agency)
    seen = {
        Role.RECEPTION: Q(receiving_agency=agency) | Q(counter_agency=agency),
        # What is asked for before reception may have to be stopped, too.
        Role.HEAD: here & (~Q(received_at=None) | Q(status=Status.COMPLETION_REQUESTED))
        | _consented_by(post),
        Role.HANDLER: here & (Q(unit=post.unit_id) | UNTAKEN),
        Role.APPROVER: Q(competent_agency=agency) & ~Q(draft_digest="") | _consented_by(post),
        Role.CLERK: Q(competent_agency=agency) & ~Q(approved_digest=""),
        Role.LEADER: here,
        Role.ADMINISTRATOR: NOTHING,
    }
    filed = ~Q(status=Status.DRAFT)
    open_here = filed | AT_DESK if post.role == Role.RECEPTION else filed
    return seen[Role(post.role)] & open_here
