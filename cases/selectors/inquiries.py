"""Reading 咨询: the windows and the director read them, 平安办 reads how many there were by topic."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q, QuerySet

from cases import access
from cases.models import Inquiry
from grids.access import INQUIRY_COUNTERS, WINDOW_READERS, WINDOW_WORKERS
from grids.models import Category, Division, InquiryAnswer
from mediation.core.models import User
from mediation.core.numbers import parse_number

NO_TOPIC = "没有归类"


@dataclass(frozen=True, slots=True)
class TopicCount:
    """How many questions of a topic, on one day and in its month; never by person."""

    topic: str
    day: int
    month: int


def may_answer(user: User) -> bool:
    return not access.standing(user).roles.isdisjoint(WINDOW_WORKERS)


def may_read_inquiries(user: User) -> bool:
    return not access.standing(user).roles.isdisjoint(WINDOW_READERS)


def may_count_inquiries(user: User) -> bool:
    return not access.standing(user).roles.isdisjoint(INQUIRY_COUNTERS)


def visible_inquiries(user: User) -> QuerySet[Inquiry]:
    """Questions of the user's centre for who works at its windows, and its director; else none."""
    if not may_read_inquiries(user):
        return Inquiry.objects.none()
    return Inquiry.objects.filter(centre__in=access.standing(user).centres).select_related(
        "topic", "answered_by", "centre"
    )


def found_by(inquiries: QuerySet[Inquiry], words: str, since: date) -> QuerySet[Inquiry]:
    """By number, or since a day by words of topic, answer and law; the question is sealed and not
    searched."""
    asked = parse_number(words)
    if asked is not None:
        found = inquiries.filter(short_number=asked.number)
        return found.filter(year=asked.year) if asked.year else found
    return inquiries.filter(on__gte=since).filter(
        Q(answer__contains=words) | Q(law__contains=words) | Q(topic__name__contains=words)
    )


def inquiry_counts(centre: Division, day: date) -> list[TopicCount]:
    """Of one centre: by topic, on `day` and in its month up to it; topics in their order."""
    rows = (
        Inquiry.objects.filter(centre=centre, on__gte=day.replace(day=1), on__lte=day)
        .values(name=F("topic__name"), order=F("topic__order"))
        .annotate(month=Count("pk"), day=Count("pk", filter=Q(on=day)))
        .order_by(F("topic__order").asc(nulls_last=True))
    )
    return [TopicCount(row["name"] or NO_TOPIC, row["day"], row["month"]) for row in rows]


def common_answers() -> QuerySet[InquiryAnswer]:
    """常用答复 in use, in the town's order."""
    return InquiryAnswer.objects.filter(is_active=True).select_related("topic")


def ready_answer(key: str) -> InquiryAnswer | None:
    return common_answers().filter(pk=key).first() if key.isdecimal() else None


def said_in(user: User, key: str) -> dict[str, str]:
    """What a registration form may begin with, from a question that turned out to be a dispute:
    the words, the kind and the window; {} for none in the user's sight."""
    if not key.isdecimal():
        return {}
    inquiry = visible_inquiries(user).filter(pk=key).first()
    if inquiry is None:
        return {}
    topic: Category | None = inquiry.topic
    return {"narrative": inquiry.asked, "category": topic.code if topic else ""}
