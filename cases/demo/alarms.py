"""Risks that were assessed anew, and an event that could not wait, by the same services as at work."""

import random
from datetime import timedelta

from cases import services
from cases.demo.history import History
from cases.enums import Risk, Status, Verb
from cases.models import Case
from cases.services.instant import add_step, report_instantly
from mediation.core import clock

UP = ("双方家里都来了人，话说得重", "工地门口堵了半天，没有动手", "为这事停了工，牵涉的人多了")
DOWN = ("两边都退了一步，约好了时间再谈", "工钱先付了一半，人都回去了")
GROUNDS = ("承办人和村干部当面见过双方，情绪稳", "已付的款有转账凭据，其余写了日子")
EVENT = {
    "demands": "要求当天结清拖欠的工钱",
    "cause": "承包方说好的付款日过了，没有人出面解释",
    "state": "三十多人在工地门口，秩序正常，没有冲突",
    "measures": "包村干部和调解员已经到场，约双方下午到中心谈",
    "advice": "请规建办联系建设单位，派出所在场维持秩序",
}
RAISED = 4


class Alarms:
    def __init__(self, history: History, seed: int) -> None:
        self.history = history
        self.lot = random.Random(f"alarms {seed}")  # noqa: S311 - a demo's dice

    def raise_some(self) -> None:
        """Some cases in mediation go up, half of them down again; one is reported at once."""
        peace = self.history.peace
        calm = Case.objects.filter(
            centre=self.history.centre,
            status=Status.MEDIATING,
            risk__in=[Risk.BLUE, Risk.YELLOW],
        )
        cases = list(calm.order_by("-registered_at", "-pk")[:RAISED])
        for place, case in enumerate(cases):
            up = Risk.RED if place % 2 else Risk.ORANGE
            services.move(case, Verb.REASSESS, peace, risk=up, reason=self.lot.choice(UP))
            if place >= RAISED // 2:
                services.move(
                    case,
                    Verb.REASSESS,
                    peace,
                    risk=Risk.YELLOW,
                    reason=self.lot.choice(DOWN),
                    grounds=self.lot.choice(GROUNDS),
                )
        if cases:
            now = clock.now()
            report = report_instantly(
                peace,
                case=cases[0],
                happened_at=now - timedelta(minutes=40),
                place="场镇东街工地门口",
                head_count=32,
                **EVENT,
            )
            add_step(report, peace, to="区委政法委", means="phone", text="已口头报告，材料随后送")
