"""The demo town for tests: 李渡街道 with its units, rules and every demo account."""

from dataclasses import dataclass
from datetime import date
from itertools import count

from django.test import override_settings

from grids.enums import Role
from grids.models import Category, Department, Division, Post, Subtype
from grids.services import ensure_demo_accounts, load_reference
from mediation.core.deadlines import load_rules
from mediation.core.models import User

V1 = "500102011011"  # 致远社区
V2 = "500102011209"  # 水磨滩村
GRID = "50010201101101"  # 致远社区1组

_serial = count(1)


@dataclass(frozen=True)
class Town:
    """Short ways to the demo town's rows."""

    centre: Division

    @property
    def v1(self) -> Division:
        return self.place(V1)

    @property
    def v2(self) -> Division:
        return self.place(V2)

    def place(self, code: str) -> Division:
        return Division.objects.get(code=code)

    def user(self, account: str) -> User:
        return User.objects.get(username=account)

    def unit(self, slug: str) -> Department:
        """By slug of grids/data/departments.csv (`justice`), or a village's code: its committee."""
        code = f"{slug}-committee" if slug.isdigit() else f"{self.centre.path}-{slug}"
        return Department.objects.get(code=code)

    def category(self, code: str) -> Category:
        return Category.objects.get(code=code)

    def subtype(self, code: str) -> Subtype:
        return Subtype.objects.get(code=code)

    def hire(
        self,
        slug: str,
        role: str = Role.DEPARTMENT_OFFICER,
        *,
        from_on: date = date(2020, 1, 1),
        to_on: date | None = None,
        is_head: bool = False,
        division: Division | None = None,
    ) -> User:
        """A new person with one post in a unit."""
        user = make_user()
        Post.objects.create(
            user=user,
            department=self.unit(slug),
            role=role,
            division=division,
            from_on=from_on,
            to_on=to_on,
            is_head=is_head,
        )
        return user


def make_user(name: str = "") -> User:
    """Somebody with an account and no post."""
    number = next(_serial)
    return User.objects.create(
        username=f"person{number}", name=name or f"某人{number}", must_change_password=False
    )


def make_town() -> Town:
    """Load reference data, clock rules and the demo accounts; the calendar is the test's own."""
    load_reference()
    load_rules()
    with override_settings(DEMO=True):
        ensure_demo_accounts()
    return Town(Division.objects.get(code="500102011000"))
