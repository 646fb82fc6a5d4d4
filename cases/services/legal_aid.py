"""法律援助初审 at the legal window (法律援助法 31, 32, 36, 41–44; domain.md §7 row 144).

The window looks, says what is missing once, and sends the request on; the district's centre
decides within seven days (法律援助法 43). Nothing here keeps anybody from applying himself.
"""

from datetime import date, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from cases.enums.legal_aid import WHATEVER_THE_MEANS, AidAnswer, AidMatter, AidMeans, AidResult
from cases.models import Case, Inquiry, LegalAidCheck
from cases.selectors.legal_aid import may_check
from cases.services import writing
from grids.models import Division
from grids.selectors import centre_of
from mediation.core import calendar, clock, numbers
from mediation.core.deadlines import pick, rows
from mediation.core.errors import Refused
from mediation.core.models import Rule, User

SERIES = "legal_aid"
CLOCK = "LEGAL_AID"  # the district's centre decides within seven days (法律援助法 43)
DECIDED_WITHIN = timedelta(days=7)  # where the town's table of rules has no row
LONGEST_NAME, LONGEST_FACTS, LONGEST_MISSING = 40, 2_000, 300


def check(
    user: User,
    *,
    form_key: UUID | str,
    applicant: str,
    facts: str,
    matter: str,
    means: str,
    result: str,
    missing: str = "",
    is_urgent: bool = False,
    checked_on: date | None = None,
    inquiry: Inquiry | None = None,
    case: Case | None = None,
) -> LegalAidCheck:
    """Write the check down; the same form key gives the first one back.

    The caller has found `inquiry` or `case` in the user's sight. Raises `Refused`: not_yours ·
    one_matter · needs · invalid_choice · invalid_means · invalid_text · invalid_day.
    """
    centre = _window_of(user)
    if known := LegalAidCheck.objects.filter(form_key=form_key, centre=centre).first():
        return known
    if (inquiry is None) == (case is None):
        raise Refused("one_matter", "初审单从一次咨询或一件案件来填。")
    for name, value, choices in (
        ("matter", matter, AidMatter),
        ("means", means, AidMeans),
        ("result", result, AidResult),
    ):
        if value not in choices.values:
            raise Refused("invalid_choice", "请从列出的选项里选一个。", field=name)
    if means == AidMeans.FREE and matter not in WHATEVER_THE_MEANS:
        raise Refused(
            "invalid_means", "不受经济困难条件限制的，只有第三十二条的几种情形。", field="means"
        )
    found = LegalAidCheck(
        centre=centre,
        inquiry=inquiry,
        case=case,
        applicant=writing.words(applicant, "applicant", LONGEST_NAME),
        facts=writing.words(facts, "facts", LONGEST_FACTS),
        matter=matter,
        means=means,
        result=result,
        missing=writing.words(
            missing, "missing", LONGEST_MISSING, is_needed=result == AidResult.PAPERS
        ),
        is_urgent=is_urgent,
        checked_on=writing.day(checked_on or clock.today(), "checked_on", latest=clock.today()),
        by=user,
        at=clock.now(),
        form_key=UUID(str(form_key)),
    )
    try:
        return _keep(found)
    except IntegrityError:  # the same form, pressed twice at once
        if known := LegalAidCheck.objects.filter(form_key=form_key, centre=centre).first():
            return known
        raise


@transaction.atomic
def _keep(found: LegalAidCheck) -> LegalAidCheck:
    centre, year = found.centre, clock.today().year
    found.year = year
    found.short_number = numbers.take(SERIES, centre.code, year)
    found.number = numbers.legal_aid_number(centre.serial_label, year, found.short_number)
    found.save(force_insert=True)
    return found


@transaction.atomic
def forward(found: LegalAidCheck, user: User, on: date | None = None) -> LegalAidCheck:
    """To the district's legal-aid centre, whatever the window thought of it, if he asks for it.

    Raises `Refused`: not_yours · forwarded · invalid_day.
    """
    found = _locked(found, user)
    if found.forwarded_on is not None:
        raise Refused("forwarded", "已经转区法律援助中心了。")
    found.forwarded_on = writing.day(
        on or clock.today(), "on", earliest=found.checked_on, latest=clock.today()
    )
    found.forwarded_by = user
    found.due_on, found.due_basis = _due(found.forwarded_on)
    found.save(update_fields=["forwarded_on", "forwarded_by", "due_on", "due_basis"])
    return found


def _due(on: date) -> tuple[date, str]:
    """The day by which an answer is to be expected, and how it was reckoned."""
    rule = pick(Rule.objects.filter(clock=CLOCK).order_by("pk"), CLOCK, on)
    if rule is None:
        return on + DECIDED_WITHIN, ""
    columns = rows.started(rule, on, calendar.load(), act_on=on)
    return columns["due_on"], columns["basis"]


@transaction.atomic
def note_answer(
    found: LegalAidCheck, user: User, *, answer: str, on: date | None = None
) -> LegalAidCheck:
    """What the district's centre decided. Raises `Refused`: not_yours · not_forwarded · answered ·
    invalid_choice · invalid_day."""
    found = _locked(found, user)
    if found.forwarded_on is None:
        raise Refused("not_forwarded", "还没有转区法律援助中心。", instead="请先转出，再记答复")
    if found.answered_on is not None:
        raise Refused("answered", "答复已经记过了。")
    if answer not in AidAnswer.values:
        raise Refused("invalid_choice", "请从列出的选项里选一个。", field="answer")
    found.answer = answer
    found.answered_on = writing.day(
        on or clock.today(), "on", earliest=found.forwarded_on, latest=clock.today()
    )
    found.answered_by = user
    found.save(update_fields=["answer", "answered_on", "answered_by"])
    return found


def _locked(found: LegalAidCheck, user: User) -> LegalAidCheck:
    centre = _window_of(user)
    return LegalAidCheck.objects.select_for_update(no_key=True).get(pk=found.pk, centre=centre)


def _window_of(user: User) -> Division:
    centre = centre_of(user)
    if centre is None or not may_check(user):
        raise Refused("not_yours", "这一步您现在不能办：法律援助初审。", who="由法律服务窗口来办")
    return centre
