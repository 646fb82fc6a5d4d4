"""帮扶救助: help offered for the matter, by consent, with a term and a result (条例27).

No verb: it changes neither status nor clocks, and says nothing of whether the petition was right.
"""

from datetime import date
from decimal import Decimal

from django.db import transaction

from grids.models import Department
from mediation.core.errors import Refused
from mediation.core.models import User
from petitions import access, enums
from petitions.enums import Beside
from petitions.enums import Relation as R
from petitions.models import Petition, SupportMeasure
from petitions.services import beside
from petitions.services.door import check_version, finish, lock

LONGEST_TEXT = 2000


def may_support(user: User, petition: Petition) -> bool:
    """The petition officer and a unit that handles it, in any status: help may come after the reply
    and where a petition is no longer accepted (条例37(3)). Never for an accusation."""
    if petition.is_sealed:
        return False
    return not access.relations(user, petition).isdisjoint({R.OFFICER, R.UNIT})


@transaction.atomic
def add_support(
    petition: Petition,
    actor: User,
    *,
    kind: str,
    text: str,
    has_consent: bool,
    unit: Department | None = None,
    amount: Decimal | None = None,
    on: date | None = None,
    ends_on: date | None = None,
    version: int | None = None,
) -> SupportMeasure:
    """Write down what is offered. `amount` in yuan; `ends_on` its term.

    Raises Refused: stale · not_yours · invalid_choice · needs_text · needs_consent · invalid_day.
    """
    petition = _locked(petition, actor, version)
    if kind not in enums.SupportKind.values:
        raise Refused("invalid_choice", "请从列出的选项里选一个。", field="kind")
    if not text.strip():
        raise Refused("needs_text", "请写一句帮什么、怎么帮。", field="text")
    if not has_consent:
        raise Refused(
            "needs_consent",
            "帮扶、救助和心理疏导都要先征得他本人同意。",
            instead="他不同意的，不用记；以后同意了再来记",
            field="has_consent",
        )
    if unit is not None and unit.centre_id != petition.centre_id:
        raise Refused("invalid_choice", "请选本街道的单位。", field="unit")
    act = beside.begin(petition, Beside.SUPPORT, actor, on=on)
    if ends_on is not None and ends_on < act.on:
        raise Refused("invalid_day", "结束的日子不能早于开始的日子。", field="ends_on")
    measure = SupportMeasure.objects.create(
        centre=petition.centre,
        petition=petition,
        kind=kind,
        unit=unit,
        has_consent=True,
        text=text.strip()[:LONGEST_TEXT],
        amount=amount,
        ends_on=ends_on,
        on=act.on,
        by=actor,
        at=act.now,
    )
    act.payload |= {"support": measure.pk, "kind": kind}
    finish(act)
    return measure


@transaction.atomic
def write_result(
    measure: SupportMeasure,
    actor: User,
    *,
    result: str,
    on: date | None = None,
    version: int | None = None,
) -> SupportMeasure:
    """What came of it, once. Raises Refused: stale · not_yours · written_already · needs_text."""
    petition = _locked(measure.petition, actor, version)
    measure = SupportMeasure.objects.select_for_update().get(pk=measure.pk)
    if measure.result_on is not None:
        raise Refused("written_already", "这一项的结果已经写过了。")
    if not result.strip():
        raise Refused("needs_text", "请写一句结果。", field="result")
    act = beside.begin(petition, Beside.SUPPORT_RESULT, actor, on=on)
    if act.on < measure.on:
        raise Refused("invalid_day", "结果的日子不能早于开始的日子。", field="on")
    measure.result, measure.result_on = result.strip()[:LONGEST_TEXT], act.on
    measure.save(update_fields=["result", "result_on"])
    act.payload |= {"support": measure.pk, "kind": measure.kind}
    finish(act)
    return measure


def _locked(petition: Petition, actor: User, version: int | None) -> Petition:
    petition = lock(petition)
    check_version(petition, version)
    if not may_support(actor, petition):
        raise Refused(
            "not_yours", "帮扶措施由信访接待员或承办单位来记。", who="信访接待员或承办单位"
        )
    return petition
