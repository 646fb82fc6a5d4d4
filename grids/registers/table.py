"""The registers: a kind is one row."""

from collections.abc import Mapping

from grids.enums import Checklist, Role
from grids.registers.shape import Column, Elsewhere, Kind, Optional

OVERSEERS = frozenset({Role.PEACE_OFFICER, Role.DIRECTOR})
JUSTICE = frozenset({Role.JUSTICE_OFFICER})
PETITION = frozenset({Role.PETITION_OFFICER})
DISCIPLINE = frozenset({Role.DISCIPLINE})
LEADERS = frozenset({Role.LEADER})
COMMITTEES = frozenset({Role.MEDIATOR})
WINDOWS = frozenset({Role.WINDOW_CLERK})
EVERY_UNIT = (
    frozenset({Role.PEACE_OFFICER, Role.POLICE_OFFICER, Role.DEPARTMENT_OFFICER, *WINDOWS})
    | JUSTICE
    | COMMITTEES
    | PETITION
)

DAY = Column("happened_on", "日期")
NOT_WHO = "只写事，不写是谁"

KINDS: Mapping[str, Kind] = {
    one.code: one
    for one in (
        Kind(
            "education",
            "普法宣传",
            "讲了什么、在哪里、来了多少人",
            (
                DAY,
                Column("title", "主题"),
                Column("sort", "方式"),
                Column("place", "地点"),
                Column("headcount", "参加人数"),
                Column("text", "内容"),
                Optional("result", "效果"),
            ),
            EVERY_UNIT,
            OVERSEERS | JUSTICE,
            "普法宣传活动登记表",
            sorts=(
                ("talk", "讲座"),
                ("fair", "宣传日、赶场"),
                ("leaflet", "发放资料"),
                ("online", "广播、线上"),
            ),
        ),
        Kind(
            "training",
            "培训",
            "人民调解法14：人民调解员的业务培训",
            (
                DAY,
                Column("title", "课题"),
                Column("place", "地点"),
                Column("headcount", "参加人数"),
                Column("text", "内容"),
                Optional("amount", "课时"),
                Optional("result", "考核和反馈"),
            ),
            EVERY_UNIT,
            OVERSEERS | JUSTICE,
            "培训登记表",
        ),
        Kind(
            "drill",
            "演练",
            "应急预案怎么练的，练出了什么要改的",
            (
                DAY,
                Column("title", "科目"),
                Column("place", "地点"),
                Column("headcount", "参加人数"),
                Column("text", "经过"),
                Column("result", "要改进的"),
            ),
            EVERY_UNIT,
            OVERSEERS,
            "应急演练登记表",
        ),
        Kind(
            "station",
            "阵地检查",
            "七有五有：逐条对照，缺的补上",
            (
                DAY,
                Column("sort", "查哪一级"),
                Column("to_unit", "查了哪个单位"),
                Column("place", "地点"),
                Optional("text", "缺什么"),
                Optional("due_on", "哪天前补上"),
                Optional("done_on", "哪天补上的"),
                Optional("result", "怎么补的"),
            ),
            OVERSEERS | JUSTICE,
            OVERSEERS | JUSTICE,
            "阵地检查表",
            sorts=(("seven", "七有"), ("five", "五有")),
            checklists=(Checklist.SEVEN_HAVES, Checklist.FIVE_HAVES),
        ),
        Kind(
            "fives",
            "五重新、五清楚",
            "逐条对照；条目由本镇自己写，没有写之前是空的",
            (
                DAY,
                Column("title", "对照的工作"),
                Optional("matter", "哪一件", hint="案号，如 李矛调〔2026〕797号"),
                Optional("text", "没做到的"),
                Optional("result", "怎么补的"),
            ),
            OVERSEERS | JUSTICE | COMMITTEES,
            OVERSEERS | JUSTICE,
            "五重新、五清楚对照表",
            checklists=(Checklist.RENEWED, Checklist.CLEAR),
        ),
        Kind(
            "opinion",
            "意见箱意见簿",
            "群众写在意见箱、意见簿里的话和怎么办的；不记是谁写的",
            (
                DAY,
                Column("sort", "从哪里来"),
                Column("title", "说的是什么事"),
                Column("text", "原话", hint=NOT_WHO),
                Optional("done_on", "哪天办好"),
                Optional("result", "怎么办的"),
            ),
            WINDOWS | COMMITTEES | PETITION | JUSTICE | {Role.PEACE_OFFICER},
            OVERSEERS,
            "群众意见登记表",
            sorts=(("box", "意见箱"), ("book", "意见簿"), ("line", "公布的电话")),
        ),
        Kind(
            "assessment",
            "重大事项稳定风险评估",
            "对事项先期预测、先期评估、先期化解",
            (
                DAY,
                Column("title", "重大事项"),
                Column("to_unit", "事项的主管单位"),
                Column("text", "先期预测：可能有哪些风险"),
                Column("sort", "先期评估：风险等级"),
                Column("measures", "先期化解：措施"),
                Column("result", "结论"),
                Optional("external_number", "文号"),
            ),
            OVERSEERS | {Role.DEPARTMENT_OFFICER},
            OVERSEERS | LEADERS,
            "重大事项社会稳定风险评估表",
            kept_years=30,
            sorts=(("low", "低风险"), ("middle", "中风险"), ("high", "高风险")),
        ),
        Kind(
            "review",
            "复盘",
            "事情怎么起的、怎么应对的、制度上改什么",
            (
                DAY,
                Column("title", "哪件事"),
                Optional("matter", "哪一件", hint="案号，没有就不填"),
                Column("text", "成因", hint=NOT_WHO),
                Column("measures", "应对得怎样"),
                Column("result", "制度上改什么"),
            ),
            OVERSEERS | JUSTICE | COMMITTEES | {Role.DEPARTMENT_OFFICER, Role.POLICE_OFFICER},
            OVERSEERS | LEADERS,
            "复盘报告",
            kept_years=30,
        ),
        Kind(
            "mending",
            "整改",
            "评查、检查发现的问题，谁改、哪天前改好",
            (
                DAY,
                Column("title", "问题"),
                Column("to_unit", "谁来改"),
                Optional("matter", "哪一件", hint="案号，没有就不填"),
                Column("text", "要求"),
                Column("due_on", "哪天前改好"),
                Optional("done_on", "哪天改好"),
                Optional("result", "怎么改的"),
            ),
            OVERSEERS | JUSTICE,
            OVERSEERS | JUSTICE,
            "整改通知单",
        ),
        Kind(
            "advice",
            "源头治理建议",
            "信访工作条例40：对多发的事，向主管单位提出完善政策、改进工作的建议",
            (
                DAY,
                Column("title", "建议什么"),
                Column("to_unit", "向哪个单位提"),
                Column("text", "问题在哪里"),
                Column("measures", "建议"),
                Optional("due_on", "请哪天前回复"),
                Optional("done_on", "哪天回复"),
                Optional("result", "采纳情况"),
            ),
            OVERSEERS | JUSTICE | PETITION,
            OVERSEERS | JUSTICE | PETITION | LEADERS,
            "源头治理建议书",
            kept_years=30,
        ),
        Kind(
            "circular",
            "通报",
            "通报的是工作，附上数字的出处",
            (
                DAY,
                Column("title", "标题"),
                Optional("external_number", "文号"),
                Optional("to_unit", "通报哪个单位"),
                Column("text", "内容"),
            ),
            OVERSEERS | PETITION,
            OVERSEERS | PETITION | LEADERS,
            "工作通报",
        ),
        Kind(
            "talk",
            "约谈",
            "约谈的是单位，写明事由和要求",
            (
                DAY,
                Column("title", "事由"),
                Column("to_unit", "约谈哪个单位"),
                Column("place", "地点"),
                Column("text", "谈了什么"),
                Column("measures", "要求"),
                Optional("due_on", "哪天前落实"),
                Optional("done_on", "哪天落实"),
                Optional("result", "落实情况"),
            ),
            OVERSEERS,
            OVERSEERS,
            "工作约谈记录",
        ),
        Kind(
            "fund",
            "救助、化解资金",
            "按件申请，另一位同志审批，用途写清楚",
            (
                DAY,
                Column("matter", "哪一件", hint="案号或信访编号"),
                Column("sort", "哪一种"),
                Column("amount", "金额（元）"),
                Column("title", "用途"),
                Column("text", "依据和理由", hint=NOT_WHO),
                Optional("external_number", "凭证号"),
                Optional("done_on", "哪天发放"),
            ),
            frozenset({Role.PEACE_OFFICER}) | JUSTICE | PETITION,
            OVERSEERS,
            "救助、化解资金审批表",
            kept_years=30,
            sorts=(
                ("judicial", "司法救助"),
                ("petition", "信访救助"),
                ("social", "社会救助"),
                ("settling", "化解资金"),
            ),
            approvers=frozenset({Role.DIRECTOR}),
        ),
        Kind(
            "clue",
            "线索移交",
            "只记移交给谁、文号、日期；内容不进本系统",
            (DAY, Column("sort", "移交给谁"), Column("external_number", "文号")),
            DISCIPLINE | {Role.PEACE_OFFICER},
            OVERSEERS | DISCIPLINE,
            "线索移交登记表",
            kept_years=30,
            sorts=(
                ("discipline", "纪检监察机关"),
                ("police", "公安机关"),
                ("superior", "上级部门"),
            ),
        ),
        Kind(
            "video",
            "视频会商",
            "会议号、哪些单位参加、商定了什么；不接入监控视频",
            (
                DAY,
                Column("title", "议题"),
                Column("external_number", "会议号"),
                Optional("matter", "哪一件", hint="案号，没有就不填"),
                Column("text", "参加的单位"),
                Column("result", "商定的事"),
            ),
            EVERY_UNIT,
            OVERSEERS | JUSTICE,
            "视频会商登记表",
        ),
        Kind(
            "release",
            "信息发布审批",
            "对外的答复和消息，批准了再发；发布前去掉个人信息（个保法25）",
            (
                DAY,
                Column("title", "标题"),
                Column("sort", "发在哪里"),
                Column("text", "拟发布的内容"),
                Optional("done_on", "哪天发布"),
            ),
            EVERY_UNIT,
            OVERSEERS,
            "信息发布审批表",
            sorts=(
                ("board", "公示栏"),
                ("site", "网站"),
                ("account", "公众号"),
                ("press", "新闻媒体"),
            ),
            approvers=frozenset({Role.DIRECTOR}),
        ),
        Kind(
            "figures",
            "外部数据",
            "人口、法院收案数：算万人成讼率、发生率的分母，写明出处",
            (
                Column("happened_on", "数据截止"),
                Column("sort", "哪一项"),
                Column("amount", "数值"),
                Column("external_number", "出处和文号"),
                Optional("to_unit", "哪个单位提供"),
                Optional("place", "范围", hint="如：全镇"),
            ),
            frozenset({Role.PEACE_OFFICER}),
            OVERSEERS | JUSTICE | LEADERS,
            "外部数据登记表",
            sorts=(
                ("residents", "常住人口（人）"),
                ("registered", "户籍人口（人）"),
                ("floating", "登记在册流动人口（人）"),
                ("lawsuits", "法院一审民商事收案（件，当年累计）"),
                ("gain", "群众获得感（%，上级调查）"),
                ("happy", "群众幸福感（%，上级调查）"),
                ("safe", "群众安全感（%，上级调查）"),
            ),
        ),
    )
}


ELSEWHERE = (
    Elsewhere(
        "服务投诉",
        "在查询页、窗口提出，中心主任 3 个工作日内答复",
        "petitions:complaints",
        frozenset({Role.DIRECTOR}),
    ),
)
