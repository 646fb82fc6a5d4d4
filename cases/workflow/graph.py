"""The whole life of a case on one screen (rules.md §2). Buttons, API and the door read this table.

On the leader's rung the owner leader stands where officer and head stand (`access.relations` says
so), so `O H` below needs no second spelling for that rung.
"""

from cases import enums
from cases.enums import Relation as R
from cases.enums import Status as S
from cases.enums import Tier as T
from cases.enums import Verb as V
from cases.workflow.closing import nothing_left_open
from cases.workflow.conditions import (
    awaiting_owner,
    by_a_party,
    chosen_by_party,
    chosen_by_unit,
    extends,
    handed_back,
    handled_form,
    himself,
    left_without_conflict,
    not_handled_form,
    not_paused,
    not_sent_back_before,
    not_signed_for,
    on_a_refusal,
    passed_up_by_somebody,
    paused,
    recused,
    rung_five_days_over,
    sent_back_before,
    something_owed,
    something_to_deliver,
    switched_on,
    to_a_unit,
    to_an_officer,
    within_two_working_days,
    written_agreement,
)
from mediation.core.workflow import SAME, Edge, Graph

O, H, L, C, P, J, D = (  # noqa: E741 - the letters of rules.md §1
    R.OFFICER,
    R.HEAD,
    R.LEADER,
    R.CLERK,
    R.PEACE,
    R.JUSTICE,
    R.DIRECTOR,
)

REGISTERED = frozenset({S.REGISTERED})
MEDIATING = frozenset({S.MEDIATING})
OPEN = enums.OPEN
OUT = frozenset(enums.OUT)
LIVE = OPEN | {S.SETTLED, S.REFERRED}  # what a leader may still give directions on
ANY = frozenset(S)

LOWER_RUNGS = frozenset({T.VILLAGE, T.STREET})
LEADER_RUNG = frozenset({T.LEADER})
UPPER_RUNGS = frozenset({T.STREET, T.LEADER})


def who(*relations: str) -> frozenset[str]:
    return frozenset(relations)


def needs(*fields: str) -> frozenset[str]:
    return frozenset(fields)


