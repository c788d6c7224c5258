"""The leader's page: what each figure counts, whose dossiers, and the list behind it."""

from __future__ import annotations

from datetime import timedelta
from xml.etree import ElementTree as ET

import pytest
from django.conf import LazySettings
from django.conf import settings as site
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from onestop.demo.cast import AgencyKey
from onestop.demo.office import DemoOffice
from onestop.reports import behind, queries
from tests.lives import Life, a_life
from tests.markup import of_class, tree, words
from tests.onestop.doors import as_citizen, as_officer
from tests.people import a_post
from tests.unchanged import nothing_changes
from workflows.dossiers.models import Dossier
from workflows.journal.models import Access
from workflows.people.models import Account, Role

LEADER, BEHIND = "/dieu-hanh/", "/dieu-hanh/ho-so/"
DAY = timedelta(days=1)
# A dossier before each act, received in time and not near its end: what counts it.
COUNTS = {
    "receive": {"cho-tiep-nhan"},
    "assign": {"da-tiep-nhan", "dang-giai-quyet"},
    "issue": {"da-tiep-nhan", "dang-giai-quyet"},
    "hand_over": {"da-tiep-nhan", "da-xong", "xong-dung-han"},
}


def enter(client: Client, office: DemoOffice, login: str = "phuong") -> Account:
    return as_officer(client, office.posts[login].account)


def read(client: Client, where: str = LEADER, **query: str) -> ET.Element:
    client.cookies[site.LANGUAGE_COOKIE_NAME] = "en"
    answer = client.get(where, {key.replace("_", "-"): value for key, value in query.items()})
    assert answer.status_code == 200
    return tree(answer.content.decode())


def listed(client: Client, **query: str) -> list[str]:
    page = read(client, BEHIND, **query)
    return [a.get("href", "") for one in of_class(page, "ledger") for a in one.findall(".//th/a")]


def address(life: Life) -> str:
    return reverse("counter:dossier", args=[life.dossier.public_id])


def due_in(life: Life, days: float) -> Life:
    due_at = timezone.now() + days * DAY
    Dossier.objects.filter(pk=life.dossier.pk).update(due_at=due_at)
    return life


def figures(page: ET.Element) -> dict[str, tuple[str, str]]:
    """Each figure by its name: its value, and where it leads."""
    found = {}
    for fig in of_class(page, "fig"):
        (big,), (label,) = of_class(fig, "big"), of_class(fig, "label")
        found[words(label)] = (words(big).removesuffix(words(label)).strip(), big.get("href", ""))
    return found


def lines(page: ET.Element, caption: str) -> dict[str, tuple[str, str]]:
    """A table by the names of its rows: in process, overdue."""
    (table,) = (t for t in of_class(page, "table") if words(t.findall("caption")[0]) == caption)
    rows = table.findall("tbody/tr")
    return {
        words(row.findall("th")[0]): tuple(words(td).split(" ")[0] for td in of_class(row, "n"))  # type: ignore[misc]  # two columns of numbers
        for row in rows
    }


@pytest.mark.parametrize("act", COUNTS)
def test_each_measure_counts_what_its_name_says(office: DemoOffice, act: str) -> None:
    due_in(a_life(office).until(act), 30)
    at = timezone.now()
    found = queries.overview(Dossier.objects.all(), at=at)
    assert {key for key, n in found.counts.items() if n} == COUNTS[act]


def test_what_is_late_and_what_is_near_stand_apart(office: DemoOffice) -> None:
    for days in (-9, -2, 1, 30):
        due_in(a_life(office).until("assign"), days)
    counts = queries.overview(Dossier.objects.all(), at=timezone.now()).counts
    assert (counts["qua-han"], counts["sap-den-han"], counts["dang-giai-quyet"]) == (2, 1, 4)


def test_what_was_finished_late_stays_late_and_is_open_no_more(office: DemoOffice) -> None:
    due_in(a_life(office).until("hand_over"), -3)
    due_in(a_life(office).until("hand_over"), 3)
    found = queries.overview(Dossier.objects.all(), at=timezone.now())
    assert (found.counts["qua-han"], found.counts["xong-tre"]) == (0, 1)
    assert found.in_time == 0.5


