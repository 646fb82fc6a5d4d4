"""How each paper is laid out: its fields in the official order (domain.md §2.1), once for all.

The Word templates (`cases.papers.drawing`), the print page and the check of a town's own template
read the same rows. The words here are the form's; what is filled in comes from `cases.papers.facts`.
"""

import re
from dataclasses import dataclass

PLACEHOLDER = re.compile(r"\{\{ (\w+) \}\}")


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that is filled in. A required one that is empty refuses the paper, by its label."""

    name: str
    label: str
    is_required: bool = True


@dataclass(frozen=True, slots=True)
class People:
    """A table of parties: one row each, the label of his role and what the form asks of him."""

    field: Field


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of label and value."""

    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Prose:
    """A heading and a text of any length."""

    field: Field


@dataclass(frozen=True, slots=True)
class Words:
    """A sentence of the form, with fields inside (`{{ name }}`)."""

    text: str
    fields: tuple[Field, ...] = ()


@dataclass(frozen=True, slots=True)
class Grid:
    """A list with a head: a row per entry."""

    field: Field
    columns: tuple[tuple[str, str], ...]  # name of the cell, head


@dataclass(frozen=True, slots=True)
class Signatures:
    """Lines to sign by hand."""

    lines: tuple[str, ...]


Block = People | Table | Prose | Words | Grid | Signatures

ISSUER = Field("issuer", "出具单位")
NUMBER = Field("number", "文号")
ON = Field("on", "日期")
APPLICANTS = People(Field("applicants", "申请人"))
RESPONDENTS = People(Field("respondents", "被申请人"))
PARTIES = (APPLICANTS, RESPONDENTS)
NAMES = Field("names", "当事人")
CATEGORY = Field("category", "纠纷类型")
SOURCE = Field("source", "案件来源")
NARRATIVE = Field("narrative", "纠纷简要情况")
DISPUTE = Field("narrative", "纠纷主要事实、争议事项")
TERMS = Field("terms", "经调解，自愿达成如下协议")
PERFORMANCE = Field("performance", "履行方式、时限")
OTHERS = (
    Words("{{ harmless }}", (Field("harmless", "不损害第三人权益", is_required=False),)),
    Prose(Field("third_party", "第三人的意见", is_required=False)),
)
WAYS = Field("ways", "您还可以走的途径")
REASON = Field("reason", "理由")
PLACE = Field("place", "地点")
TIME = Field("time", "时间")
CASE_NUMBER = Field("case_number", "案号")
DOSSIER = Field("dossier", "卷号", is_required=False)
PARTY_SIGNS = "（签名、盖章或按指印）："
SEAL = "（印章）"
RECEIVED = "当事人签收：　　　　　　　　　　日期：　　　　　　"


@dataclass(frozen=True, slots=True)
class Layout:
    """A sheet: head (issuer, title, number), blocks, and who puts which name under it."""

    blocks: tuple[Block, ...]
    seal: str = "{{ issuer }}（印章）"
    copies: str = "存卷"
    receipt: str = ""

    @property
    def fields(self) -> tuple[Field, ...]:
        """Every field in the order in which the sheet prints them, each once."""
        found: dict[str, Field] = {ISSUER.name: ISSUER, NUMBER.name: NUMBER}
        for block in self.blocks:
            if isinstance(block, People | Prose | Grid):
                found.setdefault(block.field.name, block.field)
            elif isinstance(block, Table | Words):
                found |= {one.name: one for one in block.fields if one.name not in found}
        for last in (ON, CASE_NUMBER):
            found.setdefault(last.name, last)
        return tuple(found.values())


TOLD = "人民调解委员会已将人民调解的相关规定告知各方当事人。"
SIGN_TWO = (f"当事人{PARTY_SIGNS}", f"当事人{PARTY_SIGNS}")
MEDIATOR_SIGNS = "人民调解员（签名）："
RECORDER_SIGNS = "记录人（签名）："

