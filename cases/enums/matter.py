"""What a case is about and who its parties are."""

from django.db import models


class Window(models.TextChoices):
    MEDIATION = "mediation", "矛调受理"
    PETITION = "petition", "信访接待"
    LEGAL = "legal", "法律服务"
    POLICY = "policy", "政策咨询"


class Source(models.TextChoices):
    VISIT = "visit", "来访"
    LETTER = "letter", "来信"
    PHONE = "phone", "电话"
    ONLINE = "online", "网上"
    HOTLINE = "hotline", "12345热线"
    GRID = "grid", "网格员上报"
    SWEEP = "sweep", "排查发现"
    RECEPTION = "reception", "领导接访"
    POLICE = "police", "公安移交"
    COURT = "court", "法院委派委托"
    PROCURATORATE = "procuratorate", "检察院移送"
    PETITION = "petition", "信访转入"
    ARBITRATION = "arbitration", "仲裁委移送"
    SUPERIOR = "superior", "上级交办"
    DEPARTMENT = "department", "部门移交"
    OTHER = "other", "其他"


class Risk(models.TextChoices):
    RED = "red", "红 重大"
    ORANGE = "orange", "橙 较大"
    YELLOW = "yellow", "黄 一般"
    BLUE = "blue", "蓝 低"


RISK_ORDER: tuple[Risk, ...] = (Risk.BLUE, Risk.YELLOW, Risk.ORANGE, Risk.RED)


class Route(models.TextChoices):
    VILLAGE = "village", "转村（社区）"
    STREET = "street", "街道直接办"


class RouteReason(models.TextChoices):
    """The only grounds for a first stage on the street's rung (rules.md §2 row 1)."""

    TWO_VILLAGES = "two_villages", "双方不在同一个村（社区）"
    COMMITTEE_INVOLVED = "committee_involved", "村（社区）调委会是当事一方或需回避"
    PARTY_ASKED = "party_asked", "当事人要求由街道调解"
    COURT_BRIDGE = "court_bridge", "法院委派或委托"
    CENTRE_HANDLES = "centre_handles", "中心直接办理"


class Scale(models.TextChoices):
    """GB/T 31000—2015 5.55 event scale."""

    INDIVIDUAL = "01", "个体性事件"
    GROUP = "02", "一般群体性事件"
    MAJOR_GROUP = "03", "重大群体性事件"


class Difficulty(models.TextChoices):
    SMALL = "small", "小纠纷"
    GENERAL = "general", "一般纠纷"
    HARD = "hard", "疑难纠纷"


class Trend(models.TextChoices):
    EASING = "easing", "趋缓"
    STEADY = "steady", "平稳"
    RISING = "rising", "加重"


class PartyRole(models.TextChoices):
    APPLICANT = "applicant", "申请人"
    RESPONDENT = "respondent", "对方"
    THIRD_PARTY = "third_party", "第三人"


class PartyKind(models.TextChoices):
    PERSON = "person", "个人"
    ORGANISATION = "organisation", "单位"


class Sex(models.TextChoices):
    """GB/T 2261.1."""

    UNKNOWN = "0", "未知"
    MALE = "1", "男"
    FEMALE = "2", "女"
    UNSTATED = "9", "未说明"


class Need(models.TextChoices):
    HEARING = "hearing", "听力不便"
    INTERPRETER = "interpreter", "需要翻译"
    WHEELCHAIR = "wheelchair", "行动不便"
    READING = "reading", "需要代读代写"
