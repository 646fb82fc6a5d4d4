"""How each letter is laid out: its fields in the order of domain.md §2.2, once for all.

The blocks are those of `cases.papers.layouts`; the Word templates, the print page and the check of a
town's own template read the same rows. The issuer is always the street office itself (条例32).
"""

from cases.papers.layouts import Field, Layout, People, Prose, Signatures, Table, Words

FILE_NUMBER = Field("petition_number", "信访编号")
NAMES = Field("names", "信访人")
TITLE = Field("title", "信访事项")
RECEIVED_ON = Field("received_on", "收到日期")
CHANNEL = Field("channel", "信访形式")
CAME = Field("came", "来源")
DEMANDS = Field("demands", "投诉请求")
NARRATIVE = Field("narrative", "反映的主要问题、事实和理由")
SIGNER = Field("signer", "签发人")
CONTACT = Field("contact", "联系人和电话")
QUERY = Field("query", "查询方式")
REVIEW_BODY = Field("review_body", "复查机关")

DEAR = Words("{{ names }}：", (NAMES,))
SIGNED = Words("签发人：{{ signer }}", (SIGNER,))
YOURS = Words(
    "您{{ received_on }}以{{ channel }}形式提出的“{{ title }}”，本单位已经收到并登记。",
    (RECEIVED_ON, CHANNEL, TITLE),
)
HELP = (
    "依法通过诉讼、仲裁、行政复议等途径主张权利。需要法律援助的，可以拨打 12348，"
    "或到司法所、公共法律服务站申请，不收费。"
)
KEPT = f"本告知不影响您{HELP}"
RECEIVED = "信访人签收：　　　　　　　　　　日期：　　　　　　"
BY_BODY = "接收单位：　　　　　　　　　　接收人、日期：　　　　　　"
ONE_EACH = "信访人一份，存卷一份"
SEAL = "{{ issuer }}（公章或信访专用章）"


def _sheet(*blocks: object, **more: object) -> Layout:
    options = {"seal": SEAL, "copies": ONE_EACH, "file_number": FILE_NUMBER}
    return Layout(blocks, **(options | more))  # type: ignore[arg-type]


def _notice(*blocks: object) -> Layout:
    """A letter to the petitioner: who is spoken to, what came, and at the end his signature."""
    return _sheet(DEAR, YOURS, *blocks, receipt=RECEIVED)


def _inside(*blocks: object, **more: object) -> Layout:
    """A sheet of the file: nobody is told by it."""
    return _sheet(*blocks, **({"seal": "", "copies": "存卷"} | more))


