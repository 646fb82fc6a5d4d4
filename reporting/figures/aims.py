"""目标: the rates for which a town may draw a line, and the lines that the plans draw.

A line, never a rank. Only shares of work that was due: nothing here counts petitions, visits or
lawsuits, so that no line can hinder anybody from going there (信访工作条例 18(4), 39; domain.md §4).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from reporting.figures.sources import CAMPAIGN, DALIAN, LIDU


@dataclass(frozen=True)
class Aim:
    """A rate (its name in the catalogue, in 办理质量 or in 考评) and the line of a plan, in per cent.

    `least` None: no plan names one, and there is no line until the town draws it.
    """

    name: str
    label: str
    least: Decimal | None = None
    source: str = ""
    words: str = ""


AIMS: Mapping[str, Aim] = {
    aim.name: aim
    for aim in (
        Aim("swept_rate", "排查率", Decimal(100), LIDU, "排查率达到100%"),
        Aim("handled_rate", "调处率", Decimal(100), LIDU, "调处率100%"),
        Aim("success_rate", "成功率", Decimal(95), LIDU, "化解成功率达95%以上"),
        Aim("success_rate_ended", "办结成功率", Decimal(96), DALIAN, "成功率96%以上"),
        Aim("resolve_rate", "化解率", Decimal(80), CAMPAIGN, "化解率保持在80%以上"),
        Aim("local_rate", "就地化解率"),
        Aim("sent_rate", "报送及时率"),
        Aim("rung_in_time_rate", "按期办结率"),
        Aim("follow_up_rate", "回访率"),
        Aim("kept_rate", "协议履行率"),
    )
}


def spelled(least: Decimal | None) -> str:
    """95, 99.5: a line without empty decimals; empty where there is none."""
    return "" if least is None else f"{least.normalize():f}"
