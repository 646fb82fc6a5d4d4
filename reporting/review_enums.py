"""Words of 评查 (domain.md D7) and of 案例库 (domain.md §7 rows 93 and 94)."""

from django.db.models import TextChoices


class SampleKind(TextChoices):
    """Which list a case was drawn from; in the order in which the lists are drawn."""

    HARD = "hard", "难案积案"
    FAILED = "failed", "没谈成"
    SETTLED = "settled", "化解的"


class Mark(TextChoices):
    OK = "ok", "做到了"
    FIX = "fix", "要改"
    NONE = "none", "用不上"


class ReplyKind(TextChoices):
    """What follows a sheet with something to mend."""

    ANSWER = "answer", "整改情况"
    ACCEPT = "accept", "整改到位"
    AGAIN = "again", "还要再改"


class SampleState(TextChoices):
    """Where a drawn case stands; it follows from its sheet and the replies, and is not kept."""

    TO_REVIEW = "to_review", "待评查"
    TO_MEND = "to_mend", "等单位整改"
    TO_CHECK = "to_check", "等看整改"
    DONE = "done", "评查完"


class LibraryKind(TextChoices):
    SETTLED = "settled", "谈成的"
    FAILED = "failed", "没谈成的"


class LibraryState(TextChoices):
    DRAFT = "draft", "草稿"
    PUBLISHED = "published", "已入库"
    WITHDRAWN = "withdrawn", "已撤下"


class Cause(TextChoices):
    """Why people fell out: of the matter, never of the person."""

    BOUNDARY = "boundary", "界线、权属不清"
    PAPERS = "papers", "合同、字据没写清"
    MONEY = "money", "欠款、欠薪"
    BUILDING = "building", "施工、改造影响他人"
    CARE = "care", "赡养、抚养、照顾"
    RELATIONS = "relations", "家庭、邻里相处"
    POLICY = "policy", "政策、标准没讲清"
    SERVICE = "service", "服务、质量达不到约定"
    INJURY = "injury", "人身、财产损害"
    OTHER = "other", "其他"


class FailReason(TextChoices):
    """Why it was not settled; none of them is somebody's fault for choosing another way."""

    FACTS = "facts", "事实查不清"
    GAP = "gap", "要求差得太远"
    NO_PAPERS = "no_papers", "缺证据、缺材料"
    NOT_OURS = "not_ours", "要由别的机关决定"
    ABILITY = "ability", "一时没有能力履行"
    LATE = "late", "介入太晚"
    WORK = "work", "我们的工作没做到"
    OTHER_WAY = "other_way", "当事人选择了别的途径"
    OTHER = "other", "其他"
