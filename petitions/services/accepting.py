"""What becomes of a registered petition (rules.md §3 rows 2–7): each has its letter."""

from mediation.core.deadlines import pick
from mediation.core.errors import Refused
from mediation.core.models import Rule
from petitions import enums
from petitions.enums import Clock, Letter, Way
from petitions.models import Ending
from petitions.services import clocks, delivering, letters
from petitions.services.act import Act


def accept(act: Act) -> None:
    """F2; told on the spot is delivered the same day, which is an act of its own."""
    act.change(way=Way.PETITION, is_simple=bool(act.data.get("simple")), accepted_on=act.on)
    if act.petition.is_simple:
        check_simple(act)
    take_in_hand(act)
    letter = letters.issue(act, Letter.ACCEPTANCE)
    act.payload["simple"] = act.petition.is_simple
    if act.data.get("told_now"):
        act.then = delivering.hand_over(act, letter)


def check_simple(act: Act) -> None:
    """简易办理 (X13): a town's own switch, for what is asked for the first time."""
    rules = Rule.objects.filter(clock=Clock.CONCLUDE)
    rule = pick(rules, Clock.CONCLUDE, act.on, **clocks.facts_of(act.petition))
    if rule is None or rule.replaces != Clock.CONCLUDE:
        raise Refused(
            "simple_off",
            "本镇还没有开通简易办理，请按普通程序办理。",
            instead="要开通的，请系统管理员在时限规则里启用“信访办结（简易）”",
            field="simple",
        )
    if act.petition.repeats_id is not None:
        raise Refused(
            "not_first",
            "简易办理只用于初次提出的事项；这件以前来过，请按普通程序办理。",
            field="simple",
        )


def guide(act: Act) -> None:
    """One of the five other ways of 条例31; no 60-day clock (F4)."""
    way = act.one_of("way", Way)
    act.change(way=way)
    take_in_hand(act)
    end(act, way=way, to=act.text("to"), time_limit=act.text("time_limit"))
    letter = letters.issue(
        act,
        Letter.GUIDANCE,
        way=Way(way).label,
        to=act.text("to"),
        time_limit=act.text("time_limit"),
        reason=act.text("reason"),
    )
    act.payload["way"] = way
    if act.data.get("told_now"):
        act.then = delivering.hand_over(act, letter)


def forward(act: Act) -> None:
    """F5 to the body, and the notice to the petitioner of where it went."""
    take_in_hand(act)
    to, reason = act.text("to"), act.text("reason")
    end(act, to=to, reason=reason)
    letters.issue(act, Letter.FORWARDING, to=to, reason=reason)
    letters.issue(act, Letter.FORWARD_NOTICE, to=to, reason=reason)


def send_back(act: Act) -> None:
    """F6 within five working days; NOTIFY runs until the sender agrees (`agreed_on`)."""
    take_in_hand(act)
    end(act, to=act.text("to"), reason=act.text("reason"))
    letters.issue(act, Letter.OBJECTION, to=act.text("to"), reason=act.text("reason"))


def decline(act: Act) -> None:
    """F3: why not, and where to."""
    take_in_hand(act)
    ground = act.one_of("ground", enums.DeclineGround)
    end(act, ground=ground, to=act.text("where_to"), reason=act.text("reason"))
    letters.issue(
        act,
        Letter.DECLINE,
        ground=enums.DeclineGround(ground).label,
        to=act.text("where_to"),
        reason=act.text("reason"),
    )
    act.payload["ground"] = ground


def no_longer_accept(act: Act) -> None:
    """F3a: the same facts were finally reviewed (条例36(3)); help stays possible (37(3))."""
    take_in_hand(act)
    end(act, their_number=act.text("number"), reason=act.text("reason"))
    letters.issue(act, Letter.NOT_AGAIN, final_number=act.text("number"), reason=act.text("reason"))


def take_in_hand(act: Act) -> None:
    """Whoever prepares the first step is the officer of the petition."""
    if act.petition.officer_id is None:
        act.change(officer=act.prepared_by or act.actor)


def end(act: Act, **columns: str) -> Ending:
    """Why and where it went. Of an accusation only its sealed letter says so (条例30(3))."""
    sealed = {"reason", "to"} if act.petition.is_sealed else set()
    return Ending.objects.create(
        centre=act.petition.centre,
        petition=act.petition,
        verb=act.verb,
        on=act.on,
        by=act.actor,
        at=act.now,
        **{name: "" if name in sealed else value for name, value in columns.items()},
    )
