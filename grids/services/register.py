"""The demo town's register of mediators. Every name is that of a demo account."""

from datetime import date

from grids.enums import DepartmentKind, MediatorKind, Role
from grids.models import Category, Department, Division, Mediator, Post
from mediation.core import clock
from mediation.core.models import User

# Account, unit (slug), kind, name of the studio, a woman, category codes.
PEOPLE: tuple[tuple[str, str, str, str, bool, tuple[str, ...]], ...] = (
    ("mediator", "room", MediatorKind.FULL_TIME, "", False, ("01", "02", "17")),
    ("mediator2", "room", MediatorKind.FULL_TIME, "", True, ("03", "07")),
    ("d06", "room", MediatorKind.PART_TIME, "", True, ("01",)),
    ("guide", "justice", MediatorKind.GUIDANCE, "", False, ()),
    ("d04", "room", MediatorKind.STUDIO, "老彭调解工作室", False, ("10",)),
)


def load_demo_register(town: Division, users: dict[str, User]) -> None:
    """Heads of the villages' committees as members, and the people above, for a term of three
    years that began last January."""
    this_year = clock.today().year
    from_on, to_on = date(this_year - 1, 1, 1), date(this_year + 1, 12, 31)
    units = {unit.code: unit for unit in Department.objects.filter(centre=town)}
    heads = Post.objects.filter(
        department__centre=town,
        department__kind=DepartmentKind.COMMITTEE,
        role=Role.MEDIATOR,
        is_head=True,
        to_on=None,
    )
    rows = [
        Mediator(
            user_id=post.user_id,
            unit_id=post.department_id,
            kind=MediatorKind.COMMITTEE_MEMBER,
            from_on=from_on,
            to_on=to_on,
        )
        for post in heads.order_by("pk")
    ]
    people = [row for row in PEOPLE if row[0] in users]
    rows += [
        Mediator(
            user=users[account],
            unit=units[f"{town.path}-{slug}"],
            kind=kind,
            studio_name=studio,
            is_woman=is_woman,
            from_on=from_on,
            to_on=to_on,
        )
        for account, slug, kind, studio, is_woman, _ in people
    ]
    made = Mediator.objects.bulk_create(rows)
    categories = {one.code: one for one in Category.objects.all()}
    link = Mediator.specialties.through
    link.objects.bulk_create(
        link(mediator=row, category=categories[code])
        for row, (*_, codes) in zip(made[-len(people) :], people, strict=True)
        for code in codes
    )