APPLICATION = Layout(
    (
        *PARTIES,
        Prose(NARRATIVE),
        Prose(Field("requests", "当事人申请事项")),
        Words("人民调解委员会已将申请人民调解的相关规定告知我，现自愿申请人民调解委员会进行调解。"),
        Signatures((f"申请人{PARTY_SIGNS}",)),
    ),
    seal="",
    copies="一式一份，存卷",
)
ACCEPTANCE = Layout(
    (
        Words(
            "{{ day }}，人民调解委员会{{ basis }}，经当事人同意，调解{{ names }}之间的纠纷。",
            (Field("day", "日期"), Field("basis", "依申请或主动"), NAMES),
        ),
        Table((DOSSIER, CATEGORY, SOURCE, NARRATIVE, Field("remark", "备注", is_required=False))),
        *PARTIES,
        Words("此表由人民调解委员会填写。"),
        Signatures((*SIGN_TWO, "登记人（签名）：")),
    ),
)
RIGHTS = Layout(
    (
        Words("{{ names }}：", (NAMES,)),
        Words("你们之间的{{ category }}由本委员会调解。现将有关规定告知如下。", (CATEGORY,)),
        Words(
            "一、性质。人民调解委员会是依法设立的调解民间纠纷的群众性组织，调解民间纠纷不收取任何费用。"
        ),
        Words(
            "二、原则。在当事人自愿、平等的基础上进行调解；不违背法律、法规和国家政策；尊重当事人的权利，"
            "不得因调解而阻止当事人依法通过仲裁、行政、司法等途径维护自己的权利。"
        ),
        Words(
            "三、法律效果。经调解达成的调解协议具有法律约束力，当事人应当按照约定履行；"
            "双方可以自协议生效之日起三十日内共同向人民法院申请司法确认。"
        ),
        Words(
            "四、权利（人民调解法第23条）。（一）选择或者接受人民调解员；（二）接受调解、拒绝调解或者要求终止调解；"
            "（三）要求调解公开进行或者不公开进行；（四）自主表达意愿、自愿达成调解协议。"
        ),
        Words(
            "五、义务（人民调解法第24条）。（一）如实陈述纠纷事实；（二）遵守调解现场秩序，尊重人民调解员；"
            "（三）尊重对方当事人行使权利。"
        ),
        Words("六、需要法律援助的，可以拨打 12348，或到司法所、公共法律服务站申请，不收费。"),
        Words("{{ limitation }}", (Field("limitation", "时效提示", is_required=False),)),
        Signatures((f"各方当事人{PARTY_SIGNS}", "签收日期：")),
    ),
    copies="每方一份，存卷一份",
)
INVESTIGATION = Layout(
    (
        Table(
            (
                TIME,
                PLACE,
                Field("people", "参加人"),
                Field("person", "被调查人（身份）"),
            )
        ),
        Prose(Field("text", "调查记录")),
        Signatures(
            (f"被调查人{PARTY_SIGNS}", "调查人（签名）：", RECORDER_SIGNS),
        ),
    ),
    seal="",
)
EVIDENCE = Layout(
    (
        Words("{{ names }}之间的{{ category }}，收到下列证据材料。", (NAMES, CATEGORY)),
        Grid(
            Field("items", "证据材料"),
            (
                ("name", "证据名称"),
                ("giver", "提交人"),
                ("pages", "页数"),
                ("form", "原件或复印件"),
                ("on", "日期"),
            ),
        ),
        Signatures(("提交人（签名）：", "接收人（签名）：")),
    ),
    seal="",
)
MINUTES = Layout(
    (
        Table((TIME, PLACE, NAMES, Field("people", "参加人", is_required=False))),
        Words(TOLD),
        Prose(Field("text", "调解记录")),
        Prose(Field("result", "调解结果")),
        Signatures((*SIGN_TWO, MEDIATOR_SIGNS, RECORDER_SIGNS)),
    ),
    seal="",
)
AGREEMENT = Layout(
    (
        *PARTIES,
        Prose(DISPUTE),
        Prose(TERMS),
        Prose(PERFORMANCE),
        *OTHERS,
        Words(
            "本协议自各方当事人签名、盖章或者按指印，人民调解员签名并加盖人民调解委员会印章之日起生效。"
            "双方可以自生效之日起三十日内共同向人民法院申请司法确认（人民调解法第33条）。"
        ),
        Words(
            "本协议一式{{ copies }}份，当事人、人民调解委员会各持一份。",
            (Field("copies", "协议份数"),),
        ),
        Signatures((*SIGN_TWO, MEDIATOR_SIGNS, RECORDER_SIGNS)),
    ),
    copies="当事人、人民调解委员会各持一份",
)
ORAL_AGREEMENT = Layout(
    (
        *PARTIES,
        Prose(DISPUTE),
        Prose(TERMS),
        Prose(PERFORMANCE),
        *OTHERS,
        Words("口头调解协议自各方当事人达成协议之日起生效（人民调解法第30条）。"),
        Signatures((MEDIATOR_SIGNS,)),
    ),
)
FOLLOW_UP = Layout(
    (
        Table(
            (
                NAMES,
                Field("agreement_number", "调解协议编号"),
                Field("why", "回访事由"),
                Field("time", "回访时间"),
                Field("performed", "履行情况"),
                Field("satisfied", "满意程度", is_required=False),
                Field("court", "是否起诉及判决", is_required=False),
                Field("relapse", "有无激化和遗留隐患"),
                Field("measures", "采取措施", is_required=False),
            )
        ),
        Prose(Field("text", "回访情况", is_required=False)),
        Signatures(("回访人（签名）：",)),
    ),
)
TERMINATION = Layout(
    (
        *PARTIES,
        Words(
            "你们之间的{{ category }}，由本单位组织调解。因{{ reason }}，人民调解自 {{ day }} 起终止。",
            (CATEGORY, Field("reason", "终止原因"), Field("day", "终止日期")),
        ),
        Prose(Field("detail", "具体情况", is_required=False)),
        Words("人民调解终止，不影响你们依法通过仲裁、行政、司法等途径维护自己的权利。"),
        Prose(WAYS),
        Signatures((MEDIATOR_SIGNS,)),
    ),
    copies="每方一份，存卷一份",
    receipt=RECEIVED,
)
CONFIRMATION = Layout(
    (
        *PARTIES,
        Prose(Field("request", "请求事项")),
        Table(
            (
                Field("agreement_name", "协议名称"),
                Field("agreement_number", "协议编号"),
                Field("effective_on", "协议生效日期"),
                Field("mediator", "主持调解的组织"),
            )
        ),
        Words(
            "双方共同承诺：我们出于解决纠纷的目的自愿达成协议，没有恶意串通、规避法律的行为；"
            "如果因为该协议内容而给他人造成损害的，愿意承担相应的民事责任和其他法律责任。"
        ),
        Prose(Field("papers", "附：有关材料")),
        Words("此致　{{ court }}", (Field("court", "向哪个法院申请"),)),
        Signatures(
            (
                f"申请人{PARTY_SIGNS}",
                "送达地址、电话：",
                f"申请人{PARTY_SIGNS}",
                "送达地址、电话：",
            )
        ),
    ),
    seal="",
    copies="法院一份，双方各一份，存卷一份",
)
DOSSIER_NOTE = Layout(
    (
        Table((DOSSIER, CASE_NUMBER, NAMES)),
        Prose(Field("text", "需说明的问题")),
        Signatures(("立卷人（签名）：", "审核人（签名）：")),
    ),
    seal="",
)
CLOSING_REPORT = Layout(
    (
        Table(
            (
                DOSSIER,
                Field("day", "填表时间"),
                Field("unit", "承办单位"),
                Field("officer", "承办人"),
                Field("received_on", "受案时间"),
                Field("left_on", "结案时间"),
                NAMES,
                CATEGORY,
                SOURCE,
                Field("outcome", "处理结果"),
            )
        ),
        Prose(Field("narrative", "纠纷简要事实")),
        Prose(Field("text", "办理和履行情况")),
        Signatures(("承办人（签名）：",)),
    ),
    seal="",
)
DECLINE_NOTICE = Layout(
    (
        *PARTIES,
        Words(
            "你们之间的{{ category }}，{{ received_on }}收到。经了解，因{{ reason }}，本单位不予受理。",
            (CATEGORY, Field("received_on", "收到日期"), Field("reason", "不予受理的理由")),
        ),
        Prose(Field("detail", "具体情况")),
        Prose(Field("where_to", "可以到哪里办")),
        Prose(WAYS),
    ),
    copies="每方一份，存卷一份",
    receipt=RECEIVED,
)
ESCALATION = Layout(
    (
        *PARTIES,
        Table(
            (
                CATEGORY,
                PLACE,
                NARRATIVE,
                Field("handled", "本级办理"),
                Field("reason", "上报理由"),
                Field("summary", "办理经过"),
                Field("risk", "风险等级"),
            )
        ),
    ),
    copies="一式两份，接收单位一份，存卷一份",
    receipt="接收人：　　　　　　　　　　日期：　　　　　　",
)
REFERRAL = Layout(
    (
        *PARTIES,
        Words(
            "你们之间的{{ category }}，经{{ unit }}办理，{{ reason }}。",
            (CATEGORY, Field("unit", "办理单位"), Field("reason", "引导的途径")),
        ),
        Prose(Field("detail", "说明", is_required=False)),
        Words("是否起诉、何时起诉由您自己决定。以后双方仍愿意调解的，可以随时回来。"),
        Prose(WAYS),
    ),
    copies="每方一份，存卷一份",
    receipt=RECEIVED,
)
TRANSFER = Layout(
    (
        Words("{{ where_to }}：", (Field("where_to", "主送单位"),)),
        Words("现将下列事项移送你单位办理（{{ kind }}）。", (Field("kind", "移送种类"),)),
        *PARTIES,
        Table(
            (
                CATEGORY,
                Field("received_on", "收到日期"),
                PLACE,
                NARRATIVE,
                Field("reason", "移送理由"),
            )
        ),
        Prose(WAYS),
        Words("请将办理情况告知当事人，并函复本单位。"),
    ),
    copies="一式两份，接收单位一份，存卷一份",
    receipt="接收单位：　　　　　　　　　　接收人、日期：　　　　　　",
)
