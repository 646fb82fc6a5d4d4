"""Cases brought where a test needs them, by real moves, and the people around one of them."""

import random
import string
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db import transaction

from cases import services
from cases.access import SYSTEM_USERNAME
from cases.enums import Status, Tier
from cases.models import Case, TeamMember
from grids.enums import Role
from grids.models import Post, Station
from mediation.core import clock
from mediation.core.models import User
from tests.factories import V1, Town

# The lead department of category 13 has no seat in the team of 致远社区.
CATEGORY = "13"
RUNGS = (Tier.VILLAGE, Tier.STREET, Tier.LEADER)


def some_text(size: int = 12) -> str:
    """Words that no other text has, new in every run."""
    return "".join(random.choices(string.ascii_lowercase, k=size))


def some_person(role: str, **more: Any) -> dict[str, Any]:
    return {"role": role, "kind": "person", "name": f"某{some_text(5)}", **more}


def registration(**more: Any) -> dict[str, Any]:
    """What a registration needs, with the caller's own words over it."""
    return {
        "form_key": uuid.uuid4(),
        "window": "mediation",
        "source": "visit",
        "category": CATEGORY,
        "narrative": f"两家为一件事起了争执 {some_text()}",
        "division": V1,
        "risk": "blue",
        "risk_reason": f"双方情绪平稳 {some_text()}",
        "parties": [some_person("applicant"), some_person("respondent")],
    } | more


def fields_for(verb: str, case: Case) -> dict[str, Any]:
    """Fields with which the verb is complete, for a case that stands anywhere."""
    words = {"reason": some_text(), "summary": some_text(), "text": some_text()}
    return FIELDS[verb](case, words)


Words = dict[str, str]
FIELDS: dict[str, Callable[[Case, Words], dict[str, Any]]] = {
    "accept": lambda case, words: {"consent": True},
    "decline": lambda case, words: {
        "ground": "not_dispute",
        "reason": words["reason"],
        "where_to": "区法律援助中心",
    },
    "assign": lambda case, words: {"reason": words["reason"]},
    "sign_for": lambda case, words: {},
    "hand_back": lambda case, words: {"reason": words["reason"]},
    "record": lambda case, words: {"minutes": words["text"], "outcome": "not_settled"},
    "settle": lambda case, words: {"form": "oral", "terms": words["text"], "signed": True},
    "escalate": lambda case, words: {
        "ground": "beyond_power",
        "reason": words["reason"],
        "summary": words["summary"],
    },
    "send_back": lambda case, words: {"reason": words["reason"], "consent": True},
    "refer": lambda case, words: {"chosen_by": "party", "way": "litigation"},
    "transfer": lambda case, words: {
        "kind": "administrative",
        "to": "区住房城乡建委",
        "reason": words["reason"],
    },
    "withdraw": lambda case, words: {"by_party": case.parties.get(role="applicant").pk},
    "terminate": lambda case, words: {"ground": "refused", "reason": words["reason"]},
    "close": lambda case, words: {},
    "reopen": lambda case, words: {"ground": "new_facts", "reason": words["reason"]},
    "urge": lambda case, words: {"text": words["text"], "means": "phone"},
    "answer": lambda case, words: {"text": words["text"]},
    "reassess": lambda case, words: {"risk": "yellow", "reason": words["reason"]},
    "amend": lambda case, words: {"place": words["text"]},
    "whistle": lambda case, words: {"text": words["text"], "due_on": clock.today()},
    "report_in": lambda case, words: {},
    "pause": lambda case, words: {
        "ground": "appraisal",
        "reason": words["reason"],
        "expected_on": clock.today() + timedelta(days=10),
    },
    "resume": lambda case, words: {},
    "recuse": lambda case, words: {"ground": "acquainted", "reason": words["reason"]},
    "deliver": lambda case, words: {"way": "hand", "sent_on": clock.today()},
    "retract": lambda case, words: {},
    "perform": lambda case, words: {"state": "done"},
    "confirm": lambda case, words: {"step": "applied"},
    "note": lambda case, words: {"stuck": words["text"], "next_step": words["text"]},
}


@dataclass
class Cast:
    """The people around one case of 致远社区, each with exactly one relation to it.

    Officers and heads differ by rung; nobody but the leader heads the leader's rung (rules.md §5).
    """

    town: Town
    members: dict[str, User] = field(init=False)
    heads: dict[str, User] = field(init=False)

    def __post_init__(self) -> None:
        hire, user = self.town.hire, self.town.user
        # Whoever has the duty receives a referral: an officer who is not the head.
        Post.objects.filter(user=user("justice")).update(is_duty=False)
        duty = hire("justice", Role.JUSTICE_OFFICER)
        Post.objects.filter(user=duty).update(is_duty=True)
        self.members = {
            Tier.VILLAGE: hire(V1, Role.MEDIATOR),
            Tier.STREET: user("mediator2"),
            Tier.LEADER: hire("leadership", Role.LEADER),
            Tier.LITIGATION: duty,
        }
        self.heads = {
            Tier.VILLAGE: user("village"),
            Tier.STREET: user("mediator"),
            Tier.LEADER: hire("leadership", Role.LEADER, is_head=True),
            Tier.LITIGATION: user("justice"),
        }
        self.clerk, self.peace, self.director = user("window"), user("peace"), user("director")
        self.owner = user("leader2")  # stationed elsewhere: an owner and nothing more
        self.stationed = user("leader")
        self.justice = hire("justice", Role.JUSTICE_OFFICER)
        self.addressee = user("department")
        self.bystander = user("d09")  # lead department of the category: card only
        self.committee = user("village")
        self.police = user("police")
        self.system, _ = User.objects.get_or_create(username=SYSTEM_USERNAME)
        self.grid = hire(V1, Role.GRID_WORKER, division=self.town.place(f"{V1}01"))
        assert Station.objects.filter(user=self.stationed, division__code=V1).exists()

    def person(self, relation: str, tier: str) -> User:
        """Who has exactly this relation (a letter of rules.md §1) to a case on this tier."""
        return {
            "O": self.members[tier],
            "H": self.heads[tier],
            "L": self.owner,
            "C": self.clerk,
            "P": self.peace,
            "J": self.justice,
            "D": self.director,
            "T": self.addressee,
            "S": self.system,
            "X": self.bystander,
        }[relation]

    def head(self, tier: str) -> User:
        """Who names the officer on a rung."""
        return self.owner if tier == Tier.LEADER else self.heads[tier]


