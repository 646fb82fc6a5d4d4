"""The demo town's 评查 of the last quarter and two examples in its library, through the services."""

from uuid import NAMESPACE_OID, uuid5

from cases import access
from cases.enums import Outcome
from cases.models import Case
from grids.enums import Role
from grids.models import Division, Post
from mediation.core import clock
from mediation.core.models import User
from reporting import sampling as lots
from reporting import spans
from reporting.models import LibraryEntry, SampledCase, Sampling
from reporting.review_enums import LibraryKind, Mark
from reporting.selectors import sampling as reading
from reporting.services import library, sampling

SIZE, FILLED = 2, 6
FINDINGS = "要素齐全，回访记录补上日期就完整了。"
MENDED = "已补齐回访日期，重新装订。"
TOLD = (
    {
        "title": "现场量一遍，水沟两家一起修",
        "story": "张某和李某两家共用一段排水沟，雨季淤塞，都说该对方清。",
        "way": "请两家到现场量了长度，按各自门前的长度分段，村里出沙石。",
        "lesson": "先量清楚再谈钱，当面划线，比争谁先动手管用。",
        "cause": "boundary",
        "reason": "",
    },
    {
        "title": "工程款没到，先把数对清",
        "story": "王某等几人在工地做了两个月，包工的说上家没有给钱。",
        "way": "对了工天和单价，请住建部门说明拨款，谈了两次没有谈成，引导申请支付令。",
        "lesson": "介入晚了半个月。下次开工时就请劳保所到场登记工天。",
        "cause": "money",
        "reason": "ability",
    },
)


def load_demo_reviews(centre: Division, peace: User) -> None:
    """Once, in a town that has neither; 司法所 writes, 平安办 reviews and puts in."""
    justice = _of_justice(centre)
    if not Sampling.objects.filter(centre=centre).exists():
        _review(centre, peace)
    if justice is not None and not LibraryEntry.objects.filter(centre=centre).exists():
        _tell(centre, peace, justice)


def _of_justice(centre: Division) -> User | None:
    posts = Post.objects.on(clock.today()).filter(
        department__centre=centre, role=Role.JUSTICE_OFFICER, user__is_active=True
    )
    post = posts.select_related("user").order_by("-is_head", "pk").first()
    return post.user if post else None


def _review(centre: Division, peace: User) -> None:
    """Drawn, some of it looked over, one of it mended."""
    over = [
        span
        for year in (clock.today().year, clock.today().year - 1)
        for span in (spans.quarter(year, number) for number in (4, 3, 2, 1))
        if span.period.last_on < clock.today()
    ]
    drawn = sampling.draw(peace, centre, over[0], SIZE)
    found = reading.visible_samples(peace).filter(of__sampling=drawn)
    for place, sampled in enumerate(found.order_by("pk")[:FILLED]):
        asked = lots.points_of(sampled.of.kind)
        marks = {point.code: Mark.OK.value for point in asked}
        if place % 2 == 0:
            marks["archived"] = Mark.FIX.value
        if reading.may_review(peace, sampled):
            sampling.fill(peace, sampled, marks=marks, findings=FINDINGS)
            if place == 0:
                _mend(sampled)


def _mend(sampled: SampledCase) -> None:
    member = User.objects.filter(
        posts__department=sampled.of.unit, posts__is_head=True, is_active=True
    ).first()
    if member is not None and reading.may_mend(member, sampled):
        sampling.reply(member, sampled, "answer", MENDED)


def _tell(centre: Division, peace: User, justice: User) -> None:
    """One that was settled and one that was not, written by 司法所, put in by 平安办."""
    closed = access.visible_to(justice).filter(
        centre=centre,
        level__gte=access.FILE,  # type: ignore[misc]
        outcome__isnull=False,
        safety_note="",
        has_minor=False,
        has_safety_sign=False,
    )
    for place, told in enumerate(TOLD):
        outcomes = [Outcome.TERMINATED, Outcome.REFERRED] if told["reason"] else [Outcome.WRITTEN]
        case = closed.filter(outcome__in=outcomes).order_by("pk").first()
        if case is None or library.kind_of(case) != _kind_of(told["reason"]):
            continue
        key = uuid5(NAMESPACE_OID, f"demo-library-{place}")
        _put_in(library.write(justice, case, form_key=key, **told), case, peace, justice)


def _kind_of(reason: str) -> str:
    return LibraryKind.FAILED if reason else LibraryKind.SETTLED


def _put_in(entry: LibraryEntry, case: Case, peace: User, justice: User) -> None:
    for party in case.parties.all():
        library.consent(justice, entry, party, is_written=True)
    library.publish(peace, entry, version=entry.version, is_looked_over=True)
