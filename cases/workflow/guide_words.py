"""The guide's three questions, as a clerk asks them."""

from django.db.models import TextChoices


class Who(TextChoices):
    PEOPLE = "people", "个人之间（家人、邻居、熟人、路人）"
    COMPANY = "company", "商家、物业、医院、开发商等单位"
    EMPLOYER = "employer", "用人单位（工资、工伤、社保、辞退）"
    CONTRACT_LAND = "contract_land", "农村土地承包（承包、流转、收回）"
    TENURE = "tenure", "土地、山林、水面归谁，界线在哪"
    OFFICE = "office", "机关、单位或者它的工作人员"
    NOBODY = "nobody", "不和谁争：问政策、提建议、公共设施"


class Public(TextChoices):
    NONE = "none", "没有"
    DECISION = "decision", "不服机关已经作出的决定（处罚、征收、登记、认定）"
    DUTY = "duty", "要机关来查、来管、来处理"


class Stage(TextChoices):
    FRESH = "fresh", "还没有走别的程序"
    AT_COURT = "at_court", "法院已经立案"
    ELSEWHERE = "elsewhere", "仲裁、复议、机关或者信访正在办"
    DECIDED = "decided", "已有判决、裁决、决定或者答复"


QUESTIONS = (
    ("who", "这件事是和谁的？", Who),
    ("public", "里面有没有机关的决定或者职责？", Public),
    ("stage", "现在走到哪一步了？", Stage),
)
