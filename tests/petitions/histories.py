"""Petitions brought by moves to every status of rules.md §3, and what they have been through besides.

`bring` makes two of each: a plain one, and one that asked four units for something. The histories
are the `case_is` of `tests/petitions_workflow.csv` that something was done for.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from cases.access import SYSTEM_USERNAME
from mediation.core import clock
from mediation.core.models import Rule, User
from petitions import services
from petitions.models import IssuedLetter, Petition
from petitions.workflow.conditions import unsent
from tests.cases.factories import some_text
from tests.petitions.factories import Office

KINDS: dict[str, tuple[str, dict[str, Any]]] = {
    "ordinary": ("petition", {}),
    "passed_on": (
        "petition",
        {"sender": "bureau", "sent_by": "区信访办公室", "external_number": "渝信转〔2026〕5号"},
    ),
    "accusation": ("discipline", {"kind": "accusation"}),
}
ASSIGNED, UNSIGNED, CALLED, ASKED = "guijian", "minshe", "jingfa", "yingji"


def system() -> User:
    return User.objects.get_or_create(username=SYSTEM_USERNAME)[0]


def people(office: Office) -> dict[str, User]:
    """Relation of the file → somebody who has this relation to what `bring` makes."""
    accounts = {
        "PO": "petition",
        "HA": "director",
        "U": "department",
        "W": "d01",
        "N": "d02",
        "T": "d03",
        "K": "discipline",
        "L": "leader2",
        "P": "peace",
        "J": "justice",
        "C": "window",
    }
    return {relation: office.town.user(name) for relation, name in accounts.items()} | {
        "Z": system()
    }


def in_days(days: int) -> Any:
    return clock.today() + timedelta(days=days)


def bring(office: Office, kind: str, status: str, *, asks: bool = False) -> Petition:
    """A petition of this kind in this status, with an owner; naming one has no verb of its own."""
    account, more = KINDS[kind]
    petition = office.register(account, **more)
    Petition.objects.filter(pk=petition.pk).update(owner=office.town.user("leader2"))
    petition.refresh_from_db()
    if asks:
        called, asked = office.town.unit(CALLED).pk, office.town.unit(ASKED).pk
        office.move(petition, "whistle", units=[called], text=some_text(), due_on=in_days(5))
        office.move(petition, "instruct", "director", to=asked, text=some_text(), due_on=in_days(5))
    if status != "registered":
        PATHS[status](office, petition, asks)
    assert petition.status == status
    return petition


def _at_once(verb: str, by: str = "petition") -> Callable[[Office, Petition, bool], None]:
    """From the registration in one step; of an accusation the discipline post takes it."""

    def go(office: Office, petition: Petition, asks: bool) -> None:
        account = "discipline" if petition.is_sealed else by
        office.move(petition, verb, account, **FIELDS[verb](petition))

    return go


def _handle(office: Office, petition: Petition, asks: bool) -> None:
    office.accept(petition)
    if asks:
        office.assign(petition, ASSIGNED)
        office.move(petition, "sign_for", "department")
        office.assign(petition, UNSIGNED)
    office.answer_demands(petition)


def _reply(office: Office, petition: Petition, asks: bool) -> None:
    """Told on the spot; the opinion is in the post."""
    _handle(office, petition, asks)
    office.deliver(petition, "acceptance")
    office.move(petition, "reply", "director")
    office.deliver(petition, "opinion", "post")


def _ask_for_review(office: Office, petition: Petition, asks: bool) -> None:
    _reply(office, petition, asks)
    arrive(office, petition)
    office.move(petition, "review_requested")


def _review(office: Office, petition: Petition, asks: bool) -> None:
    _ask_for_review(office, petition, asks)
    office.move(petition, "review_decided", **FIELDS["review_decided"](petition))


def _ask_for_final(office: Office, petition: Petition, asks: bool) -> None:
    _review(office, petition, asks)
    arrive(office, petition)
    office.move(petition, "final_requested")


def _finalise(office: Office, petition: Petition, asks: bool) -> None:
    _ask_for_final(office, petition, asks)
    office.move(petition, "final_decided", **FIELDS["final_decided"](petition))


def _withdraw(office: Office, petition: Petition, asks: bool) -> None:
    _handle(office, petition, asks)
    office.move(petition, "withdraw", words=some_text())


def _close(office: Office, petition: Petition, asks: bool) -> None:
    if petition.is_sealed:
        _at_once("forward")(office, petition, asks)
        arrive(office, petition)
        office.move(petition, "close", "discipline")
        return
    _reply(office, petition, asks)
    arrive(office, petition)
    if asks:
        for account in ("department", "d01", "d02", "d03"):
            office.move(petition, "answer", account, text=some_text())
    office.move(petition, "close", "director", waived=True)


PATHS: dict[str, Callable[[Office, Petition, bool], None]] = {
    "handling": _handle,
    "guided": _at_once("guide"),
    "forwarded": _at_once("forward"),
    "returned": _at_once("return"),
    "declined": _at_once("decline", "director"),
    "not_again": _at_once("no_longer_accept", "director"),
    "replied": _reply,
    "reviewing": _ask_for_review,
    "reviewed": _review,
    "final_reviewing": _ask_for_final,
    "finalised": _finalise,
    "withdrawn": _withdraw,
    "closed": _close,
}


def delivery(letter: IssuedLetter) -> dict[str, Any]:
    """What is typed when a letter arrives today."""
    way = letter.way or "hand"
    sent_on = letter.sent_on or clock.today()
    arrived = {"received_on": clock.today()} if way == "post" else {}
    return {"letter": str(letter.pk), "way": way, "sent_on": sent_on} | arrived


def fresh(petition: Petition) -> Petition:
    return Petition.objects.get(pk=petition.pk)


def arrive(office: Office, petition: Petition) -> Petition:
    """Everything that is on its way arrives today."""
    by = "discipline" if petition.is_sealed else "petition"
    for letter in unsent(fresh(petition)):
        office.move(petition, "deliver", by, **delivery(letter))
    return petition


def _agreed(office: Office, petition: Petition) -> Petition:
    return office.move(arrive(office, petition), "amend", agreed_on=clock.today())


def _extended(office: Office, petition: Petition) -> Petition:
    return office.move(petition, "extend", "director", days=10, reason=some_text())


def _unanswered(office: Office, petition: Petition) -> Petition:
    petition.demands.filter(position=2).update(basis="")
    return petition


def _not_sent(office: Office, petition: Petition) -> Petition:
    petition.letters.filter(kind="opinion").update(sent_on=None, way="")
    return petition


def _nobody_to_tell(office: Office, petition: Petition) -> Petition:
    Petition.objects.filter(pk=petition.pk).update(notice_waived="address")
    return petition


def _reopened(office: Office, petition: Petition) -> Petition:
    office.move(petition, "return", **FIELDS["return"](petition))
    return office.move(petition, "reopen", ground="sender_disagrees")


def _simple_on(office: Office, petition: Petition) -> Petition:
    Rule.objects.filter(clock="CONCLUDE", variant="simple").update(is_on=True)
    return petition


def _rated(office: Office, petition: Petition) -> Petition:
    services.move(arrive(office, petition), "rate", system(), **FIELDS["rate"](petition))
    return petition


def _as_it_is(office: Office, petition: Petition) -> Petition:
    return petition


History = Callable[[Office, Petition], Petition]
HISTORIES: dict[str, History] = {
    "delivered": arrive,
    "waived": arrive,
    "directions_waiting": arrive,
    "right_over": arrive,
    "over_30_days": arrive,
    "agreed": _agreed,
    "extended": _extended,
    "unanswered": _unanswered,
    "not_sent": _not_sent,
    "nobody_to_tell": _nobody_to_tell,
    "reopened": _reopened,
    "simple_on": _simple_on,
    "rated": _rated,
    "over_2_days": _as_it_is,
    "over_5_days": _as_it_is,
    "over_60_days": _as_it_is,
}
# How long after the preparations the step of the line is made.
LATER = {
    "over_2_days": timedelta(days=3),
    "over_5_days": timedelta(days=8),
    "over_30_days": timedelta(days=31),
    "right_over": timedelta(days=31),
    "over_60_days": timedelta(days=61),
}

# Fields with which a verb is complete.
FIELDS: dict[str, Callable[[Petition], dict[str, Any]]] = {
    "accept": lambda _: {"way": "6"},
    "guide": lambda _: {"way": "4", "to": "区人民政府", "time_limit": "60 日内"},
    "forward": lambda _: {"to": "区住房城乡建委", "reason": some_text()},
    "return": lambda _: {"reason": some_text(), "to": "区农业农村委"},
    "decline": lambda _: {"ground": "not_ours", "where_to": "区人民法院"},
    "no_longer_accept": lambda _: {"number": "渝信核〔2025〕3号"},
    "assign": lambda one: {
        "demands": [str(one.demands.first().pk)],
        "text": some_text(),
        "due_on": in_days(10),
    },
    "sign_for": lambda _: {},
    "hand_back": lambda _: {"reason": some_text()},
    "record": lambda _: {"text": some_text()},
    "hear": lambda _: {"text": some_text()},
    "mediate": lambda _: {"consent": True, "category": "13", "respondent": f"某{some_text(4)}"},
    "extend": lambda _: {"days": 30, "reason": some_text()},
    "reply": lambda _: {},
    "review_requested": lambda _: {},
    "review_decided": lambda _: {"result": "uphold", "number": f"渝信复〔2026〕{some_text(3)}号"},
    "final_requested": lambda _: {},
    "final_decided": lambda _: {"result": "uphold", "number": f"渝信核〔2026〕{some_text(3)}号"},
    "withdraw": lambda _: {"words": some_text()},
    "close": lambda _: {},
    "reopen": lambda _: {"ground": "new_facts"},
    "rate": lambda _: {"for_office": "yes", "for_unit": "no"},
    "instruct": lambda _: {"text": some_text(), "due_on": in_days(5)},
    "urge": lambda _: {"text": some_text()},
    "whistle": lambda _: {"text": some_text(), "due_on": in_days(5)},
    "report_in": lambda _: {},
    "answer": lambda _: {"text": some_text()},
    "amend": lambda _: {"risk": "yellow", "risk_reason": some_text()},
    "note": lambda _: {"stuck": some_text(), "next_step": some_text()},
}
# What `case_is` says was typed, over the usual fields.
TYPED: dict[str, Callable[[], dict[str, Any]]] = {
    "another_way": lambda: {"way": "1"},
    "petition_way": lambda: {"way": "6"},
    "simple": lambda: {"simple": True},
    "simple_on": lambda: {"simple": True},
    "told_now": lambda: {"told_now": True},
    "after_conclude": lambda: {"due_on": in_days(61)},
    "31_days": lambda: {"days": 31},
    "follow_up": lambda: {"kind": "follow_up"},
    "redo": lambda: {"result": "redo"},
    "waived": lambda: {"waived": True},
}


def fields_for(office: Office, petition: Petition, verb: str, case_is: str) -> dict[str, Any]:
    """Everything the verb needs, and what `case_is` says was typed."""
    if verb == "deliver":
        letters = unsent(fresh(petition)) or list(petition.letters.all())
        return delivery(letters[0])
    found = FIELDS[verb](petition)
    unit = str(office.town.unit("tudi").pk)
    found |= {
        "assign": {"unit": unit},
        "instruct": {"to": unit},
        "urge": {"to": unit},
        "whistle": {"units": [unit]},
    }.get(verb, {})
    return found | (TYPED[case_is]() if case_is in TYPED else {})
