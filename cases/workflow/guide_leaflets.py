"""One leaflet a way: what it is, how, by when, what to bring, what it costs (一次性告知).

Where a hand-over sheet of a case says the same (`cases.workflow.ways`), its words are used.
Articles whose number a new version of a law moved are cited by the law alone (domain.md §10).
"""

from dataclasses import dataclass

from cases.enums import ReferWay, TransferKind
from cases.workflow.ways import LABOUR_ARBITRATION, WAYS
from grids.enums import GuideWay as W

# Printed on every leaflet but the court's own: no way closes the court (人民调解法3条(3)).
COURT_TOO = "您也可以去人民法院起诉；走哪条路由您自己决定，任何人不得阻拦。"
COURT_AFTER = {
    W.LABOUR: "对裁决不服的，您也可以去人民法院起诉；走哪条路由您自己决定，任何人不得阻拦。",
    W.RULING: "对处理决定不服的，您也可以去人民法院起诉；走哪条路由您自己决定，任何人不得阻拦。",
}
DANGER = "有人身危险请马上打 110。"


@dataclass(frozen=True, slots=True)
class Leaflet:
    """`where` is said when the town's table has no place for the way."""

    code: str
    title: str
    where: str
    how: tuple[str, ...]
    limits: tuple[str, ...]
    bring: tuple[str, ...]
    cost: str
    law: str

    @property
    def court(self) -> str:
        """The sentence that the court is open, "" on the court's own leaflet."""
        return "" if self.code == W.COURT else COURT_AFTER.get(W(self.code), COURT_TOO)


def _of_sheet(code: str, sheet: str, law: str) -> Leaflet:
    way = WAYS[sheet]
    bring = tuple(one for one in way.bring if one != "本单")
    return Leaflet(code, way.title, way.body, way.how, way.limits, bring, way.cost, law)


LEAFLETS: dict[str, Leaflet] = {
    one.code: one
    for one in (
        Leaflet(
            W.MEDIATION,
            "申请人民调解",
            "本中心矛调受理窗口，或者村（社区）人民调解委员会",
            (
                "书面、口头申请都可以，窗口帮您记下来。",
                "要双方都愿意；不想调了，随时可以说，不用说理由。",
                "谈成了可以签调解协议，三十日内双方可以一起申请司法确认。",
            ),
            (
                "诉讼时效一般三年（民法典第188条）；向调委会提出请求的，时效从提出之日起中断。",
                "劳动争议的仲裁时效是一年，请不要等过期。",
            ),
            ("身份证明", "对方的姓名、住址、电话，知道多少带多少", "合同、欠条、照片、票据等材料"),
            "人民调解不收费（人民调解法第4条）。",
            "人民调解法第3条、第4条、第17条、第23条、第33条",
        ),
        Leaflet(
            W.REPORT,
            "投诉举报、申请履行职责",
            "主管这件事的机关；拿不准的拨打 12345，由它转办",
            (
                "说清什么时间、什么地点、什么事，想让机关做什么；可以书面，也可以打电话、网上提。",
                "请机关给回执或者受理号，问清多久答复。",
            ),
            (
                "请尽早提出；机关接到申请后两个月内不履行职责的，可以申请行政复议、起诉（行政诉讼法第47条），法律另有规定的从其规定。",
            ),
            ("身份证明", "写明事实和请求的材料", "照片、票据、合同等能说明情况的材料"),
            "投诉举报不收费。",
            "信访工作条例第31条第五项、行政诉讼法第47条",
        ),
        Leaflet(
            W.LAND,
            "申请农村土地承包经营纠纷仲裁",
            "区县农村土地承包仲裁委员会",
            (
                "写仲裁申请书，写不了的可以口头申请，由仲裁委员会记下来。",
                "也可以请村民委员会、街道（乡镇）调解，或者不经仲裁直接起诉。",
                "对裁决不服的，收到裁决书之日起三十日内可以起诉；逾期不起诉，裁决生效（农村土地承包经营纠纷调解仲裁法第48条）。",
            ),
            (
                "二年，自知道或者应当知道权利被侵害之日起算（农村土地承包经营纠纷调解仲裁法第18条）。",
            ),
            (
                "仲裁申请书",
                "身份证明",
                "土地承包合同、经营权证、流转合同",
                "对方的姓名或者名称、住址、电话",
                "地块照片、四至说明等材料",
            ),
            "土地承包仲裁不收费（农村土地承包经营纠纷调解仲裁法第52条）。",
            "农村土地承包经营纠纷调解仲裁法第3条、第4条、第18条、第48条",
        ),
        Leaflet(
            W.HOTLINE,
            "拨打 12345 政务服务便民热线",
            "电话 12345，全天有人接听",
            (
                "说清是什么事、在哪里、想要什么结果，记下工单号。",
                "问政策能当场答的当场答；要转单位办的，由单位给您回音。",
            ),
            ("热线没有提出期限；要走复议、仲裁、诉讼的，请另看它们的期限，不要等热线回音。",),
            ("地点、时间", "有照片、材料的准备好"),
            "不收费，按市话计费。",
            "信访工作条例第17条（电话形式）",
        ),
        _of_sheet(W.PETITION, TransferKind.PETITION, "信访工作条例第17条、第23条、第31条、第34条"),
        _of_sheet(W.RECONSIDERATION, ReferWay.RECONSIDERATION, "行政复议法第11条、第20条、第23条"),
        _of_sheet(W.RULING, ReferWay.RULING, "土地管理法第14条、森林法第22条"),
        _of_sheet(W.LABOUR, LABOUR_ARBITRATION, "劳动争议调解仲裁法第5条、第27条、第50条、第53条"),
        _of_sheet(W.ARBITRATION, ReferWay.ARBITRATION, "仲裁法、民法典第188条、第198条"),
        _of_sheet(W.COURT, ReferWay.LITIGATION, "民法典第188条、民事诉讼法"),
    )
}