def test_while_nothing_is_finished_there_is_no_share(client: Client, office: DemoOffice) -> None:
    enter(client, office)
    assert figures(read(client))["Finished in time"][0] == "–"


def test_what_waits_for_the_applicant_is_counted_apart(office: DemoOffice) -> None:
    a_life(office).through("submit").act("ask_completion")
    counts = queries.overview(Dossier.objects.all(), at=timezone.now()).counts
    assert {key for key, n in counts.items() if n} == {"cho-nguoi-nop"}


def test_while_the_applicant_is_asked_nothing_grows_overdue(office: DemoOffice) -> None:
    waiting = due_in(a_life(office).through("assign"), 1)
    waiting.act("ask_supplement")
    for days in (-3, 1):
        due_in(waiting, days)
        found = queries.overview(Dossier.objects.all(), at=timezone.now())
        assert (found.counts["qua-han"], found.counts["sap-den-han"], found.oldest) == (0, 0, None)
        assert (found.counts["dang-giai-quyet"], found.counts["cho-nguoi-nop"]) == (1, 1)


def test_finished_on_the_day_of_return_is_in_time_to_its_last_minute(office: DemoOffice) -> None:
    life = due_in(a_life(office).until("hand_over"), 3)
    due_at = timezone.localtime().replace(hour=17, minute=0)
    evening = due_at.replace(hour=23, minute=59)
    for days, in_time in ((0, 1), (1, 0)):
        ended_at = evening + days * DAY
        Dossier.objects.filter(pk=life.dossier.pk).update(due_at=due_at, ended_at=ended_at)
        counts = queries.overview(Dossier.objects.all(), at=ended_at + DAY).counts
        assert (counts["xong-dung-han"], counts["xong-tre"]) == (in_time, 1 - in_time)


def test_each_figure_opens_the_list_of_what_it_counted(client: Client, office: DemoOffice) -> None:
    late = due_in(a_life(office).until("assign"), -2)
    near = due_in(a_life(office).until("propose"), 1)
    new = a_life(office).until("receive")
    done = a_life(office).until("hand_over")
    enter(client, office)
    found = figures(read(client))
    expected = {
        "Overdue, not finished": ("1", {address(late)}),
        "Due within 3 working days": ("1", {address(near)}),
        "In process": ("2", {address(late), address(near)}),
        "Waiting for reception": ("1", {address(new)}),
        "Waiting for the applicant": ("0", set()),
        "Finished in time": ("100.0 %", {address(done)}),
    }
    assert {name: value for name, (value, _where) in found.items()} == {
        name: value for name, (value, _lives) in expected.items()
    }
    for name, (_value, lives) in expected.items():
        page = read(client, found[name][1])
        rows = {a.get("href") for one in of_class(page, "ledger") for a in one.findall(".//th/a")}
        assert rows == lives, name


def test_units_and_steps_are_told_with_what_is_late_there(
    client: Client, office: DemoOffice
) -> None:
    due_in(a_life(office).until("assign"), -2)
    late = due_in(a_life(office).until("propose"), -2)
    due_in(a_life(office).until("propose"), 30)
    enter(client, office)
    page = read(client)
    assert lines(page, "In process, by unit") == {
        "Professional division": ("2", "1"),
        "Not assigned yet": ("1", "1"),
    }
    assert lines(page, "In process, by step") == {
        "To be assigned": ("1", "1"),
        "Being assessed": ("2", "1"),
    }
    unit = str(office.posts["hanh"].unit.public_id)
    assert listed(client, muc="qua-han", don_vi=unit) == [address(late)]
    assert len(listed(client, muc="dang-giai-quyet", don_vi="chua-giao")) == 1
    assert len(listed(client, muc="dang-giai-quyet", buoc="PROCESSING")) == 2


def test_every_link_of_the_page_leads_somewhere(client: Client, office: DemoOffice) -> None:
    due_in(a_life(office).until("propose"), -2)
    enter(client, office)
    (main,) = read(client).iter("main")
    leads = {a.attrib["href"] for a in main.iter("a")}
    assert len(leads) > len(queries.measures(timezone.now()))
    for where in leads:
        assert client.get(where).status_code == 200, where


