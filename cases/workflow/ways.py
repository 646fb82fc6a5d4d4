"""The ways out of mediation as one table: whom to ask, by when, what to bring (rules.md §2 rows 12–13).

Each becomes a hand-over sheet. Articles whose number a new version of a law moved are cited by the
law alone (domain.md §10). Nothing here is a condition: a party may choose any lawful way at any time
(人民调解法 3(3)).
"""

from dataclasses import dataclass

from cases.enums import Outcome, ReferWay, Status, TransferKind
from cases.models import Case

LABOUR_CATEGORIES = frozenset({"10", "11"})  # domain.md §3.1: wages, other labour disputes
TRAFFIC_CATEGORY = "16"
LABOUR_ARBITRATION = "labour_arbitration"
# Whatever the way; printed on every sheet.
INTERRUPTION = "您向人民调解委员会提出过请求的，诉讼时效从提出之日起中断（最高人民法院关于诉讼时效的规定第12条）。"
LEGAL_AID = (
    "请不起律师的，可以申请法律援助：拨打 12348，或到司法所、公共法律服务站办理，不收费。"
    "讨要劳动报酬、工伤赔偿和受家庭暴力侵害的，按法律援助法不用审查经济状况。"
)
COME_BACK = "走这条路以后双方仍愿意调解的，可以随时回来；调解不收费。"


@dataclass(frozen=True, slots=True)
class Way:
    """One hand-over sheet. `limits` are the periods in which it must be done, with their law."""

    code: str
    title: str
    body: str
    how: tuple[str, ...]
    limits: tuple[str, ...]
    bring: tuple[str, ...]
    cost: str


