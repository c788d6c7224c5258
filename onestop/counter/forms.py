"""Every act that is done at the counter, by its name. Approving and signing are the desk's."""

from __future__ import annotations

from .asking import ActForm
from .assessing import Assign, Propose
from .closing import HandOver, Issue, Number
from .ending import Correct, Stop, StopForSilence
from .intake import AskCompletion, Receive, Reject
from .moving import Apologise, Forward, RecordEvent, TakeUp
from .supplementing import AskSupplement, Judge

_FORMS: tuple[type[ActForm], ...] = (
    AskCompletion,
    Forward,
    Reject,
    Receive,
    Assign,
    TakeUp,
    RecordEvent,
    AskSupplement,
    Judge,
    Propose,
    Number,
    Issue,
    HandOver,
    Apologise,
    Stop,
    StopForSilence,
    Correct,
)
FORMS: dict[str, type[ActForm]] = {form.act: form for form in _FORMS}