# fmt: off
EDGES = (
    # 2–6: taking it on
    Edge(V.ACCEPT, REGISTERED, S.MEDIATING, who(O, H), needs("consent"), tiers=LOWER_RUNGS),
    Edge(V.ACCEPT, REGISTERED, S.MEDIATING, who(L), tiers=LEADER_RUNG,
         why="joint investigation is not mediation"),
    Edge(V.DECLINE, REGISTERED, S.DECLINED, who(O), needs("ground", "reason", "where_to"),
         signs=who(H)),
    Edge(V.HAND_BACK, REGISTERED, S.REGISTERED, who(O, H), needs("reason"),
         when=(within_two_working_days,)),
    Edge(V.ASSIGN, OPEN, SAME, who(H), needs("officer"), given=to_an_officer),
    Edge(V.ASSIGN, OPEN, SAME, who(P, D), needs("officer"), tiers=LEADER_RUNG,
         when=(awaiting_owner,), given=to_an_officer, why="待定包案领导 (§5): somebody must name him"),
    Edge(V.ASSIGN, OPEN, SAME, who(P, D), needs("officer"), when=(recused,), given=to_an_officer,
         why="row 30: where the one who names officers has stepped aside himself"),
    Edge(V.ASSIGN, OPEN, SAME, who(P, D), needs("unit", "reason"), given=to_a_unit),
    Edge(V.ASSIGN, OPEN, SAME, who(L), needs("unit", "reason"), tiers=LEADER_RUNG,
         given=to_a_unit),
    Edge(V.ASSIGN, OPEN, SAME, who(C), needs("unit", "reason"), when=(handed_back,),
         given=to_a_unit, why="§6: the window assigns what was handed back to it"),
    Edge(V.SIGN_FOR, OPEN, SAME, who(O, H), when=(not_signed_for,)),
    # 7–9: mediating
    Edge(V.SCHEDULE, MEDIATING, SAME, who(O, H, C), needs("starts_at", "ends_at")),
    Edge(V.RECORD, MEDIATING, SAME, who(O, R.CHAIR, R.CO_HANDLER), needs("minutes", "outcome")),
    Edge(V.SETTLE, MEDIATING, S.SETTLED, who(O, H), needs("form", "terms", "signed"),
         given=not_handled_form),
    Edge(V.SETTLE, MEDIATING, S.SETTLED, who(L), needs("form", "terms", "signed"),
         given=handled_form),
    # 10–11: up and down the ladder
    Edge(V.ESCALATE, OPEN, SAME, who(O, H), needs("reason", "summary"), tiers=LOWER_RUNGS),
    Edge(V.ESCALATE, OPEN, S.REFERRED, who(O, H), needs("reason", "summary"), tiers=LEADER_RUNG,
         why="from the leader's rung the next one is the court"),
    Edge(V.ESCALATE, OPEN, SAME, who(P), needs("reason", "summary"), tiers=LOWER_RUNGS,
         when=(rung_five_days_over,)),
    Edge(V.ESCALATE, OPEN, SAME, who(R.SYSTEM), needs("reason", "summary"), tiers=LOWER_RUNGS,
         when=(switched_on, rung_five_days_over)),
    Edge(V.SEND_BACK, MEDIATING, SAME, who(H, L), needs("reason"), tiers=UPPER_RUNGS,
         when=(passed_up_by_somebody, left_without_conflict, not_sent_back_before)),
    Edge(V.SEND_BACK, MEDIATING, SAME, who(P), needs("reason"), tiers=UPPER_RUNGS,
         when=(passed_up_by_somebody, left_without_conflict, sent_back_before)),
    # 12–16: out
    Edge(V.REFER, OPEN, S.REFERRED, who(C, O, H, L, P), needs("chosen_by", "way"),
         given=chosen_by_party, why="a party's choice of the court is never refused"),
    Edge(V.REFER, OPEN, S.REFERRED, who(L), needs("chosen_by", "way"), tiers=LEADER_RUNG,
         given=chosen_by_unit),
    Edge(V.TRANSFER, OPEN, S.TRANSFERRED, who(H, P), needs("kind", "to", "reason")),
    Edge(V.WITHDRAW, OPEN, S.WITHDRAWN, who(C, O, H, R.SYSTEM), needs("by_party"),
         why="no reason is asked"),
    Edge(V.TERMINATE, MEDIATING, S.TERMINATED, who(O, H, L), needs("ground", "reason")),
    Edge(V.TERMINATE, MEDIATING, S.TERMINATED, who(R.SYSTEM), needs("ground", "reason"),
         tiers=LOWER_RUNGS, given=on_a_refusal,
         why="a party's own word on the look-up page; the leader's joint investigation is no mediation"),
    Edge(V.MERGE, OPEN, S.CLOSED, who(H, P), needs("into", "reason")),
    # 17–19: afterwards
    Edge(V.CLOSE, OUT, S.CLOSED, who(O), signs=who(H), when=(nothing_left_open,)),
    Edge(V.REOPEN, OUT | {S.CLOSED}, S.REGISTERED, who(O, H, P, C), needs("ground", "reason")),
    Edge(V.FOLLOW_UP, frozenset({S.SETTLED, S.CLOSED, S.REFERRED}), SAME,
         who(O, C, J, R.TEAM), needs("how")),
    # 20–22: directions
    Edge(V.INSTRUCT, LIVE, SAME, who(L, D, R.STATIONED), needs("text", "due_on")),
    Edge(V.URGE, LIVE, SAME, who(P, J, D, L, H, R.POLICE, R.SYSTEM), needs("text")),
    Edge(V.ANSWER, ANY, SAME, who(R.ADDRESSEE), needs("text")),
    # 23–24: calling the departments in
    Edge(V.WHISTLE, OPEN, SAME, who(O, H, L, P), needs("units", "text", "due_on")),
    Edge(V.REPORT_IN, OPEN, SAME, who(R.CALLED)),
    # 25–27: more time, time at rest
    Edge(V.EXTEND, MEDIATING, SAME, who(O), needs("clock", "days", "reason", "consent"),
         given=extends(enums.ExtendClock.MEDIATION)),
    Edge(V.EXTEND, MEDIATING, SAME, who(O), needs("clock", "days", "reason"), signs=who(H),
         tiers=LOWER_RUNGS, given=extends(enums.ExtendClock.RUNG)),
    Edge(V.EXTEND, MEDIATING, SAME, who(O), needs("clock", "days", "reason"), signs=who(D),
         tiers=LEADER_RUNG, given=extends(enums.ExtendClock.RUNG)),
    Edge(V.EXTEND, frozenset({S.REFERRED}), SAME, who(P), needs("clock", "days", "reason"),
         given=extends(enums.ExtendClock.REFERRAL)),
    Edge(V.PAUSE, MEDIATING, SAME, who(O), needs("ground", "reason", "expected_on"), signs=who(H),
         when=(not_paused,)),
    Edge(V.RESUME, MEDIATING, SAME, who(O, H), when=(paused,)),
    # 28–32: the file
    Edge(V.REASSESS, LIVE, SAME, who(O, H, L, P), needs("risk", "reason")),
    Edge(V.DELIVER, ANY, SAME, who(O, H, C), needs("paper", "way", "sent_on"),
         when=(something_to_deliver,)),
    Edge(V.RECUSE, OPEN, SAME, who(O), needs("ground"), given=himself,
         why="an officer's own word is enough"),
    Edge(V.RECUSE, OPEN, SAME, who(O, C), needs("ground", "by_party"), signs=who(H),
         given=by_a_party, why="what a party asks for, the head decides"),
    Edge(V.AMEND, ANY - {S.CLOSED}, SAME, who(O, H)),
    Edge(V.AMEND, REGISTERED, SAME, who(C)),
    Edge(V.AMEND, frozenset({S.CLOSED}), SAME, who(H, P)),
    Edge(V.NOTE, ANY, SAME, who(O, H, L, P, R.HANDLER, R.TEAM),
         needs("stuck", "next_step")),
    # 33–35: after the agreement; a slip of the last ten seconds
    Edge(V.PERFORM, frozenset({S.SETTLED, S.CLOSED}), SAME, who(O, C), needs("obligation", "state"),
         when=(something_owed,)),
    Edge(V.CONFIRM, frozenset({S.SETTLED}), SAME, who(O, C), needs("step"),
         when=(written_agreement,)),
    Edge(V.RETRACT, ANY, SAME, who(R.AUTHOR)),
)
# fmt: on

GRAPH = Graph(
    edges=EDGES,
    verb_labels=dict(V.choices),
    status_labels=dict(S.choices),
    relation_labels=dict(R.choices),
)
