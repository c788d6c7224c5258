"""What comes of a procedure: the kinds of results, what they say and open, what they bring."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field as Limits

from .fields import FactField
from .words import Basis, Fact, Key, Level, Reason, Text, Words


class Years(Fact):
    years: Annotated[int, Limits(ge=1, le=99)]


class Scope(Fact):
    """What limits where a result may stand in for a paper; what is left out limits nothing."""

    procedures: tuple[Words, ...] = ()  # the keys of those that may rely on it
    levels: tuple[Level, ...] = ()  # of the agency that decides
    territory: Literal["everywhere", "issuer"] = "everywhere"


class Duty(Fact):
    """What the holder has to do after the decision, and within which time from its day."""

    key: Key
    text: Text
    within: str  # "45 working days", as a channel writes its limit
    opens: Words | None = None  # the key of the procedure by which it is done
    basis: Basis


class ResultType(Fact):
    """A kind of result: what it is called, how long it holds, what it says and what it opens.

    Validity `none`: it decides its own matter and proves nothing afterwards.
    """

    key: Key
    title: Text
    subject: Text  # the abstract under the document's name (trích yếu)
    symbol: Words  # in the document's number: 05/QĐ-...
    template: Literal["decision", "letter"]
    # Who signs it: the role, whoever holds it in the agency that decides.
    signer: Literal["approver"] | None = None
    validity: Literal["permanent", "none"] | Years
    basis: Basis
    satisfies: tuple[Key, ...] = ()
    # The requirement whose result from the register ends when this one is issued (cấp lại).
    replaces: Key | None = None
    scope: Scope = Scope()
    revoked_by: tuple[Reason, ...] = ()
    facts: tuple[FactField, ...] = ()
    duties: tuple[Duty, ...] = ()

    @property
    def years(self) -> int | None:
        return self.validity.years if isinstance(self.validity, Years) else None

    @property
    def validity_rule(self) -> str:
        """`permanent`, `none`, or an ISO 8601 duration from the day of the decision: `P5Y`."""
        return f"P{self.years}Y" if self.years else str(self.validity)

    @property
    def scope_rule(self) -> dict[str, Any]:
        """What limits its use, as the result states it; empty where nothing does."""
        return self.scope.model_dump(mode="json", exclude_defaults=True)
