"""回避: who steps aside is nobody until another is named, and does not get the case back (row 30)."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from cases import access, services
from cases.enums import Tier
from cases.models import Case, Recusal
from cases.workflow import GRAPH
from mediation.core.errors import Refused
from mediation.core.models import Notice
from tests.cases.factories import Cast, act, bring, register, registration
from tests.cases.reminders import mediating

pytestmark = pytest.mark.django_db
VILLAGE, STREET, LEADER = Tier.VILLAGE, Tier.STREET, Tier.LEADER


def now(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def refusal(*args: Any, **data: Any) -> str:
    with pytest.raises(Refused) as refused, transaction.atomic():
        services.move(*args, **data)
    return refused.value.code


def test_an_officers_own_word_is_enough_and_he_is_nobody_from_then_on(
    scene: Cast, browser: Any
) -> None:
    case = mediating(scene)
    officer, head = scene.members[VILLAGE], scene.heads[VILLAGE]
    due_on = case.due_on
    client = browser(officer)
    url = f"/cases/{case.pk}/moves/recuse/"
    answer = client.post(url, {"ground": "relative", "version": case.version})
    assert answer.status_code == 302
    case = now(case)
    assert (case.is_recused, case.officer, case.due_on) == (True, officer, due_on)
    assert access.relations(officer, case) == frozenset()
    moves = client.get(f"/api/v1/cases/{case.pk}/moves/").json()["moves"]
    assert moves == []
    page = browser(head).get(f"/cases/{case.pk}/").content.decode()
    assert "承办人回避（是当事人的近亲属）" in page
    assert "承办人回避中" in page
    assert Notice.objects.get(kind="recuse", user=head).is_urgent
    assert refusal(case, "assign", head, officer=officer.pk) == "recused"
    new = scene.town.hire("500102011011", "mediator")
    case = act(case, "assign", head, officer=new.pk)
    assert (case.is_recused, case.officer) == (False, new)
    assert act(case, "note", new).stuck
    assert access.relations(officer, now(case)) == frozenset()  # the row still stands
    offered = browser(head).get(f"/cases/{case.pk}/moves/assign/").content.decode()
    assert f'<option value="{officer.pk}"' not in offered
    assert f'<option value="{new.pk}"' in offered


def test_a_partys_request_waits_for_the_heads_word(scene: Cast, browser: Any) -> None:
    case = mediating(scene)
    party = case.parties.get(role="respondent")
    clerk, head = browser(scene.clerk), browser(scene.heads[VILLAGE])
    body = {"verb": "recuse", "version": case.version, "ground": "party_asked"}
    url = f"/api/v1/cases/{case.pk}/moves/"
    assert clerk.post(url, body, "application/json").status_code == 409  # not the clerk's own case
    answer = clerk.post(url, body | {"by_party": party.pk}, "application/json")
    assert answer.status_code == 202
    assert not now(case).is_recused
    assert act(case, "note", scene.members[VILLAGE]).stuck  # until then the officer goes on
    signed = head.post(
        f"/api/v1/cases/{case.pk}/proposals/{answer.json()['proposal']}/",
        {"decision": "sign"},
        "application/json",
    )
    assert signed.status_code == 200, signed.json()
    row = Recusal.objects.get(case=case)
    assert (row.user, row.by_party, row.by) == (
        scene.members[VILLAGE],
        party,
        scene.heads[VILLAGE],
    )
    assert now(case).is_recused
    page = head.get(f"/cases/{case.pk}/").content.decode()
    assert "应当事人申请，承办人回避" in page


def test_a_request_that_the_head_returns_changes_nothing(scene: Cast) -> None:
    case = mediating(scene)
    party = case.parties.get(role="applicant")
    moved = services.move(case, "recuse", scene.clerk, ground="party_asked", by_party=str(party.pk))
    services.give_back(moved.proposal, scene.heads[VILLAGE], "理由不成立，已当面解释")
    assert not now(case).is_recused
    assert not Recusal.objects.filter(case=case).exists()


def test_on_the_leaders_rung_the_peace_office_or_the_director_names_another_owner(
    scene: Cast,
) -> None:
    case = bring(scene, "mediating", LEADER)
    Case.objects.filter(pk=case.pk).update(owner=scene.members[LEADER])
    case = act(now(case), "recuse", scene.members[LEADER])
    assert refusal(case, "escalate", scene.members[LEADER], reason="a", summary="b") == "not_yours"
    assert Notice.objects.filter(kind="recuse", user=scene.director).exists()
    new = scene.heads[LEADER]
    case = act(case, "assign", scene.director, officer=new.pk)
    assert (case.owner, case.officer, case.is_recused) == (new, new, False)
    assert "L" in access.relations(new, case)


def test_a_leader_who_is_not_the_officer_steps_aside_himself(scene: Cast) -> None:
    case = bring(scene, "mediating", LEADER)
    case = act(case, "recuse", scene.owner)
    assert access.relations(scene.owner, case) == frozenset()
    assert "O" in access.relations(scene.members[LEADER], case)
    case = act(case, "assign", scene.peace, officer=scene.heads[LEADER].pk)
    assert case.owner == scene.heads[LEADER]


def test_where_the_head_has_stepped_aside_somebody_above_names_the_officer(scene: Cast) -> None:
    case, head = register(scene), scene.heads[VILLAGE]
    case = act(case, "assign", head, officer=head.pk)
    case = act(case, "recuse", head)
    other = scene.members[VILLAGE]
    assert refusal(case, "assign", head, officer=other.pk) == "not_yours"
    assert "assign" in GRAPH.available(case, access.relations(scene.peace, case))
    assert Notice.objects.filter(kind="recuse", user=scene.peace).exists()
    assert act(case, "assign", scene.peace, officer=other.pk).officer == other


def test_the_peace_office_names_officers_only_where_somebody_stepped_aside(scene: Cast) -> None:
    case, other = register(scene), scene.heads[VILLAGE]
    assert refusal(case, "assign", scene.peace, officer=other.pk) == "not_yours"
    case = act(case, "recuse", scene.members[VILLAGE])
    assert act(case, "assign", scene.peace, officer=other.pk).officer == other


def test_who_steps_aside_before_anybody_signed_leaves_it_to_his_colleagues(scene: Cast) -> None:
    case = services.register(scene.clerk, **registration()).case
    assert case.officer is None
    first, second = scene.members[VILLAGE], scene.town.hire("500102011011", "mediator")
    party = case.parties.first()
    asked = {"ground": "party_asked", "by_party": party.pk}
    assert refusal(case, "recuse", scene.clerk, **asked) == "nobody_to_recuse"
    case = act(case, "recuse", first)
    assert not case.is_recused
    assert refusal(case, "sign_for", first) == "not_yours"
    assert act(case, "sign_for", second).officer == second


def test_a_case_does_not_come_back_to_a_leader_who_stepped_aside(scene: Cast) -> None:
    """Passed down and up again: no owner is put in its place by itself, P names one (§5)."""
    case = bring(scene, "mediating", LEADER)
    Case.objects.filter(pk=case.pk).update(owner=scene.members[LEADER])
    case = act(now(case), "recuse", scene.members[LEADER])
    case = act(case, "assign", scene.peace, officer=scene.heads[LEADER].pk)
    case = act(case, "send_back", scene.heads[LEADER])
    Case.objects.filter(pk=case.pk).update(owner=scene.members[LEADER])
    case = act(now(case), "escalate", scene.heads[STREET])
    assert case.tier == LEADER
    assert case.officer is None
    assert access.relations(scene.members[LEADER], case) == frozenset()
    case = act(case, "assign", scene.peace, officer=scene.heads[LEADER].pk)
    assert case.owner == scene.heads[LEADER]


def test_nobody_steps_aside_twice(scene: Cast) -> None:
    case, officer = mediating(scene), scene.members[VILLAGE]
    case = act(case, "recuse", officer)
    row = Recusal.objects.get(case=case)
    with pytest.raises(IntegrityError, match="recusal_once"), transaction.atomic():
        Recusal.objects.create(
            centre=case.centre, case=case, stage=row.stage, user=officer,
            ground="relative", on=row.on, by=officer, at=row.at,
        )  # fmt: skip
    party = case.parties.first()
    asked = {"ground": "party_asked", "by_party": party.pk}
    assert refusal(case, "recuse", scene.heads[VILLAGE], **asked) == "recused_already"
