"""The whole life of a petition on one screen (rules.md §3). Buttons, API and the door read this.

Of 检举控告 only K is anything (`access.relations` says so), and K's edges are named below.
"""

from mediation.core.workflow import SAME, Edge, Graph
from petitions import enums
from petitions.enums import Relation as R
from petitions.enums import Status as S
from petitions.enums import Verb as V
from petitions.workflow.conditions import (
    by_another_way,
    by_petition_procedure,
    each_demand_answered,
    extendable,
    handed_back_in_time,
    is_decided,
    is_follow_up,
    is_redo,
    letters_delivered,
    may_be_rated,
    nobody_asked,
    not_waived,
    objection_open,
    opinion_sent,
    passed_to_us,
    right_over,
    sender_agreed,
    something_to_deliver,
    waived_in_writing,
)

PO, HA, U, K, Z, L, P, J = (
    R.OFFICER,
    R.HEAD,
    R.UNIT,
    R.DISCIPLINE,
    R.PETITIONER,
    R.OWNER,
    R.PEACE,
    R.JUSTICE,
)

REGISTERED = frozenset({S.REGISTERED})
HANDLING = frozenset({S.HANDLING})
REPLIED = frozenset({S.REPLIED})
OPEN = enums.OPEN
ANY = frozenset(S)


def who(*relations: str) -> frozenset[str]:
    return frozenset(relations)


def needs(*fields: str) -> frozenset[str]:
    return frozenset(fields)


# fmt: off
EDGES = (
    # 2–7: what becomes of it
    Edge(V.ACCEPT, REGISTERED, S.HANDLING, who(PO), needs("way"), given=by_petition_procedure),
    Edge(V.GUIDE, REGISTERED, S.GUIDED, who(PO), needs("way", "to", "time_limit"),
         given=by_another_way),
    Edge(V.FORWARD, REGISTERED, S.FORWARDED, who(PO, K), needs("to", "reason")),
    Edge(V.RETURN, REGISTERED, S.RETURNED, who(PO), needs("reason"),
         when=(passed_to_us, objection_open)),
    Edge(V.DECLINE, REGISTERED, S.DECLINED, who(PO), needs("ground", "where_to"), signs=who(HA)),
    Edge(V.DECLINE, REGISTERED, S.DECLINED, who(K), needs("ground", "where_to"),
         why="检举控告: all by K"),
    Edge(V.NO_LONGER_ACCEPT, REGISTERED, S.NOT_AGAIN, who(PO), needs("number"), signs=who(HA)),
    # 8–12: handling it
    Edge(V.ASSIGN, HANDLING, SAME, who(PO, HA), needs("unit", "demands", "text", "due_on")),
    Edge(V.SIGN_FOR, HANDLING, SAME, who(R.ASSIGNEE)),
    Edge(V.HAND_BACK, HANDLING, SAME, who(U), needs("reason"), when=(handed_back_in_time,)),
    Edge(V.RECORD, HANDLING, SAME, who(PO, U), needs("text")),
    Edge(V.RECORD, enums.RATED, SAME, who(PO), needs("text"), given=is_follow_up,
         why="§4: PETITION_FOLLOW_UP stops by record, after the reply"),
    Edge(V.HEAR, HANDLING, SAME, who(PO, U), needs("text")),
    Edge(V.MEDIATE, HANDLING, SAME, who(PO), needs("consent", "category", "respondent")),
    Edge(V.EXTEND, HANDLING, SAME, who(PO), needs("days", "reason"), signs=who(HA),
         when=(extendable,)),
    Edge(V.REPLY, HANDLING, S.REPLIED, who(PO), signs=who(HA), when=(each_demand_answered,)),
    # 13: told is told when it was sent
    Edge(V.DELIVER, ANY, SAME, who(PO, K), needs("letter", "way", "sent_on"),
         when=(something_to_deliver,)),
    # 14–17: the bodies above
    Edge(V.REVIEW_REQUESTED, REPLIED, S.REVIEWING, who(PO), when=(opinion_sent,)),
    Edge(V.REVIEW_DECIDED, frozenset({S.REVIEWING}), S.REVIEWED, who(PO),
         needs("result", "number"), given=is_decided),
    Edge(V.REVIEW_DECIDED, frozenset({S.REVIEWING}), S.HANDLING, who(PO),
         needs("result", "number"), given=is_redo),
    Edge(V.FINAL_REQUESTED, frozenset({S.REVIEWED}), S.FINAL_REVIEWING, who(PO)),
    Edge(V.FINAL_DECIDED, frozenset({S.FINAL_REVIEWING}), S.FINALISED, who(PO),
         needs("result", "number"), given=is_decided),
    Edge(V.FINAL_DECIDED, frozenset({S.FINAL_REVIEWING}), S.HANDLING, who(PO),
         needs("result", "number"), given=is_redo),
    # 18–21: his own word, the end, again
    Edge(V.WITHDRAW, REGISTERED | HANDLING, S.WITHDRAWN, who(PO, Z), needs("words"),
         why="in his own words; nobody may ask for it (条例18(4))"),
    Edge(V.CLOSE, enums.MAY_CLOSE, S.CLOSED, who(PO), signs=who(HA), given=not_waived,
         when=(letters_delivered, nobody_asked, sender_agreed, right_over)),
    Edge(V.CLOSE, enums.MAY_CLOSE, S.CLOSED, who(PO), needs("waived"), signs=who(HA),
         given=waived_in_writing, when=(letters_delivered, nobody_asked, sender_agreed)),
    Edge(V.CLOSE, frozenset({S.FORWARDED, S.DECLINED}), S.CLOSED, who(K),
         when=(letters_delivered,), why="检举控告: all by K"),
    Edge(V.REOPEN, enums.MAY_REOPEN, S.REGISTERED, who(PO, HA), needs("ground")),
    Edge(V.RATE, enums.RATED, SAME, who(Z), needs("for_office", "for_unit"),
         when=(may_be_rated,), why="never required, never by staff for him"),
    # 22: as cases
    Edge(V.INSTRUCT, OPEN, SAME, who(HA, L), needs("text", "due_on", "to")),
    Edge(V.URGE, OPEN, SAME, who(P, J, HA, L, PO), needs("text", "to")),
    Edge(V.WHISTLE, OPEN, SAME, who(PO, HA, L, P), needs("units", "text", "due_on")),
    Edge(V.REPORT_IN, OPEN, SAME, who(R.CALLED)),
    Edge(V.ANSWER, ANY, SAME, who(R.ADDRESSEE), needs("text"),
         why="as cases row 22: whoever was asked may answer, wherever the petition has gone"),
    Edge(V.AMEND, OPEN, SAME, who(PO)),
    Edge(V.AMEND, frozenset({S.RETURNED}), SAME, who(PO),
         why="row 5: the day on which the sender agreed is written down"),
    Edge(V.NOTE, OPEN, SAME, who(PO, HA, U, L, P, K, R.ADDRESSEE), needs("stuck", "next_step"),
         why="as cases row 32: whoever reads the file and handles cases"),
)
# fmt: on

GRAPH = Graph(
    edges=EDGES,
    verb_labels=dict(V.choices),
    status_labels=dict(S.choices),
    relation_labels=dict(R.choices),
)
