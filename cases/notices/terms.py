"""Terms of mediators that run out: the committee's head and 司法所 are told 60 and 10 days before.

The register is the grids'; who is told and the pass that tells them are here (人民调解法 9: a term
is three years, and whoever is chosen again gets a new row).
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, QuerySet

from cases.labels import day as day_words
from cases.notices.addressees import Addressees
from grids.enums import Role
from grids.models import Mediator
from mediation.core.calendar import Calendar
from mediation.core.deadlines import steps_due_between
from mediation.core.models import Notice
from mediation.core.notices import Row

TERM_ENDS = "term_ends"
WARN_DAYS = (60, 10)
DAY = timedelta(days=1)


def terms_ending() -> QuerySet[Mediator]:
    """Terms that nobody has renewed yet, of people still in the house."""
    next_term = Mediator.objects.filter(
        user=OuterRef("user"), unit=OuterRef("unit"), kind=OuterRef("kind"),
        from_on__gt=OuterRef("from_on"),
    )  # fmt: skip
    return Mediator.objects.filter(
        ~Exists(next_term), to_on__isnull=False, user__is_active=True, unit__is_active=True
    )


def reminders_of_terms(
    after: date, upto: date, days: Calendar, people: Addressees
) -> Iterator[Row]:
    """The rows of the days (after, upto]; `longest`: a warning may come before a run of days off."""
    longest = (max(WARN_DAYS) + 20) * DAY
    terms = terms_ending().filter(to_on__gt=after, to_on__lte=upto + longest)
    for term in terms.select_related("user", "unit__centre").order_by("pk"):
        steps = steps_due_between(term.to_on, after, upto, days, WARN_DAYS)
        for day, step in steps:
            if not step.startswith("before"):
                continue
            told = people.heads(term.unit) | people.with_role(
                Role.JUSTICE_OFFICER, term.unit.centre
            )
            for user in sorted(told):
                yield Row(
                    user_id=user,
                    kind=TERM_ENDS,
                    subject=f"mediator:{term.pk}:{step}",
                    text=_text(term, day),
                    day=day,
                    matter_key=f"mediator:{term.pk}",
                    url="/mediators/",
                )


def _text(term: Mediator, day: date) -> str:
    left = (term.to_on - day).days
    return (
        f"{term.unit.short_name}{term.get_kind_display()}{term.user.name}的任期还有 {left} 天"
        f"（{day_words(term.to_on)}到期），请安排续任或改选"
    )


def still_ending(notices: Sequence[Notice]) -> set[int]:
    """Ids of those whose term has not been renewed or corrected since (`settings.NOTICE_CHECKS`)."""
    keys = {int(notice.subject.split(":")[1]) for notice in notices}
    known = terms_ending().in_bulk(keys)
    return {
        notice.pk
        for notice in notices
        if (term := known.get(int(notice.subject.split(":")[1]))) is not None
        and notice.day <= term.to_on
    }