WAYS: dict[str, Way] = {
    way.code: way
    for way in (
        Way(
            ReferWay.LITIGATION,
            "向人民法院起诉",
            "有管辖权的人民法院（一般是被告住所地；合同纠纷也可以在履行地，侵权纠纷也可以在侵权行为地，不动产在所在地）",
            (
                "写起诉状，写不了的可以到立案窗口口头起诉，由法院记下来。",
                "法院收到后七日内决定是否立案；不立案的会给裁定，可以上诉。",
            ),
            (
                "一般三年，自知道或者应当知道权利受到损害以及义务人之日起算（民法典第188条），法律另有规定的从其规定。",
            ),
            (
                "起诉状（正本一份，再按对方人数各一份）",
                "身份证明；单位的带营业执照、法定代表人身份证明",
                "对方的姓名、住址、电话",
                "合同、欠条、照片、票据、聊天记录等证据和复印件",
                "有代理人的带授权委托书",
                "本单",
            ),
            "法院收诉讼费，由败诉方负担；有困难的可以申请缓交、减交、免交。",
        ),
        Way(
            ReferWay.ARBITRATION,
            "向仲裁委员会申请仲裁",
            "双方约定的仲裁委员会",
            (
                "双方在合同里写了仲裁条款，或者事后签了仲裁协议的，才能申请；没有的，可以向人民法院起诉。",
                "裁决作出就生效；对方不履行的，可以向人民法院申请执行。",
            ),
            ("一般适用诉讼时效三年（民法典第188条、第198条），法律另有规定的从其规定。",),
            (
                "仲裁申请书（正本一份，再按对方人数各一份）",
                "写有仲裁条款的合同或者仲裁协议",
                "身份证明；单位的带营业执照",
                "证据和复印件",
                "有代理人的带授权委托书",
                "本单",
            ),
            "仲裁委员会按它公布的标准收费。",
        ),
        Way(
            LABOUR_ARBITRATION,
            "申请劳动人事争议仲裁",
            "劳动合同履行地或者用人单位所在地的劳动人事争议仲裁委员会（劳动争议调解仲裁法第21条）",
            (
                "写仲裁申请书，写不了的可以口头申请。",
                "对裁决不服的，一般可以在收到裁决书之日起十五日内向人民法院起诉（劳动争议调解仲裁法第50条）。",
                "拖欠工资的，也可以同时向劳动监察部门投诉。",
            ),
            (
                "一年，自知道或者应当知道权利被侵害之日起算；还在上班、讨要劳动报酬的不受一年限制，但劳动关系终止的，自终止之日起一年内提出（劳动争议调解仲裁法第27条）。",
            ),
            (
                "仲裁申请书（正本一份，再按对方人数各一份）",
                "身份证明",
                "劳动合同、工资条、考勤、工作证、社保记录等能证明劳动关系的材料",
                "用人单位的名称、住所、负责人",
                "有代理人的带授权委托书",
                "本单",
            ),
            "劳动争议仲裁不收费（劳动争议调解仲裁法第53条）。",
        ),
        Way(
            ReferWay.RECONSIDERATION,
            "申请行政复议",
            "作出行政行为的机关的本级人民政府（一般是区县人民政府的行政复议机构）",
            (
                "可以书面申请，写不了的可以口头申请；可以邮寄，也可以在网上提交。",
                "对复议决定不服的，可以在收到决定书之日起十五日内向人民法院起诉（行政诉讼法第45条）。",
            ),
            (
                "六十日，自知道或者应当知道该行政行为之日起算（行政复议法第20条）。",
                "不经复议直接起诉的，一般为六个月，自知道或者应当知道之日起算（行政诉讼法第46条）；法律规定必须先复议的除外。",
            ),
            (
                "行政复议申请书",
                "身份证明",
                "不服的决定书、通知书，或者能证明该行政行为的材料",
                "有代理人的带授权委托书",
                "本单",
            ),
            "行政复议不收费。",
        ),
        Way(
            ReferWay.RULING,
            "申请行政裁决",
            "法律规定有权裁决的行政机关（如土地、林木林地权属争议由人民政府处理）",
            (
                "先问清这一类纠纷由哪个机关裁决，司法所可以帮您问。",
                "对土地权属处理决定不服的，可以自接到处理决定通知之日起三十日内向人民法院起诉（土地管理法第14条）。",
            ),
            ("法律没有统一期限，请尽早提出；另有规定的从其规定。",),
            (
                "裁决申请书",
                "身份证明",
                "权属证书、承包合同、历史协议、四至图等材料",
                "争议地块或者物品的照片",
                "有代理人的带授权委托书",
                "本单",
            ),
            "一般不收费，鉴定、勘验另计。",
        ),
        Way(
            TransferKind.PETITION,
            "提出信访事项",
            "有权处理的机关、单位，或者本级信访部门（街道信访接待窗口）",
            (
                "可以来信、来电、网上提，也可以到接待窗口；多人提同一件事的，推选代表，不超过五人。",
                "应当通过诉讼、仲裁、行政复议等法定途径解决的，会告诉您去哪里办。",
            ),
            (
                "机关、单位收到后十五日内书面告诉您接收情况和处理途径（信访工作条例第23条）。",
                "依信访程序办理的，受理之日起六十日内办结，情况复杂的可以延长，最多三十日（信访工作条例第34条）。",
                "不服处理意见的，收到之日起三十日内申请复查；不服复查意见的，收到之日起三十日内申请复核（信访工作条例第35条、第36条）。",
            ),
            ("身份证明", "写明事实、理由和请求的材料", "已经收到的答复、判决、裁决", "本单"),
            "信访不收费。",
        ),
        Way(
            TransferKind.POLICE,
            "向公安机关报案",
            "事情发生地的派出所；紧急时拨打 110",
            (
                "公安机关会出具接报案回执，请留好。",
                "受伤的先看病，病历和票据留好；要做伤情鉴定的由公安机关安排。",
                "轻微的可以由公安机关调解，不愿意调解或者没谈成的，民事赔偿可以向人民法院起诉。",
            ),
            (
                "尽早报案。违反治安管理行为一般在六个月内没有被发现的不再处罚（治安管理处罚法）；刑事案件按刑法的追诉时效。",
                "民事赔偿的诉讼时效一般三年（民法典第188条）。",
            ),
            (
                "身份证明",
                "事情的时间、地点、经过，在场的人",
                "病历、照片、录音录像等材料",
                "本单",
            ),
            "报案不收费。",
        ),
        Way(
            TransferKind.ADMINISTRATIVE,
            "请行政机关依法处理",
            "主管这件事的行政机关（移送函上写明的单位）",
            (
                "本单位已把材料移送过去，您也可以自己去问进展。",
                "机关不理的，可以申请行政复议，也可以向人民法院起诉。",
            ),
            (
                "行政机关接到申请后两个月内不履行职责的，可以向人民法院起诉；法律、法规另有规定的从其规定，紧急情况不受两个月限制（行政诉讼法第47条）。",
            ),
            ("身份证明", "写明事实和请求的申请", "合同、票据、照片等材料", "本单"),
            "申请行政机关履行职责不收费。",
        ),
        Way(
            ReferWay.OTHER,
            "其他法定途径",
            "法律规定处理这一类事情的机关、单位；拿不准的先问 12348 或司法所",
            ("说清是什么事、想要什么结果，由工作人员告诉您该去哪里、怎么办。",),
            ("不同的途径期限不同，请尽早提出；一般民事权利的诉讼时效为三年（民法典第188条）。",),
            ("身份证明", "和这件事有关的材料", "本单"),
            "咨询不收费。",
        ),
    )
}
# Where nothing was chosen, every way that a party may take by himself.
OPEN_TO_ALL = (
    ReferWay.LITIGATION,
    ReferWay.ARBITRATION,
    ReferWay.RECONSIDERATION,
    ReferWay.RULING,
    TransferKind.PETITION,
    ReferWay.OTHER,
)
# Ways that begin anew from what the parties agreed: only the court.
OF_A_BREACH = (ReferWay.LITIGATION,)


def is_labour(case: Case) -> bool:
    return case.category.code in LABOUR_CATEGORIES


def sheet_of(code: str, case: Case) -> Way:
    """The sheet of a way for this kind of dispute: labour has an arbitration of its own."""
    if is_labour(case) and code == ReferWay.ARBITRATION:
        return WAYS[LABOUR_ARBITRATION]
    return WAYS[code]


def ways_of(case: Case) -> list[Way]:
    """The sheets that belong to a case as it stands: the way it took, else all that are open.

    None while it is being handled, or when it is merged. A labour dispute begins with arbitration
    (劳动争议调解仲裁法第5条). Endings are read as they came with the case.
    """
    if case.is_open or case.outcome == Outcome.MERGED:
        return []
    if case.outcome in (Outcome.REFERRED, Outcome.TRANSFERRED):
        last = max(case.endings.all(), key=lambda one: one.pk, default=None)
        chosen = last.ground if last is not None and last.ground in WAYS else ReferWay.LITIGATION
        return [sheet_of(chosen, case)]
    if case.status == Status.SETTLED or case.outcome in (
        Outcome.WRITTEN,
        Outcome.ORAL,
        Outcome.RECONCILED,
        Outcome.HANDLED,
    ):
        return [WAYS[code] for code in OF_A_BREACH]
    codes = [code for code in OPEN_TO_ALL if code != ReferWay.ARBITRATION or not is_labour(case)]
    found = [WAYS[code] for code in codes]
    return [WAYS[LABOUR_ARBITRATION], *found] if is_labour(case) else found
