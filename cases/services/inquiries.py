"""咨询: answering on the spot, at any of the windows (domain.md §7 rows 40, 144, 191)."""

from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction

from cases import enums
from cases.models import Inquiry, Visit
from cases.selectors.inquiries import may_answer
from cases.services import visits, writing
from grids.models import Category, Division
from grids.selectors import centre_of
from mediation.core import clock, numbers
from mediation.core.errors import Refused
from mediation.core.models import User

SERIES = "inquiry"
LONGEST_ASKED, LONGEST_ANSWER, LONGEST_LAW, LONGEST_PLACE = 1_000, 2_000, 300, 100


def answer_on_the_spot(
    user: User,
    *,
    window: str,
    form_key: UUID | str,
    asked: str,
    answer: str,
    law: str,
    topic: Category | str | None = None,
    where_to: str = "",
    on: date | None = None,
    visit: Visit | None = None,
    version: int | None = None,
) -> Inquiry:
    """Write down a question, its answer and the law; the same form key gives the first one back.

    With a `visit` (of `version`) that visit is finished in the same transaction. The number is
    taken in it too: whatever is refused gives it back, so the series has no gaps.
    Raises `Refused`: not_yours · needs · invalid_window · invalid_text · invalid_choice ·
    invalid_day, and what finishing the visit refuses.
    """
    centre = centre_of(user)
    if centre is None or not may_answer(user):
        raise Refused("not_yours", "这一步您现在不能办：当场答复。", who="由窗口工作人员来答复")
    if known := _known(form_key, centre):
        return known
    if window not in enums.Window.values:
        raise Refused("invalid_window", "请选一个窗口。", field="window")
    inquiry = Inquiry(
        centre=centre,
        window=window,
        asked=writing.words(asked, "asked", LONGEST_ASKED),
        topic=_topic(topic),
        answer=writing.words(answer, "answer", LONGEST_ANSWER),
        law=writing.words(law, "law", LONGEST_LAW),
        where_to=writing.words(where_to, "where_to", LONGEST_PLACE, is_needed=False),
        on=writing.day(on or clock.today(), "on", latest=clock.today()),
        answered_by=user,
        answered_at=clock.now(),
        form_key=UUID(str(form_key)),
    )
    try:
        return _keep(inquiry, user, visit, version)
    except IntegrityError:  # the same form, pressed twice at once
        if known := _known(form_key, centre):
            return known
        raise


@transaction.atomic
def _keep(inquiry: Inquiry, user: User, visit: Visit | None, version: int | None) -> Inquiry:
    centre, year = inquiry.centre, clock.today().year
    inquiry.year = year
    inquiry.short_number = numbers.take(SERIES, centre.code, year)
    inquiry.number = numbers.inquiry_number(centre.serial_label, year, inquiry.short_number)
    inquiry.save(force_insert=True)
    if visit is not None:
        visits.finish(
            visit,
            user,
            enums.VisitOutcome.ANSWERED,
            matter_key=inquiry.matter_key,
            version=version,
        )
    return inquiry


def note_printed(inquiry: Inquiry) -> None:
    """Somebody took the answer home on paper. The caller has checked that he reads it."""
    Inquiry.objects.filter(pk=inquiry.pk, is_printed=False).update(is_printed=True)


@transaction.atomic
def carry_over(inquiry: Inquiry, user: User) -> Visit | None:
    """It is a dispute after all: the visit of today that ended with this answer is taken up again,
    so that the registration can finish it. None when there is no such visit; the answer stays.

    Raises `Refused`: not_yours, and what taking up the visit refuses.
    """
    if not may_answer(user):
        raise Refused("not_yours", "这一步您现在不能办：转为登记。", who="由窗口工作人员来登记")
    visit = Visit.objects.filter(
        matter_key=inquiry.matter_key, centre=inquiry.centre_id, on=clock.today()
    ).first()
    return None if visit is None else visits.take_up_again(visit, user)


def _known(form_key: UUID | str, centre: Division) -> Inquiry | None:
    return Inquiry.objects.filter(form_key=form_key, centre=centre).first()


def _topic(value: Category | str | None) -> Category | None:
    if not value or isinstance(value, Category):
        return value or None
    found = Category.objects.filter(code=value, is_active=True).first()
    if found is None:
        raise Refused("invalid_choice", "请从列出的类别里选一个。", field="topic")
    return found
