"""Filing: where one is in it, the papers asked for, where each comes from, what was handed in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from django.template import Library
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from .drawn import drawn
from .signs import Tone

register = Library()


@dataclass(frozen=True)
class Step:
    """A page of the filing. One that is done is a link; one of them is `now`."""

    words: Promise | str
    address: str = ""
    state: Literal["done", "now", "todo"] = "todo"


class State(NamedTuple):
    tone: Tone
    icon: str
    words: Promise


# Of one paper, as the tag in its head says.
STATES = {
    "have": State("ok", "ok", _("Handed in")),
    "uploading": State("info", "upload", _("Uploading")),
    "checking": State("info", "clock", _("Being checked")),
    "store": State("ok", "store", _("From your papers")),
    "drawn": State("ok", "ok", _("Made from your answers")),
    "agency": State("ok", "agency", _("The agency sees to it")),
    "replace": State("bad", "overdue", _("To be replaced")),
    "missing": State("", "todo", _("Not there yet")),
    "optional": State("", "none", _("If it concerns you")),
    # Of one thing that the agency asked for.
    "asked": State("warn", "todo", _("Waits for your answer")),
    "given": State("info", "ok", _("Kept, not sent yet")),
    "sent": State("info", "clock", _("Sent, to be looked at")),
    "accepted": State("ok", "ok", _("Accepted")),
    "insufficient": State("bad", "overdue", _("Does not suffice")),
    "dropped": State("", "none", _("Not needed any more")),
}


@register.simple_tag
def steps(pages: Sequence[Step]) -> SafeString:
    """A rail beside the form; a bar with words on a phone."""
    place = next((n for n, page in enumerate(pages, start=1) if page.state == "now"), 1)
    return drawn("steps", steps=pages, place=place, now=pages[place - 1])


@register.simple_block_tag
def slot(content: str, title: str, state: str = "", id: str = "") -> SafeString:  # noqa: A002
    """One paper of the dossier, numbered: inside `<ol class="slots">`."""
    return drawn(
        "slot",
        body=content,
        title=title,
        state=STATES.get(state),
        bad=state in ("replace", "insufficient"),
        id=id,
    )


@register.simple_block_tag
def item(content: str, title: str, icon: str, tone: Tone = "", words: str = "") -> SafeString:
    """One paper in somebody's store: inside `<ul class="slots">`. `words` name its state."""
    return drawn("item", body=content, title=title, icon=icon, tone=tone, words=words)


@register.simple_block_tag
def ways(content: str, legend: str) -> SafeString:
    """From where a paper comes: several `{% way %}`."""
    return drawn("ways", body=content, legend=legend)


@register.simple_block_tag
def way(
    content: str, name: str, value: str, label: str, hint: str = "", checked: bool = False
) -> SafeString:
    """One source; its details show when it is chosen, or always where a browser cannot tell."""
    return drawn(
        "way", body=content, name=name, value=value, label=label, hint=hint, checked=checked
    )


@register.simple_block_tag
def file(content: str, name: str, facts: str = "", icon: str = "paper") -> SafeString:
    """What was handed in: its name, its facts, and what can be done with it."""
    return drawn("file", body=content, name=name, facts=facts, icon=icon)


@register.simple_tag
def uploading(id: str, name: str) -> SafeString:  # noqa: A002  as in HTML
    """A file on its way. Shown by the module `upload`; without it nothing is on its way."""
    return drawn("uploading", id=id, name=name)
