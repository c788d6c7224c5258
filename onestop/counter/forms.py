"""Every act that is done at the counter, by its name. Approving and signing are the desk's."""

from __future__ import annotations

from .asking import ActForm
from .assessing import Assign, Propose
from .closing import HandOver, Issue, Number
from .intake import AskCompletion, Receive, Reject

_FORMS: tuple[type[ActForm], ...] = (
    AskCompletion,
    Reject,
    Receive,
    Assign,
    Propose,
    Number,
    Issue,
    HandOver,
)
FORMS: dict[str, type[ActForm]] = {form.act: form for form in _FORMS}