REGISTRATION = _inside(  # F1
    Table(
        (
            FILE_NUMBER,
            Field("registered_at", "登记时间"),
            Field("registered_by", "登记窗口、登记人"),
            CHANNEL,
            CAME,
            Field("occurrence", "初次或重复"),
        )
    ),
    People(Field("people", "信访人")),
    Table(
        (
            Field("head_count", "人数"),
            Field("place", "问题属地", is_required=False),
            Field("purpose", "信访目的"),
            Field("content", "内容分类", is_required=False),
        )
    ),
    Prose(NARRATIVE),
    Prose(DEMANDS),
    Table(
        (
            Field("prior_step", "已走程序"),
            Field("files", "附件", is_required=False),
            Field("talk", "接谈意见", is_required=False),
            Field("handling", "处理方式", is_required=False),
        )
    ),
    Words("口头提出的，照原话如实记录（信访工作条例第19条）。"),
    Signatures(("登记人（签名）：", "信访人阅后（签名、盖章或按指印）：")),
)
ACCEPTANCE = _notice(  # F2
    Words(
        "经审查，属于本单位职权范围，决定受理。本件按{{ way }}办理。",
        (Field("way", "处理途径"),),
    ),
    Prose(Field("procedure", "办理程序")),
    Table((Field("limit", "办理期限"), CONTACT, QUERY)),
    Words("您可以随时查询办理进展、补充材料。"),
)
DECLINE = _notice(  # F3
    Words("经审查，因{{ ground }}，本单位不予受理。", (Field("ground", "不予受理的理由"),)),
    Table(
        (
            Field("basis", "依据条款"),
            Field("detail", "具体情况", is_required=False),
            Field("to", "应当向何机关提出"),
            CONTACT,
        )
    ),
    Words(KEPT),
    SIGNED,
)
NOT_AGAIN = _notice(  # F3a
    Words(
        "经审查，该事项已由{{ final_number }}复核意见书作出复核意见，您以同一事实和理由再次提出，"
        "本单位不再受理。",
        (Field("final_number", "复核意见书文号"),),
    ),
    Table(
        (
            Field("basis", "依据条款"),
            Field("detail", "具体情况", is_required=False),
            CONTACT,
        )
    ),
    Words("有新的事实和理由的，您可以另行提出。生活有困难需要帮助的，请告诉我们，依法照常办理。"),
    Words(KEPT),
    SIGNED,
)
GUIDANCE = _notice(  # F4
    Words(
        "经审查，该事项依法应当通过{{ way }}处理。",
        (Field("way", "应走的程序"),),
    ),
    Table(
        (
            Field("to", "受理机关"),
            Field("time_limit", "期限提示"),
            Field("basis", "依据条款"),
            Field("detail", "说明", is_required=False),
            CONTACT,
        )
    ),
    Words("请在期限以内向受理机关提出；法律对期限另有规定的，从其规定。" + KEPT),
)
FORWARDING = _sheet(  # F5
    Words("{{ to }}：", (Field("to", "主送单位"),)),
    Words(
        "现将{{ names }}{{ received_on }}以{{ channel }}形式提出的“{{ title }}”转送你单位，请依法办理。",
        (NAMES, RECEIVED_ON, CHANNEL, TITLE),
    ),
    Prose(Field("narrative", "事项摘要")),
    Prose(DEMANDS),
    Table((Field("reason", "转送理由"), Field("files", "附件", is_required=False), CONTACT)),
    Words("请按照规定期限书面告知信访人。"),
    copies="接收单位一份，存卷一份",
    receipt=BY_BODY,
)
FORWARD_NOTICE = _notice(
    Words("该事项已转送{{ to }}办理。", (Field("to", "转送去向"),)),
    Prose(Field("reason", "转送理由")),
    Table((CONTACT, QUERY)),
    Words("您可以向该单位查询办理情况。" + KEPT),
)
ASSIGNMENT = _sheet(  # F5
    Words("{{ to }}：", (Field("to", "主送单位"),)),
    Words(
        "现将{{ names }}{{ received_on }}以{{ channel }}形式提出的“{{ title }}”交你单位办理。",
        (NAMES, RECEIVED_ON, CHANNEL, TITLE),
    ),
    Prose(Field("narrative", "事项摘要")),
    Prose(Field("demands", "交办的诉求")),
    Prose(Field("text", "交办要求")),
    Table((Field("due_on", "反馈期限"), Field("files", "附件", is_required=False), CONTACT)),
    Words(
        "请在 {{ due_on }}（含当天）前反馈结果，并提交办结报告。不属你单位职责的，请在两个工作日内退回。"
    ),
    copies="承办单位一份，存卷一份",
    receipt=BY_BODY,
)
OBJECTION = _sheet(  # F6
    Words("{{ sent_by }}：", (Field("sent_by", "转来机关"),)),
    Words(
        "你单位{{ external_number }}转来的{{ names }}的信访事项，{{ received_on }}收到。"
        "经审查，不属于本单位职权范围，现提出异议并交还材料（信访工作条例第23条）。",
        (Field("external_number", "原件号"), NAMES, RECEIVED_ON),
    ),
    Table((TITLE,)),
    Prose(Field("reason", "不属本单位职权的理由")),
    Table((Field("to", "建议承办单位", is_required=False), CONTACT)),
    Words("请核实同意后函复。函复以前，告知信访人的期限仍由本单位照办。"),
    copies="转来机关一份，存卷一份",
    receipt=BY_BODY,
)
EXTENSION = _notice(  # F7
    Words("该事项 {{ accepted_on }} 受理，正在办理。", (Field("accepted_on", "受理日期"),)),
    Prose(Field("reason", "延期理由")),
    Words(
        "经本单位负责人批准，办理期限延长 {{ days }} 天，到 {{ due_on }}（含当天）办结"
        "（信访工作条例第34条，只能延长一次）。",
        (Field("days", "延长天数"), Field("due_on", "新的办结日期")),
    ),
    Table((Field("signer", "批准人"), CONTACT, QUERY)),
)
OPINION = _sheet(  # F8
    DEAR,
    Words(
        "您{{ received_on }}以{{ channel }}形式提出的“{{ title }}”（来源：{{ came }}），"
        "本单位 {{ accepted_on }} 受理，现已办理完毕，逐项答复如下。",
        (RECEIVED_ON, CHANNEL, TITLE, CAME, Field("accepted_on", "受理日期")),
    ),
    Prose(DEMANDS),
    People(Field("answers", "逐项查明、依据和意见")),
    Prose(Field("resolution", "三到位一处理", is_required=False)),
    Words(
        "如不服本处理意见，您可以自收到本意见书之日起 30 日内，向{{ review_body }}书面申请复查"
        "（信访工作条例第35条）。期限最后一天是法定节假日的，顺延到节假日后的第一个工作日。",
        (REVIEW_BODY,),
    ),
    Words(f"本意见书不影响您{HELP}"),
    Table((CONTACT, QUERY)),
    SIGNED,
    receipt=RECEIVED,
)
_FROM_ABOVE = (
    Table(
        (
            Field("names", "申请人"),
            Field("office", "作出原意见的机关"),
            Field("body", "复查或复核机关"),
            Field("requested_on", "提出申请日期"),
            TITLE,
        )
    ),
    Prose(Field("demands", "请求")),
    Prose(Field("found", "查明和依据", is_required=False)),
    Table((Field("result", "结论"), Field("decided_on", "作出日期"))),
)
REVIEW = _inside(  # F9: another body's own; this is what the file keeps of it
    *_FROM_ABOVE,
    Words(
        "申请人对复查意见不服的，可以自收到之日起 30 日内，向复查机关的上一级机关申请复核"
        "（信访工作条例第36条）。"
    ),
    Words("原件由复查机关出具，扫描件附后。"),
    copies="存卷，附原件",
)
FINAL = _inside(  # F10
    *_FROM_ABOVE,
    Words(
        "复核意见作出以后，申请人以同一事实和理由再提出的，不再受理（信访工作条例第36条）；"
        "有新的事实和理由的可以另行提出，困难帮扶照常。"
    ),
    Words("原件由复核机关出具，扫描件附后。"),
    copies="存卷，附原件",
)
RECEIPT = _sheet(  # F11
    Table(
        (
            Field("letter", "送达文书名称"),
            Field("letter_number", "文号"),
            Field("to", "受送达人"),
            Field("time", "送达时间", is_required=False),
            Field("place", "送达地点", is_required=False),
            Field("way", "送达方式", is_required=False),
            Field("outcome", "签收、拒收或代收", is_required=False),
            Field("deliverer", "送达人", is_required=False),
            Field("witness", "见证人", is_required=False),
        )
    ),
    Words("拒绝签收或者留置送达的，写明情况，由见证人签名。代收的，写明与受送达人的关系。"),
    Signatures(
        (
            "受送达人（签名、盖章或按指印）：　　　　　　　　年　　月　　日",
            "代收人（签名）：　　　　　　　与受送达人的关系：",
            "送达人（签名）：",
            "见证人（签名）：",
        )
    ),
    copies="存卷",
)
HEARING = _inside(  # F12
    Table(
        (
            Field("time", "时间"),
            Field("place", "地点", is_required=False),
            Field("people", "主持人、参加人", is_required=False),
            TITLE,
        )
    ),
    Prose(Field("text", "陈述、质证、辩论")),
    Prose(Field("view", "评议意见", is_required=False)),
    Signatures(("主持人（签名）：", "记录人（签名）：", "参加人阅后（签名）：")),
)
REPORT = _inside(  # F13
    Words("{{ issuer }}：", ()),
    Table(
        (
            Field("unit", "承办单位"),
            Field("assignment_number", "交办函号"),
            TITLE,
            Field("due_on", "反馈期限"),
        )
    ),
    Prose(Field("basics", "基本情况")),
    Prose(Field("inquiry", "调查核实", is_required=False)),
    Prose(Field("text", "处理意见及落实")),
    Prose(Field("attitude", "信访人的意见", is_required=False)),
    Table((Field("files", "佐证材料", is_required=False),)),
    seal="{{ unit }}（承办单位）",
    copies="交办单位一份，承办单位存一份",
)
SETTLEMENT = _inside(  # F14
    People(Field("people", "信访人")),
    Prose(Field("respondent", "对方当事人")),
    Prose(Field("narrative", "主要事实、争议事项")),
    Prose(Field("terms", "双方自愿达成如下协议")),
    Prose(Field("performance", "履行方式、时限")),
    Words("本协议由双方自愿订立，不损害国家利益、社会公共利益和第三人的合法权益。"),
    Words("订立本协议不影响信访人依法申请复查、复核、提起诉讼的权利。"),
    Words("本协议一式{{ copies }}份，双方各持一份，存卷一份。", (Field("copies", "份数"),)),
    Signatures(
        ("信访人（签名、盖章或按指印）：", "对方（签名、盖章或按指印）：", "主持人（签名）：")
    ),
    copies="双方各一份，存卷一份",
)
URGENT = _sheet(  # F15: the event only, nobody who was there
    Table(
        (
            Field("time", "时间"),
            Field("place", "地点"),
            Field("head_count", "人数"),
            Field("demands", "诉求"),
            Field("cause", "起因"),
            Field("state", "现状"),
            Field("measures", "已采取的措施"),
            Field("advice", "建议"),
            Field("reporter", "报告人"),
            CONTACT,
        )
    ),
    Signatures(("单位负责人（签名）：",)),
    copies="按规定报送，存卷一份",
)
RECEPTION = _inside(  # F16
    Table(
        (
            Field("period", "期次"),
            Field("leader", "接访领导"),
            Field("time", "时间"),
            Field("place", "地点"),
            Field("names", "来访人"),
            Field("head_count", "来访人次"),
        )
    ),
    Prose(Field("demands", "诉求")),
    Prose(Field("answer", "现场答复或交办单位")),
    Table(
        (Field("due_on", "办结时限", is_required=False), Field("result", "结果", is_required=False))
    ),
    Signatures(("接访领导（签名）：", "记录人（签名）：")),
)
