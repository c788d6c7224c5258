"""Spoilt forms, conditions, tariffs and duties are refused, each with its place."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from procedures.checks import check_all

from .makers import LAW, a_channel, a_definition, a_question, a_result, text, write
from .spoiling import Mutation, assert_found, mutation

pytestmark = pytest.mark.usefixtures("in_english")

OPTIONS = [{"key": key, "label": text(key.title())} for key in ("social", "charity")]
TIERS = [{"below": 100, "amount": 500_000}, {"below": 500, "amount": 400_000}, {"amount": 300_000}]
DUTY = {"key": "publish", "text": text("Công bố"), "within": "30 working days", "basis": LAW}


def a_condition(key: str = "assets", **what: Any) -> dict[str, Any]:
    told = {"key": key, "title": text("Tài sản"), "test": "amount-at-least", "basis": LAW}
    return told | {"question": "assets", "at_least": 1_000_000} | what


def a_tariff(key: str = "exam", **what: Any) -> dict[str, Any]:
    told = {"key": key, "title": text("Phí"), "per": text("thí sinh"), "basis": LAW}
    return told | {"counted": text("số thí sinh"), "tiers": deepcopy(TIERS)} | what


def a_rich_definition(**what: Any) -> dict[str, Any]:
    """With a page, a question that hangs on an answer, a condition, a tariff and a duty."""
    fee = {"amount": None, "tariff": "exam", "basis": LAW}
    questions = [
        a_question(),
        a_question("kind", type="select", options=deepcopy(OPTIONS)),
        a_question("aim", when={"answered": {"question": "kind", "any_of": ["charity"]}}),
        a_question("assets", type="money"),
        a_question("cash", type="money", required=False),
        a_question(
            "rest",
            type="money",
            required=False,
            reckoned={"how": "difference", "of": ["assets", "cash"]},
        ),
    ]
    keys = [question["key"] for question in questions]
    case = a_definition()["cases"][0] | {"questions": keys}
    share = a_condition("cash-share", test="share-at-least", question="cash", of="assets")
    return a_definition(
        questions=questions,
        cases=[case],
        pages=[{"title": text("Quỹ"), "questions": keys}],
        conditions=[a_condition(), share | {"at_least": 50}],
        channels=[a_channel(fee=fee)],
        tariffs=[a_tariff()],
        online={"extent": "full", "basis": LAW},
        results=[a_result(satisfies=["licence"], duties=[deepcopy(DUTY)])],
        **what,
    )


def when(question: str, *any_of: object) -> dict[str, Any]:
    return {"answered": {"question": question, "any_of": list(any_of)}}


SPOILT = [
    mutation(
        "questions[5].reckoned.of[1]",
        "an earlier question",
        lambda d: d["questions"][5]["reckoned"].update(of=["assets", "lost"]),
        "a number reckoned from a dead question",
    ),
    mutation(
        "questions[5].reckoned.of[0]",
        "an earlier question",
        lambda d: d["questions"][5]["reckoned"].update(of=["rest", "cash"]),
        "a number reckoned from itself",
    ),
    mutation(
        "questions[5].reckoned.of",
        "two numbers or more",
        lambda d: d["questions"][5]["reckoned"].update(of=["assets"]),
        "a sum of one number",
    ),
    mutation(
        "questions[5].reckoned.column",
        "a column of numbers",
        lambda d: d["questions"][5]["reckoned"].update(column="gift"),
        "a column without a table",
    ),
    mutation(
        "questions[5].required",
        "nobody can type it",
        lambda d: d["questions"][5].pop("required"),
        "a reckoned number that is demanded",
    ),
    mutation(
        "questions[5].type",
        "integer / money",
        lambda d: d["questions"][5].update(type="text"),
        "a text that is reckoned",
    ),
    mutation(
        "pages[0].papers[0]",
        "a paper that is handed in",
        lambda d: d["pages"][0].update(papers=["lost"]),
        "the slot of a dead paper",
    ),
    mutation(
        "pages[0].papers[0]",
        "only once",
        lambda d: d["pages"][0].update(papers=["paper", "paper"]),
        "a paper with two slots",
    ),
    mutation(
        "requirements[0].from_form",
        "from the answers alone",
        lambda d: d["requirements"][0].update(from_form={}),
        "a drawn paper with originals",
    ),
    mutation(
        "requirements[0].from_form.sections[0].questions[0]",
        "not “lost”",
        lambda d: d["requirements"][0].update(
            originals=0, from_form={"sections": [{"title": text("Mục"), "questions": ["lost"]}]}
        ),
        "a section with a dead question",
    ),
    mutation(
        "questions[0].kinds",
        "only there",
        lambda d: d["questions"][0].update(kinds=["ministry"]),
        "kinds of agencies for a text",
    ),
    mutation("level", "central", lambda d: d.pop("level"), "a procedure at no level"),
    mutation("level", "one of", lambda d: d.update(level="district"), "a level that is no more"),
    mutation(
        "results[0].signer", "role that signs", lambda d: d["results"][0].pop("signer"), "no signer"
    ),
    mutation(
        "refusal.signer",
        "one of",
        lambda d: d["refusal"].update(signer="porter"),
        "a signer without the right",
    ),
    mutation(
        "online.reason",
        "only a part",
        lambda d: d["online"].update(extent="partial"),
        "a part without its reason",
    ),
    mutation(
        "online.extent",
        "an online channel",
        lambda d: d["channels"][0].update(key="post"),
        "online without a way",
    ),
    mutation(
        "channels", "what is secret", lambda d: d.update(secrecy="secret"), "a secret filed online"
    ),
    mutation(
        "questions",
        "no question about",
        lambda d: d.update(secrecy="top-secret"),
        "a secret asked for",
    ),
    mutation(
        "channels[0].counted_from",
        "the plan names the day",
        lambda d: d["channels"][0].update(limit="by plan", counted_from=text("ngày họp")),
        "a plan that counts from an event",
    ),
    mutation(
        "channels[0].fee.tariff",
        "not “lost”",
        lambda d: d["channels"][0]["fee"].update(tariff="lost"),
        "a dead tariff",
    ),
    mutation(
        "channels[0].fee.amount",
        "no amount beside",
        lambda d: d["channels"][0]["fee"].update(amount=5),
        "an amount and a tariff",
    ),
    mutation(
        "tariffs[0].tiers[1].below",
        "more than",
        lambda d: d["tariffs"][0]["tiers"][1].update(below=100),
        "a tier that is never reached",
    ),
    mutation(
        "tariffs[0].tiers[1].below",
        "more than",
        lambda d: d["tariffs"][0]["tiers"][0].pop("below"),
        "a tier behind the last",
    ),
    mutation(
        "tariffs[0].tiers[2].below",
        "no bound",
        lambda d: d["tariffs"][0]["tiers"][2].update(below=900),
        "numbers without an amount",
    ),
    mutation(
        "tariffs[0].tiers[0].amount",
        "at least 0",
        lambda d: d["tariffs"][0]["tiers"][0].update(amount=-1),
        "an amount below nothing",
    ),
    mutation(
        "tariffs[0].counted",
        "what decides",
        lambda d: d["tariffs"][0].pop("counted"),
        "tiers of nothing",
    ),
    mutation(
        "tariffs[0].until",
        "not before",
        lambda d: d["tariffs"][0].update(since="2026-01-01", until="2025-01-01"),
        "a tariff that ends before it begins",
    ),
    mutation(
        "tariffs[0].until",
        "the day before the next",
        lambda d: d.update(tariffs=[a_tariff(), a_tariff(since="2026-01-01")]),
        "two tariffs on one day",
    ),
    mutation(
        "results[0].duties[0].within",
        "45 working days",
        lambda d: d["results"][0]["duties"][0].update(within="soon"),
        "a duty without an end",
    ),
    mutation(
        "results[0].duties[0].opens",
        "not “1.999999”",
        lambda d: d["results"][0]["duties"][0].update(opens="1.999999"),
        "a duty by a dead procedure",
    ),
    mutation(
        "results[0].duties[1].key",
        "only once",
        lambda d: d["results"][0].update(duties=[DUTY, DUTY]),
        "a duty twice",
    ),
    mutation(
        "questions[2].when.answered.question",
        "a question of every case",
        lambda d: d["questions"][2].update(when=when("lost", "charity")),
        "a condition on a dead question",
    ),
    mutation(
        "questions[2].when.answered.any_of",
        "answers that “kind” offers",
        lambda d: d["questions"][2].update(when=when("kind", "moon")),
        "a condition on a dead answer",
    ),
    mutation(
        "questions[2].when.answered.any_of",
        "answers that “kind” offers",
        lambda d: d["questions"][2].update(when=when("kind")),
        "a condition on no answer",
    ),
    mutation(
        "questions[2].when",
        "a condition",
        lambda d: d["questions"][2].update(when={}),
        "a condition of nothing",
    ),
    mutation(
        "questions[1].when",
        "no circle",
        lambda d: (
            d["questions"][2].update(type="yes-no"),
            d["questions"][1].update(when=when("aim", True)),
        ),
        "questions that wait for each other",
    ),
    mutation(
        "requirements[0].when.answered.question",
        "a question of every case",
        lambda d: d["requirements"][0].update(when=when("lost", True)),
        "a paper that hangs on a dead question",
    ),
    mutation(
        "pages[0].questions[6]",
        "not “lost”",
        lambda d: d["pages"][0]["questions"].append("lost"),
        "a page with a dead question",
    ),
    mutation(
        "pages[0].questions[0]",
        "only once",
        lambda d: d["pages"][0]["questions"].append("name"),
        "a question on two pages",
    ),
    mutation(
        "questions[4]",
        "a page on which",
        lambda d: d["pages"][0]["questions"].remove("cash"),
        "a question on no page",
    ),
    mutation(
        "conditions[0].test",
        "one of",
        lambda d: d["conditions"][0].update(test="assets > 5"),
        "a formula for a condition",
    ),
    mutation(
        "conditions[0].question",
        "money / integer",
        lambda d: d["conditions"][0].update(question="name"),
        "an amount of words",
    ),
    mutation(
        "conditions[0].at_least",
        "a number",
        lambda d: d["conditions"][0].pop("at_least"),
        "at least nothing",
    ),
    mutation(
        "conditions[0].thresholds",
        "for each option",
        lambda d: d["conditions"][0].update(thresholds=[{"option": "social", "at_least": 1}]),
        "numbers by nothing",
    ),
    mutation(
        "conditions[0].thresholds[0].option",
        "an option of “kind”",
        lambda d: d["conditions"][0].update(
            at_least=None, by="kind", thresholds=[{"option": "moon", "at_least": 1}]
        ),
        "a number for a dead option",
    ),
    mutation(
        "conditions[0].by",
        "of type select",
        lambda d: d["conditions"][0].update(
            at_least=None, by="lost", thresholds=[{"option": "social", "at_least": 1}]
        ),
        "numbers by a dead question",
    ),
    mutation(
        "conditions[1].of",
        "the whole of a share",
        lambda d: d["conditions"][1].pop("of"),
        "a share of nothing",
    ),
    mutation(
        "questions[0].was",
        "a key that is no more",
        lambda d: d["questions"][0].update(was="kind"),
        "renamed from what is still there",
    ),
    mutation(
        "questions[1].options[1].key",
        "only once",
        lambda d: d["questions"][1]["options"][1].update(key="social"),
        "an option twice",
    ),
    mutation(
        "legal_basis[0].mark",
        "one of",
        lambda d: d["legal_basis"][0].update(mark="certain"),
        "a mark nobody knows",
    ),
    mutation(
        "questions[0].label.en",
        "a value",
        lambda d: d["questions"][0]["label"].pop("en"),
        "a label in one language",
    ),
    mutation(
        "results[0].duties[0].text.en",
        "a value",
        lambda d: d["results"][0]["duties"][0].update(text={"vi": "Công bố"}),
        "a duty in one language",
    ),
]


def test_the_rich_definition_is_lawful(tmp_path: Path) -> None:
    write(tmp_path, a_rich_definition())
    assert check_all(folder=tmp_path) == []


@pytest.mark.parametrize(("spoil", "place", "expected"), SPOILT)
def test_a_spoilt_definition_is_refused(
    tmp_path: Path, spoil: Mutation, place: str, expected: str
) -> None:
    definition = a_rich_definition()
    spoil(definition)
    assert_found(tmp_path, write(tmp_path, definition), place, expected)
