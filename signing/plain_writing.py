"""What a look is written with, read as strictly as the standard has it (ISO 32000-2, 7.8, Annex A).

Readers guess at what is written oddly, and each guesses otherwise; so nothing is guessed here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypeAlias

MOST_OPEN = 28
# A number, a name, a string, or a list of numbers and strings; of a dictionary, that it is one.
Operand: TypeAlias = "float | str | bytes | list[Operand] | None"
Operation: TypeAlias = tuple[str, list[Operand]]

_STRING = rb"(?:[^()\\]|\\.)*"
for _depth in range(3):
    _STRING = rb"(?:[^()\\]|\\.|\(%b\))*" % _STRING
_TOKEN = re.compile(
    rb"""[\t\n\r\ ]+ | %%[^\r\n]* |
    (?P<number> [+-]?(?:\d{1,7}(?:\.\d{0,20})?|\.\d{1,20}) (?=[\s/<>()\[\]%%]|$) ) |
    (?P<name> /(?:[!"$&'*-.0-;=?-Z\\^-z|~]|\#[0-9A-Fa-f]{2})+ ) |
    (?P<string> \(%b\) ) | <(?P<digits>[0-9A-Fa-f\s]*)> |
    (?P<opens> << | \[ ) | (?P<closes> >> | \] ) |
    (?P<word> [A-Za-z'"][A-Za-z0-9]*\*? (?=[\s/<>()\[\]%%]|$) )"""
    % _STRING,
    re.VERBOSE | re.DOTALL,
)
# By what they take: numbers, names, strings, lists of numbers, of both (t), dictionaries.
_OPERATORS = {
    "": "q Q h S s f f* B B* b b* n W W* BT ET T* EMC",
    "n": "w J j M i g G Tc Tw Tz TL Tr Ts",
    "nn": "m l Td TD",
    "nnn": "rg RG",
    "nnnn": "v y re k K",
    "nnnnnn": "c cm Tm",
    "n|nnn|nnnn": "sc SC scn SCN",
    "N": "gs ri Do cs CS BMC MP",
    "N[Nd]": "BDC DP",
    "Nn": "Tf",
    "an": "d",
    "s": "Tj '",
    "nns": '"',
    "[at]": "TJ",
}
_TAKES = {one: takes for takes, those in _OPERATORS.items() for one in those.split()}
# What may stand where (Figure 9 there), and where some of it leads.
_PAINTS = "S s f f* B B* b b* n"
_ANYWHERE = "w J j M d ri i gs g G rg RG k K cs CS sc SC scn SCN Tc Tw Tz TL Tf Tr Ts"
_ANYWHERE += " BMC BDC EMC MP DP"
_MAY = {
    "page": frozenset(f"{_ANYWHERE} q Q cm Do BT m re".split()),
    "text": frozenset(f"{_ANYWHERE} Td TD Tm T* Tj TJ ' \" ET".split()),
    "path": frozenset(f"{_PAINTS} m l c v y h re W W*".split()),
    "clip": frozenset(_PAINTS.split()),
}
_LEADS = {"m": "path", "re": "path", "W": "clip", "W*": "clip", "BT": "text", "ET": "page"}
_LEADS |= dict.fromkeys(_PAINTS.split(), "page")
_OPENS, _CLOSES = {"q": "q", "BMC": "m", "BDC": "m"}, {"Q": "q", "EMC": "m"}


class NotPlain(Exception):
    """It is not written as everybody reads it."""


def operations(content: bytes) -> Iterator[Operation]:
    """Each that is drawn with, in order; raises `NotPlain`."""
    where, opened = "page", {"q": 0, "m": 0}
    for operator, operands in _words(content):
        kinds = "".join(map(_kind, operands))
        if operator not in _MAY[where] or not re.fullmatch(_TAKES[operator], kinds):
            raise NotPlain
        if "/OC" in operands:
            # A layer, which one shows and another does not.
            raise NotPlain
        where = _LEADS.get(operator, where)
        if operator in _OPENS:
            opened[_OPENS[operator]] += 1
        if operator in _CLOSES:
            opened[_CLOSES[operator]] -= 1
        if not all(0 <= depth <= MOST_OPEN for depth in opened.values()):
            raise NotPlain
        yield operator, operands
    if where != "page" or any(opened.values()):
        raise NotPlain


def _words(content: bytes) -> Iterator[Operation]:
    # Before each bracket that is open, and in the last.
    held: list[list[Operand]] = [[]]
    brackets: list[bytes] = []
    for token in _tokens(content):
        kind, text = token.lastgroup, token[0]
        if kind == "word" and not brackets:
            yield text.decode(), held.pop()
            held.append([])
        elif kind == "opens":
            brackets.append(b"]" if text == b"[" else b">>")
            held.append([])
        elif kind == "closes" and brackets and brackets.pop() == text:
            inner = held.pop()
            held[-1].append(inner if text == b"]" else None)
        elif kind in ("word", "closes"):
            raise NotPlain
        elif kind is not None:
            held[-1].append(_read(kind, text))
    if held != [[]]:
        raise NotPlain


def _tokens(content: bytes) -> Iterator[re.Match[bytes]]:
    at = 0
    for token in _TOKEN.finditer(content):
        if token.start() != at:
            raise NotPlain
        at = token.end()
        yield token
    if at != len(content):
        raise NotPlain


def _read(kind: str, text: bytes) -> Operand:
    if kind == "number":
        return float(text)
    # A name that is written with signs is found nowhere, and so is not plain.
    return text.decode() if kind == "name" else text


def _kind(operand: Operand) -> str:
    if isinstance(operand, list):
        kinds = {_kind(one) for one in operand}
        return "a" if kinds <= {"n"} else "t" if kinds <= {"n", "s"} else "x"
    of = {float: "n", str: "N", bytes: "s", type(None): "d"}
    return of[type(operand)]
