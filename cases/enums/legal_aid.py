"""法律援助初审: the matters and conditions of 法律援助法 (in force since 1 January 2022)."""

from django.db import models


class AidMatter(models.TextChoices):
    """法律援助法 31 (asked for in hardship) and 32 (whatever the means)."""

    STATE = "state", "请求国家赔偿（31条1项）"
    INSURANCE = "insurance", "请求社会保险待遇或者社会救助（31条2项）"
    PENSION = "pension", "请求发给抚恤金（31条3项）"
    SUPPORT = "support", "请求给付赡养费、抚养费、扶养费（31条4项）"
    LABOUR = "labour", "请求确认劳动关系或者支付劳动报酬（31条5项）"
    CAPACITY = "capacity", "请求认定无、限制民事行为能力（31条6项）"
    INJURY = "injury", "工伤、交通、食品药品、医疗事故人身损害赔偿（31条7项）"
    POLLUTION = "pollution", "环境污染、生态破坏损害赔偿（31条8项）"
    OTHER_LAW = "other_law", "法律法规规章规定的其他情形（31条9项）"
    HEROES = "heroes", "近亲属维护英雄烈士的人格权益（32条1项）"
    COURAGE = "courage", "因见义勇为主张民事权益（32条2项）"
    RETRIAL = "retrial", "再审改判无罪请求国家赔偿（32条3项）"
    VIOLENCE = "violence", "遭受虐待、遗弃或者家庭暴力主张权益（32条4项）"
    NONE = "none", "以上都不是"


# 法律援助法 32: not limited by the conditions of hardship.
WHATEVER_THE_MEANS = frozenset(
    {AidMatter.HEROES, AidMatter.COURAGE, AidMatter.RETRIAL, AidMatter.VIOLENCE}
)


class AidMeans(models.TextChoices):
    """法律援助法 41 and 42: hardship as he says it, or exempt from having it checked."""

    DECLARED = "declared", "本人说明经济困难并作诚信承诺（41条）"
    GROUP = "group", "无固定生活来源的未成年人、老年人、残疾人等（42条1项）"
    RELIEF = "relief", "社会救助、司法救助或者优抚对象（42条2项）"
    MIGRANT = "migrant", "进城务工人员请求劳动报酬或者工伤赔偿（42条3项）"
    OTHER_EXEMPT = "other_exempt", "法律法规规章规定的其他免予核查的（42条4项）"
    FREE = "free", "不受经济困难条件限制（32条）"
    NOT_SAID = "not_said", "没有说明经济困难"


class AidResult(models.TextChoices):
    """What the window says; the decision is the legal-aid institution's (法律援助法 43)."""

    FORWARD = "forward", "看来符合，转区法律援助中心"
    PAPERS = "papers", "材料不齐，一次性告知，先转后补"
    DOUBTFUL = "doubtful", "看来不在范围，仍可以自己申请"


class AidAnswer(models.TextChoices):
    GRANTED = "granted", "给予法律援助"
    REFUSED = "refused", "不予法律援助"
    WITHDRAWN = "withdrawn", "本人不再申请"
