"""What is known without asking: the people of a dossier and the results it relies on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from workflows.dossiers.models import Dossier
from workflows.people.models import Organisation, Person
from workflows.results.models import Result


def sources(dossier: Dossier, used: Iterable[Result] = ()) -> Mapping[str, Any]:
    """Flat names to values, such as `owner.name` or `result.fund_licence.facts.fund_name`."""
    known = _of("submitter", dossier.submitter) | _of("owner", dossier.owner)
    for result in used:
        known |= _of_result(result)
    return {name: value for name, value in known.items() if value not in (None, "")}


def _of(role: str, who: Person | Organisation) -> dict[str, Any]:
    if isinstance(who, Organisation):
        return {
            f"{role}.name": who.name,
            f"{role}.registration_number": who.registration_number,
            f"{role}.address": who.address,
        }
    return {
        f"{role}.name": who.full_name,
        f"{role}.full_name": who.full_name,
        f"{role}.personal_id": who.personal_id,
        f"{role}.birthday": who.birthday.isoformat() if who.birthday else None,
        f"{role}.gender": who.gender,
        f"{role}.address": who.address,
        f"{role}.phone": who.phone,
        f"{role}.email": who.email,
    }


def _of_result(result: Result) -> dict[str, Any]:
    prefix = f"result.{result.result_type}"
    facts = {f"{prefix}.facts.{name}": value for name, value in result.facts.items()}
    return facts | {
        f"{prefix}.number": result.number,
        f"{prefix}.issued_on": result.issued_on.isoformat(),
    }