def register(cast: Cast, **more: Any) -> Case:
    """A case at its village, with an owner; naming one has no verb of its own."""
    case = services.register(cast.clerk, **registration(**more)).case
    Case.objects.filter(pk=case.pk).update(owner=cast.owner)
    TeamMember.objects.get_or_create(
        case=case, user=cast.grid, defaults={"centre": case.centre, "seat": TeamMember.Seat.STAFF}
    )
    return appoint(cast, case)


def appoint(cast: Cast, case: Case) -> Case:
    """The head names his officer, so that the two are different people."""
    case.refresh_from_db()
    return act(case, "assign", cast.head(case.tier), officer=cast.members[case.tier].pk)


def act(case: Case, verb: str, actor: User, **fields: Any) -> Case:
    """One move that must not end as a proposal; answers with the case as it now stands."""
    moved = services.move(case, verb, actor, **fields_for(verb, case) | fields)
    assert moved.proposal is None, verb
    return Case.objects.get(pk=case.pk)


def instruct_department(town: Town, case: Case) -> Case:
    """The director asks 规建办 for a word, to be given today."""
    services.move(
        case,
        "instruct",
        town.user("director"),
        text=some_text(),
        due_on=clock.today(),
        to=town.unit("guijian").pk,
    )
    return Case.objects.get(pk=case.pk)


def climb(cast: Cast, case: Case, tier: str) -> Case:
    """Up the ladder from rung to rung; the case keeps its status."""
    while case.tier != tier:
        case = act(case, "escalate", cast.members[case.tier])
        case = appoint(cast, case)
    return case


def bring(
    cast: Cast, status: str, tier: str, prepare: Callable[[Case], Case] | None = None
) -> Case:
    """A case with this status on this tier, brought there by moves from its registration.

    `prepare` may do something to it while it is still registered at its village. A referred case
    was guided to the court from the leader's rung.
    """
    case = register(cast)
    if prepare:
        case = prepare(case)
    rung = Tier.LEADER if tier == Tier.LITIGATION else tier
    officer, head = cast.members[rung], cast.head(rung)
    if status in {Status.REGISTERED, Status.DECLINED}:
        case = climb(cast, case, rung)
        return act(case, "decline", head) if status == Status.DECLINED else case
    case = act(case, "accept", cast.members[Tier.VILLAGE])
    case = climb(cast, case, rung)
    if status == Status.MEDIATING:
        return case
    verb = {
        Status.TERMINATED: "terminate",
        Status.WITHDRAWN: "withdraw",
        Status.TRANSFERRED: "transfer",
        Status.REFERRED: "refer",
    }.get(Status(status), "settle")
    if tier == Tier.LITIGATION:
        case = act(case, "refer", cast.owner, chosen_by="unit")
    else:
        case = act(case, verb, officer if verb in {"settle", "terminate"} else head)
    return close(cast, case) if status == Status.CLOSED else case


def close(cast: Cast, case: Case) -> Case:
    """Do what is still missing, and close."""
    return act(satisfy_closing(cast, case), "close", cast.head(case.tier))


def deliver(cast: Cast, case: Case) -> Case:
    """Hand over the last paper, where it was not yet."""
    paper = case.papers.exclude(kind="receipt").filter(sent_on=None).last()
    if paper is None:
        return case
    return act(
        case,
        "deliver",
        cast.members[case.tier],
        paper=paper.pk,
        way="hand",
        sent_on=clock.today(),
    )


def satisfy_closing(cast: Cast, case: Case) -> Case:
    """Everything that closing asks for: the paper handed over, words answered, the follow-up done
    or the court's result."""
    case = deliver(cast, case)
    if case.directions.filter(answered_at=None).exists():
        case = act(case, "answer", cast.addressee)
    if case.status == Status.SETTLED:
        return act(case, "follow_up", cast.members[case.tier], how="phone", performed="done")
    if case.status == Status.REFERRED:
        return act(case, "follow_up", cast.justice, how="phone", court_result="judged")
    return case


@contextmanager
def taken_back() -> Iterator[None]:
    """What is done inside leaves nothing behind."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


FIELDS["follow_up"] = lambda case, words: {"how": "phone"}