def test_the_late_ones_are_named_and_lead_the_page(client: Client, office: DemoOffice) -> None:
    first, second = (due_in(a_life(office).until("assign"), days) for days in (-9, -2))
    enter(client, office)
    page = read(client)
    named = [a.get("href") for one in of_class(page, "list") for a in one.iter("a")]
    assert named == [address(first), address(second)]
    filled = [b for b in of_class(page, "btn") if "second" not in b.get("class", "").split()]
    assert [words(b) for b in filled] == ["See the 2 overdue dossiers"]


def test_the_page_says_what_was_counted_when_and_how(client: Client, office: DemoOffice) -> None:
    enter(client, office)
    page = read(client)
    assert [words(h1) for h1 in page.iter("h1")] == ["Department of Home Affairs"]
    said = words(page)
    assert "Drafts are not counted" in said
    with override("en"):
        for measure in queries.measures(timezone.now()).values():
            assert str(measure.meaning) in said


def test_a_leader_counts_the_agencies_they_lead_and_no_others(
    client: Client, office: DemoOffice
) -> None:
    elsewhere = a_life(office, receiving=AgencyKey.STRANGER, competent=AgencyKey.STRANGER)
    elsewhere.until("assign")
    enter(client, office)
    assert figures(read(client))["In process"][0] == "0"
    assert not listed(client, muc="dang-giai-quyet")
    # A post there, but none of a leader, opens the dossiers and still counts none.
    stranger = office.posts["xa-lan"].unit
    a_post(Role.RECEPTION, stranger, office.posts["phuong"].account)
    assert figures(read(client))["In process"][0] == "0"
    a_post(Role.LEADER, stranger, office.posts["phuong"].account)
    assert figures(read(client))["In process"][0] == "1"


def test_one_page_of_a_list_leads_to_the_next(
    client: Client, office: DemoOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(behind, "SIZE", 1)
    first, second = (due_in(a_life(office).until("assign"), days) for days in (3, 30))
    enter(client, office)
    page = read(client, BEHIND, muc="dang-giai-quyet", don_vi="chua-giao")
    (pager,) = of_class(page, "pager")
    (onward,) = pager.iter("a")
    following = read(client, onward.get("href", ""))
    shown = [a.get("href") for one in of_class(following, "ledger") for a in one.findall(".//th/a")]
    assert shown == [address(second)] != [address(first)]
    assert of_class(following, "chips")


@pytest.mark.parametrize(
    "query", [{"muc": "x"}, {"don-vi": "x"}, {"buoc": "x"}, {"don-vi": "\0"}, {"muc": ""}]
)
def test_a_list_of_nothing_known_is_not_there(
    client: Client, office: DemoOffice, query: dict[str, str]
) -> None:
    enter(client, office)
    assert client.get(BEHIND, query).status_code == 404


def test_a_unit_elsewhere_is_not_there(client: Client, office: DemoOffice) -> None:
    elsewhere = str(office.posts["xa-hanh"].unit.public_id)
    enter(client, office)
    assert client.get(BEHIND, {"don-vi": elsewhere}).status_code == 404


@pytest.mark.parametrize("where", [LEADER, BEHIND])
def test_only_leaders_who_gave_a_code_find_it(
    client: Client, office: DemoOffice, settings: LazySettings, where: str
) -> None:
    assert client.get(where)["Location"].startswith(reverse("entry:officer"))
    as_citizen(client, "hoa")
    assert client.get(where).status_code == 404
    for login, post in office.posts.items():
        as_officer(client, post.account)
        assert client.get(where).status_code == (200 if login == "phuong" else 404), login
    client.force_login(office.posts["phuong"].account, backend=settings.PASSWORD_BACKEND)
    assert client.get(where).status_code == 404


@pytest.mark.parametrize("where", [LEADER, BEHIND])
def test_looking_changes_nothing_and_is_noted(
    client: Client, office: DemoOffice, where: str
) -> None:
    a_life(office).until("assign")
    account = enter(client, office)
    with nothing_changes():
        read(client, where)
    noted = Access.objects.latest("pk")
    assert (noted.account, noted.what, noted.purpose) == (account.public_id, "dossiers", "leader")
    assert client.post(where).status_code == 405
