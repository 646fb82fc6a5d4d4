"""One FilterSet for the list page, the API and the export (DESIGN §5.4)."""

from typing import Any

import django_filters
from django.db.models import QuerySet

from cases import enums, selectors
from cases.models import Case
from cases.selectors.rows import late_on
from cases.selectors.standstill import stagnant_days, stagnant_on
from grids.models import Category, Division
from grids.selectors.sweeps import visible_rounds
from mediation.core import clock


class CaseFilter(django_filters.FilterSet):
    """Date filters are local days, both ends included; `division` means its whole subtree."""

    q = django_filters.CharFilter(label="搜姓名、案号、事由", method="find")
    status = django_filters.MultipleChoiceFilter(label="状态", choices=enums.Status.choices)
    tier = django_filters.ChoiceFilter(label="层级", choices=enums.Tier.choices, empty_label="全部")
    division = django_filters.CharFilter(label="村（社区）", method="under")
    category = django_filters.ModelChoiceFilter(
        label="类别",
        queryset=Category.objects.order_by("order", "code"),
        to_field_name="code",
        empty_label="全部",
    )
    risk = django_filters.ChoiceFilter(label="风险", choices=enums.Risk.choices, empty_label="全部")
    source = django_filters.ChoiceFilter(
        label="来源", choices=enums.Source.choices, empty_label="全部"
    )
    owner = django_filters.CharFilter(label="包案领导", field_name="owner__username")
    registered_from = django_filters.DateFilter(label="登记从", method="from_day")
    registered_to = django_filters.DateFilter(label="登记到", method="to_day")
    due_before = django_filters.DateFilter(
        label="到期不晚于", field_name="due_on", lookup_expr="lte"
    )
    overdue = django_filters.BooleanFilter(label="已逾期", method="late")
    stagnant = django_filters.BooleanFilter(label="停滞", method="standing_still")
    sweep = django_filters.CharFilter(label="排查轮次", method="found_by")
    ordering = django_filters.ChoiceFilter(
        label="排序",
        method="ordered",
        empty_label="默认",
        choices=[
            ("-registered_at", "最近登记"),
            ("registered_at", "最早登记"),
            ("due_on", "最先到期"),
            ("-due_on", "最后到期"),
        ],
    )

    class Meta:
        model = Case
        fields: list[str] = []

    def find(self, cases: QuerySet[Case], name: str, value: str) -> QuerySet[Case]:
        return selectors.narrow(cases, self.request.user, value)

    def under(self, cases: QuerySet[Case], name: str, value: str) -> QuerySet[Case]:
        place = Division.objects.filter(code=value).first()
        if place is None:
            return cases.none()
        if place.level == "grid":
            return cases.filter(grid=place)
        return cases.filter(division__in=Division.objects.under(place).values("pk"))

    def from_day(self, cases: QuerySet[Case], name: str, value: Any) -> QuerySet[Case]:
        return cases.filter(registered_at__gte=clock.day_bounds(value)[0])

    def to_day(self, cases: QuerySet[Case], name: str, value: Any) -> QuerySet[Case]:
        return cases.filter(registered_at__lt=clock.day_bounds(value)[1])

    def late(self, cases: QuerySet[Case], name: str, value: bool) -> QuerySet[Case]:
        today = clock.today()
        if value:
            return cases.filter(late_on(today))
        return cases.exclude(late_on(today))

    def standing_still(self, cases: QuerySet[Case], name: str, value: bool) -> QuerySet[Case]:
        today = clock.today()
        found = stagnant_on(today, stagnant_days(today))
        return cases.filter(found) if value else cases.exclude(found)

    def found_by(self, cases: QuerySet[Case], name: str, value: str) -> QuerySet[Case]:
        """Those that a round in the reader's sight found (排查清单, seed 003)."""
        if not value.isdecimal() or len(value) > 18:
            return cases.none()
        return cases.filter(sweep__in=visible_rounds(self.request.user).filter(pk=int(value)))

    def ordered(self, cases: QuerySet[Case], name: str, value: str) -> QuerySet[Case]:
        tie = "-pk" if value.startswith("-") else "pk"
        if value.endswith("due_on"):
            cases = cases.filter(due_on__isnull=False)
        return cases.order_by(value, tie)
