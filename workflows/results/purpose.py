"""What a result is wanted for: by which procedure, before which agency, and on what ground."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from workflows.people.models import Agency


@dataclass(frozen=True)
class Purpose:
    """The paper a result is to stand in for, and what allows that: a text of law, or consent."""

    procedure: str
    requirement: str
    accepted: Collection[str]
    agency: Agency
    legal_basis: str = ""
    consented: bool = False

    @property
    def is_grounded(self) -> bool:
        return self.consented or self.legal_basis != ""

    def is_within(self, scope: Mapping[str, Any], issuer: Agency) -> bool:
        """Whether a result of this scope covers procedure, level and territory."""
        level = _level(self.agency)
        return (
            self.procedure in scope.get("procedures", [self.procedure])
            and level in scope.get("levels", [level])
            and (
                scope.get("territory") != "issuer" or _territory(self.agency) == _territory(issuer)
            )
        )


def _level(agency: Agency) -> str:
    """Kinds of agencies begin with their level: `province-department`."""
    return agency.kind.partition("-")[0]


def _territory(agency: Agency) -> str:
    """QĐ 20/2020/QĐ-TTg: what stands before the first dot is the province, or the ministry."""
    return agency.code.partition(".")[0]
