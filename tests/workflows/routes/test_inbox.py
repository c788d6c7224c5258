"""What waits for whom: the tasks one may close from a post, and nobody else's."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from viewflow import this
from viewflow.workflow import flow

from onestop.demo.cast import AgencyKey
from onestop.demo.office import DemoOffice
from tests.lives import ROAD, WHO, Life, a_life
from tests.people import a_post
from workflows.people.models import Account, Post, Role
from workflows.routes import inbox, table
from workflows.routes.inbox import open_for
from workflows.routes.models import Task
from workflows.routes.paging import page
from workflows.routes.standard import RouteBase, StandardWithSupplement

# Whose inbox the dossier lies in before each act; with the citizen it lies in nobody's.
WAITS_WITH = {
    "submit": set(),
    "receive": {"lan"},
    "assign": {"dung"},
    "propose": {"hanh"},
    "approve": {"minh"},
    "sign": {"minh"},
    "number": {"thu"},
    "issue": {"thu"},
    "hand_over": {"lan"},
}


def holders(life: Life) -> set[str]:
    """In whose inboxes the dossier lies."""
    posts = life.office.posts.items()
    return {login for login, post in posts if waiting(post.account, Role(post.role))}


def waiting(account: Account, role: Role) -> list[str]:
    found = open_for(account, roles=[role], at=timezone.now())
    tasks = page(found, size=50, of="process__dossier__").rows
    return [str(task.process.dossier.public_id) for task in tasks]


def test_each_act_waits_with_whoever_may_do_it_and_with_nobody_else(office: DemoOffice) -> None:
    life = a_life(office)
    for act in ROAD:
        assert holders(life.until(act)) == WAITS_WITH[act], act
    assert holders(life.through("hand_over")) == set()


@pytest.mark.parametrize("act", ["receive", "assign", "propose"])
def test_nobody_finds_the_tasks_of_a_role_he_does_not_hold(office: DemoOffice, act: str) -> None:
    life = a_life(office).until(act)
    holder, role = life.who(act), WHO[act]
    accounts = [life.citizen, *(post.account for post in office.posts.values())]
    for account in accounts:
        assert all(not waiting(account, r) for r in Role if (account, r) != (holder, role))


def test_while_the_citizen_completes_it_waits_with_no_officer(office: DemoOffice) -> None:
    life = a_life(office).until("receive")
    life.act("ask_completion")
    assert holders(life) == set()


def test_it_waits_only_with_the_handler_and_the_signer_it_names(office: DemoOffice) -> None:
    handler = a_post(Role.HANDLER, office.posts["hanh"].unit, "Lương Văn Khác")
    approver = a_post(Role.APPROVER, office.posts["minh"].unit, "Đoàn Văn Sơn")
    life = a_life(office).until("propose")
    assert not waiting(handler.account, Role.HANDLER)
    signer = str(office.posts["minh"].public_id)
    life.act("propose", signer=signer)
    assert not waiting(approver.account, Role.APPROVER)
    assert waiting(office.posts["minh"].account, Role.APPROVER)


@pytest.mark.parametrize("ended", ["post", "account"])
def test_with_the_post_the_inbox_ends(office: DemoOffice, ended: str) -> None:
    life = a_life(office).until("receive")
    lan = office.posts["lan"]
    if ended == "post":
        yesterday = timezone.localdate() - timedelta(days=1)
        Post.objects.filter(pk=lan.pk).update(valid_to=yesterday)
    else:
        Account.objects.filter(pk=lan.account.pk).update(is_active=False)
    assert not waiting(Account.objects.get(pk=lan.account.pk), Role.RECEPTION)
    assert holders(life) == set()


def test_the_most_urgent_comes_first(office: DemoOffice) -> None:
    slow, quick = a_life(office).until("assign"), a_life(office, "archives").until("assign")
    codes = [str(slow.dossier.public_id), str(quick.dossier.public_id)]
    assert waiting(office.posts["dung"].account, Role.HEAD) == codes[::-1]


def test_what_was_handed_in_waits_longest_where_nothing_is_due(office: DemoOffice) -> None:
    later, first = a_life(office), a_life(office, "archives")
    first.until("receive")
    later.until("receive")
    codes = [str(first.dossier.public_id), str(later.dossier.public_id)]
    assert waiting(office.posts["lan"].account, Role.RECEPTION) == codes


def test_one_looks_from_all_posts_at_once_or_from_some(office: DemoOffice) -> None:
    """Minh keeps the books, too."""
    minh = office.posts["minh"]
    a_post(Role.CLERK, minh.unit, minh.account)
    a_life(office).until("approve")
    a_life(office, competent=AgencyKey.COMMITTEE).until("number")

    def found(**which: Any) -> set[str]:
        tasks = open_for(minh.account, at=timezone.now(), **which)
        return {task.flow_task.name for task in tasks}

    assert found() == {"approve", "number"}
    assert found(roles=[Role.APPROVER]) == {"approve"}
    assert found(roles=[Role.CLERK]) == {"number"}
    assert found(roles=[]) == set()
    assert found(acts=["number", "issue"]) == {"number"}
    assert found(acts=["number"], roles=[Role.APPROVER]) == set()


def test_a_second_route_needs_neither_the_same_nodes_nor_other_names(
    office: DemoOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inbox, "ALL_ROUTES", (*table.ALL_ROUTES, Short))
    life = a_life(office).until("receive")
    lan = office.posts["lan"].account
    for route in (StandardWithSupplement, Short):
        waits = Task.objects.filter(process__dossier=life.dossier, finished=None)
        waits.update(flow_task=route.receive)
        assert open_for(lan, at=timezone.now()).count() == 1


class Short(RouteBase):
    """A route without most of the nodes of the standard one."""

    # Stored by name: as if it stood with the other routes.
    __module__ = "workflows.routes.short"

    set_out = flow.StartHandle().Next(this.receive)
    receive = flow.Handle().Next(this.end)
    end = flow.End()
