"""两升三降四提高 of a year beside the same days of the year before, each number with its basis."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.urls import reverse

from grids.enums.registers import RegisterState
from grids.models import Division, Register
from grids.registers import KINDS
from grids.selectors.registers import may_read
from mediation.core import clock
from mediation.core.models import User
from reporting.access import petition_town
from reporting.figures import Number, rounded
from reporting.figures.goals import GOALS, Goal, Outside, Way, Wish
from reporting.figures.petitions import CATALOGUE as OF_PETITIONS
from reporting.figures.petitions import Counted
from reporting.periods import Period, natural_year
from reporting.selectors import petition_months, quality
from reporting.selectors.tables import table

REGISTER = "figures"
NOT_SAID = (RegisterState.STRUCK, RegisterState.RETURNED)
TEN_THOUSAND = 10_000
# Counted from 1 January on: of the year before, only what was told of the same days can be compared.
SINCE_NEW_YEAR = frozenset({Outside.LAWSUITS})
PEOPLE = (Outside.RESIDENTS, Outside.FLOATING)


@dataclass(frozen=True)
class Told:
    """A number from outside as it was entered: until which day, by whom, under which number.

    `source` is empty for who does not read the register that it stands in.
    """

    kind: str
    value: Decimal
    until: date
    source: str

    @property
    def words(self) -> str:
        said = f"{self.value:f}".removesuffix(".00")
        until = f"截至{day_words(self.until)}"
        return (
            f"{Outside(self.kind).label} {said}（{'，'.join(filter(None, (until, self.source)))}）"
        )


@dataclass(frozen=True)
class Reached:
    """A goal in one year. `value` None: a dash; `basis` says what it is made of, or what is missing."""

    value: Number | None
    basis: str
    url: str = ""


@dataclass(frozen=True)
class GoalLine:
    goal: Goal
    this: Reached
    before: Reached

    @property
    def change(self) -> Decimal | None:
        """By how much it rose (points or units); None where one of the two is missing."""
        if self.this.value is None or self.before.value is None:
            return None
        return Decimal(self.this.value) - Decimal(self.before.value)

    @property
    def is_as_wished(self) -> bool | None:
        """Whether it went the way that the document wants; None: as before, or not known."""
        change = self.change
        if not change:
            return None
        return change < 0 if self.goal.wish is Wish.DOWN else change > 0


def stretch_of(year: int) -> Period:
    """The year, as far as it has come."""
    whole = natural_year(year)
    return Period(whole.first_on, max(whole.first_on, min(whole.last_on, clock.today())))


def a_year_before(day: date) -> date:
    """The same day of the year before; of 29 February the 28th."""
    is_leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28 if is_leap_day else day.day)


def goals_of(user: User, centre: Division, year: int) -> list[GoalLine]:
    """Every goal of the year, and of the same days of the year before."""
    this = stretch_of(year)
    before = Period(a_year_before(this.first_on), a_year_before(this.last_on))
    reads = may_read(user, KINDS[REGISTER])
    now, then = (told(centre, one.last_on, with_source=reads) for one in (this, before))
    for kind in SINCE_NEW_YEAR & now.keys():
        until = a_year_before(now[kind].until)
        same = told(centre, until, with_source=reads).get(kind)
        then = {name: one for name, one in then.items() if name != kind}
        then |= {kind: same} if same else {}
    values_now = _values(user, centre, this, now)
    values_then = _values(user, centre, before, then)
    return [GoalLine(one, values_now[one.name], values_then[one.name]) for one in GOALS]


def told(centre: Division, until: date, *, with_source: bool) -> dict[str, Told]:
    """What was entered last up to a day. People may be those of an earlier year, nothing else."""
    found: dict[str, Told] = {}
    entries = (
        Register.objects.filter(
            centre=centre,
            kind=REGISTER,
            sort__in=Outside.values,
            amount__isnull=False,
            happened_on__lte=until,
        )
        .exclude(state__in=NOT_SAID)
        .order_by("happened_on", "pk")
    )
    for one in entries:
        if one.happened_on.year == until.year or one.sort in PEOPLE:
            amount = one.amount or Decimal(0)
            source = one.external_number if with_source else ""
            found[one.sort] = Told(one.sort, amount, one.happened_on, source)
    return found


def people_of(known: Mapping[str, Told]) -> Decimal | None:
    """Residents and registered floating people; None while nobody entered the residents."""
    residents = known.get(Outside.RESIDENTS)
    if residents is None or not residents.value:
        return None
    floating = known.get(Outside.FLOATING)
    return residents.value + (floating.value if floating else 0)


def _values(
    user: User, centre: Division, period: Period, known: Mapping[str, Told]
) -> dict[str, Reached]:
    total = table(centre, period).total
    found: dict[str, Reached] = {}
    for goal in GOALS:
        if goal.way is Way.HALF_MONTH:
            found[goal.name] = Reached(
                total.values[goal.figure],
                f"统计 {period}，{goal.numerator}÷{goal.denominator}",
                _cell_url(period, goal.figure),
            )
        elif goal.way is Way.QUALITY:
            value = quality.share_of(goal.figure, centre, period)
            found[goal.name] = Reached(value, f"统计 {period}", _cell_url(period, goal.figure))
        elif goal.way is Way.PETITIONS:
            found[goal.name] = _visits(user, centre, period, goal.figure)
        elif goal.way is Way.PER_PEOPLE:
            found[goal.name] = _per_people(goal, period, known, int(total["new"]))
        else:
            one = known.get(goal.figure)
            found[goal.name] = Reached(
                rounded(one.value, 2) if one else None, one.words if one else "没有登记"
            )
    return found


def _per_people(goal: Goal, period: Period, known: Mapping[str, Told], new: int) -> Reached:
    people = people_of(known)
    above = known.get(goal.figure)
    said = [known[kind].words for kind in PEOPLE if kind in known]
    if people is not None and Outside.FLOATING not in known:
        said.append("没有登记流动人口，只按常住人口算")
    if people is None:
        said = ["没有登记人口"]
    if goal.figure == Outside.LAWSUITS:
        said.insert(0, above.words if above else "没有登记法院收案数")
        count = above.value if above else None
    else:
        said.insert(0, f"新增 {new} 件，统计 {period}")
        count = Decimal(new)
    value = None
    if people is not None and count is not None:
        value = rounded(count * TEN_THOUSAND / people, 2)
    url = _cell_url(period, "new") if goal.figure == "new" else ""
    return Reached(value, "；".join(said), url)


def _visits(user: User, centre: Division, period: Period, name: str) -> Reached:
    """Of the petitions in the reader's sight, the whole town; nobody else reads how many."""
    query = OF_PETITIONS[name].query
    if petition_town(user) != centre or not isinstance(query, Counted):
        return Reached(None, "只给看得到信访件的岗位看")
    sight = petition_months.sight_of(user, centre)
    rows = petition_months.rows_of(query.rows, sight, period)
    many = rows.order_by().aggregate(many=petition_months.aggregate(query))["many"]
    month = f"{period.last_on:%Y-%m}"
    kwargs = {"month": month, "column": name}
    url = f"{reverse('reporting:petition_cell', kwargs=kwargs)}?row=year"
    # The list of a year's months ends with the month: of a year that is not over it is the same.
    is_same = period.last_on >= clock.today() or period == natural_year(period.last_on.year)
    return Reached(many or 0, f"统计 {period}", url if many and is_same else "")


def _cell_url(period: Period, column: str) -> str:
    """The cases behind a year's number; of part of a past year there is no such page."""
    year = period.first_on.year
    if period != stretch_of(year):
        return ""
    return reverse("reporting:period_cell", kwargs={"name": f"{year:04}", "column": column})


def day_words(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
