"""Pages as tests read them: HTML made into a tree that can be asked."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

VOID = {"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}


class _Builder(HTMLParser):
    """Refuses what is not closed in its order, as no browser does."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = ET.Element("root")
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        assert len(given) == len(attrs), f"<{tag}> says something twice: {attrs}"
        element = ET.SubElement(self.open[-1], tag, given)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1].tag == tag, f"</{tag}> closes <{self.open[-1].tag}>"
        self.open.pop()

    def handle_data(self, text: str) -> None:
        here = self.open[-1]
        if len(here):
            here[-1].tail = (here[-1].tail or "") + text
        else:
            here.text = (here.text or "") + text


def tree(html: str) -> ET.Element:
    """The whole of it; `.find` and `.iter` go from there."""
    builder = _Builder()
    builder.feed(html)
    builder.close()
    assert builder.open == [builder.root], f"<{builder.open[-1].tag}> is not closed"
    return builder.root


def words(element: ET.Element) -> str:
    """What is read out, in one line."""
    return " ".join("".join(element.itertext()).split())


def of_class(root: ET.Element, name: str) -> list[ET.Element]:
    return [one for one in root.iter() if name in one.get("class", "").split()]


def by_id(root: ET.Element, name: str) -> ET.Element:
    """The one element of this id."""
    (found,) = (one for one in root.iter() if one.get("id") == name)
    return found


def controls(root: ET.Element) -> Iterator[ET.Element]:
    for one in root.iter():
        if one.tag in {"input", "select", "textarea"} and one.get("type") != "hidden":
            yield one


def named(root: ET.Element, control: ET.Element) -> str:
    """What a control is called: by the label that points to it, or that holds it."""
    for label in root.iter("label"):
        if label.get("for") == control.get("id", "?") or control in label.iter():
            return words(label)
    return ""


def described(root: ET.Element, element: ET.Element) -> str:
    """What `aria-describedby` says of it; every id it names must be there."""
    ids = element.get("aria-describedby", "").split()
    return " ".join(words(by_id(root, one)) for one in ids)
