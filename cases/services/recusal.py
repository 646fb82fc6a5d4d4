"""回避: an officer steps aside; until another is named nobody of him acts (rules.md §2 row 30)."""

from cases import enums
from cases.models import Case, Party, Recusal
from cases.services import stages
from cases.services.act import Act
from cases.services.ladder import find
from mediation.core.errors import Refused
from mediation.core.models import User


def recuse(act: Act) -> None:
    """The officer by his own word, or on a party's request by the head's.

    Raises Refused: nobody_to_recuse (nobody has signed for the case) · recused_already ·
    invalid_party.
    """
    case = act.case
    by_party = None
    if act.data.get("by_party"):
        by_party = find(Party, act.data["by_party"], "by_party")
        if by_party.case_id != case.pk:
            raise Refused("invalid_party", "请选这件事的当事人。", field="by_party")
    default = enums.RecuseGround.PARTY_ASKED if by_party else None
    ground = act.one_of("ground", enums.RecuseGround, default=default)
    user = who_steps_aside(act)
    Recusal.objects.create(
        centre=case.centre,
        case=case,
        stage=stages.current(case),
        user=user,
        ground=ground,
        by_party=by_party,
        reason=act.text("reason"),
        on=act.on,
        by=act.on_behalf_of or act.actor,
        at=act.now,
    )
    act.change(is_recused=case.officer_id == user.pk)
    act.payload |= {"ground": ground, "user": user.pk}
    if by_party is not None:
        act.payload["by_party"] = by_party.pk


def who_steps_aside(act: Act) -> User:
    """On a party's request the officer; else who says so of himself: the officer, the leader of
    the rung, or who might sign for the case and then does not."""
    officer: User | None = act.case.officer
    if act.data.get("by_party") and officer is None:
        raise Refused(
            "nobody_to_recuse",
            "还没有人签收，不用申请回避。",
            instead="可以告诉承办单位，请另一位同志签收。",
        )
    user = officer if act.data.get("by_party") and officer else act.on_behalf_of or act.actor
    if is_recused(act.case, user):
        raise Refused("recused_already", "这位同志已经回避了，请另派承办人。")
    return user


def is_recused(case: Case, user: User) -> bool:
    return case.recusals.filter(user=user).exists()
