"""The posts an act names: only such as somebody holds on the day, in the role and place asked."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.timezone import localdate

from workflows.people.models import Post

from .refusals import NoSuchPost


def held(*, at: datetime, **wanted: Any) -> QuerySet[Post]:
    posts = Post.objects.held_on(localdate(at)).filter(**wanted)
    return posts.select_related("unit__agency", "account__person")


def named(public_id: str, *, at: datetime, **wanted: Any) -> Post:
    """The post of this id; raises `NoSuchPost`, also for what is no id at all."""
    try:
        post = held(at=at, public_id=UUID(public_id), **wanted).first()
    except ValueError:
        raise NoSuchPost from None
    if post is None:
        raise NoSuchPost
    return post
