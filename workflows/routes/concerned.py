"""Who in the office is told of a dossier, by what there is to tell."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils.timezone import localdate

from workflows.dossiers.models import Alert, Dossier
from workflows.journal.models import Entry
from workflows.people.models import Post, Role
from workflows.steps.settle import CONSENTED

# Who is told of what. After an apology nothing is left to promise: that goes to the leader.
TO: dict[str, tuple[Role, ...]] = {
    Alert.Kind.WARNING: (Role.HANDLER, Role.HEAD),
    Alert.Kind.LATE: (Role.HANDLER, Role.HEAD),
    Alert.Kind.ESCALATED: (Role.HEAD, Role.LEADER),
    Alert.Kind.SILENT: (Role.HANDLER, Role.HEAD),
    "withdraw": (Role.HANDLER,),
    "supplement": (Role.HANDLER,),
}
# Of a result that was put right, those who work on what relied on it.
ALSO_TOLD = (Role.HANDLER, Role.HEAD)


def officers_of(dossier: UUID, kind: str, *, at: datetime) -> tuple[UUID, ...]:
    """The accounts of those who are told: the handler who was named, who holds it, who is above.

    Of a result put right: whoever handles a dossier that relied on it, and the head. Of a consent:
    the superior whom the act of that moment names.
    """
    if kind == CONSENTED:
        return _named_superiors(dossier, at)
    with_both = ("handler__account", "signer__account")
    found = Dossier.objects.select_related(*with_both).get(public_id=dossier)
    roles = TO.get(kind, ALSO_TOLD)
    posts = Post.objects.held_on(localdate(at)).select_related("account")
    agencies = [found.counter_agency_id, found.competent_agency_id]
    others = posts.filter(unit__agency__in=agencies, role__in=set(roles) - {Role.HANDLER})
    told = {post.account.public_id for post in others if _is_concerned(post, found)}
    if kind == "withdraw" and found.draft_digest and found.signer is not None:
        told.add(found.signer.account.public_id)
    if Role.HANDLER in roles:
        told |= {found.handler.account.public_id} if found.handler else set()
        held = found.holdings.filter(until=None).exclude(post=None)
        told |= set(held.values_list("post__account__public_id", flat=True))
    return tuple(sorted(told, key=str))


def _named_superiors(dossier: UUID, at: datetime) -> tuple[UUID, ...]:
    told = Entry.objects.filter(dossier__public_id=dossier, at=at, details__has_key="superior")
    posts = [named for named in told.values_list("details__superior", flat=True) if named]
    held = Post.objects.filter(public_id__in=posts)
    return tuple(held.order_by("pk").values_list("account__public_id", flat=True))


def _is_concerned(post: Post, dossier: Dossier) -> bool:
    """A head of the dossier's own unit, or of any where it has none yet; a leader always."""
    if post.role != Role.HEAD or dossier.unit_id is None:
        return True
    return post.unit_id == dossier.unit_id
