"""What every step of a sweep looks at first: who, whether the round runs, which rows are locked."""

from collections.abc import Collection

from grids.models import Category, Department, Division, SweepRound, SweepUnit
from grids.selectors import departments
from grids.selectors.sweeps import towns_made
from mediation.core import clock
from mediation.core.errors import Refused
from mediation.core.models import User


def locked(round_: SweepRound) -> SweepRound:
    return SweepRound.objects.select_for_update().get(pk=round_.pk)


def locked_unit(asked: SweepUnit) -> SweepUnit:
    return (
        SweepUnit.objects.select_for_update(of=("self",))
        .select_related("round", "unit__division", "unit__centre", "centre")
        .get(pk=asked.pk)
    )


def check_maker(round_: SweepRound, actor: User, what: str) -> None:
    if round_.centre_id not in towns_made(actor):
        raise not_yours(what, "由平安办或中心主任来办")


def check_runs(round_: SweepRound) -> None:
    if round_.is_called_off:
        raise Refused("not_now", "这一轮已经撤销。", instead="请看看别的轮次")


def check_begun(round_: SweepRound) -> None:
    if round_.from_on > clock.today():
        raise Refused("not_now", "这一轮还没有开始。", instead="到了开始的那天再来")


def not_yours(what: str, who: str) -> Refused:
    return Refused("not_yours", f"这一步您现在不能办：{what}。", who=who)


def category(one: str | Category) -> Category:
    if isinstance(one, Category):
        return one
    found = Category.objects.filter(code=one, is_active=True).first()
    if found is None:
        raise Refused("invalid_choice", "请从列出的类别里选。", field="categories")
    return found


def units_of_town(units: Collection[int | Department], centre: Division) -> list[Department]:
    keys = {one.pk if isinstance(one, Department) else one for one in units}
    if not keys:
        raise Refused("needs", "请选哪些单位要报。", field="units")
    found = list(departments(centre).filter(pk__in=keys))
    if len(found) != len(keys):
        raise Refused("invalid_choice", "请从本街道（乡镇）的单位里选。", field="units")
    return found
