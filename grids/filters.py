"""One filter of the register for page and API."""

from typing import Any

import django_filters
from django.db.models import Q

from grids.enums import MediatorKind
from grids.enums.leads import LeadKind, LeadStatus
from grids.models import Category, Department, Division, Lead, Mediator


def units_with_mediators(request: Any) -> Any:
    return Department.objects.filter(is_active=True, mediators__isnull=False).distinct()


class MediatorFilter(django_filters.FilterSet):
    unit = django_filters.ModelChoiceFilter(
        field_name="unit",
        queryset=units_with_mediators,
        to_field_name="code",
        label="单位",
        empty_label="全部单位",
    )
    specialty = django_filters.ModelChoiceFilter(
        field_name="specialties",
        queryset=Category.objects.filter(is_active=True),
        to_field_name="code",
        label="擅长类别",
        empty_label="全部类别",
    )
    kind = django_filters.ChoiceFilter(
        choices=MediatorKind.choices, label="人员类别", empty_label="全部人员"
    )

    class Meta:
        model = Mediator
        fields = ("unit", "specialty", "kind")


class LeadFilter(django_filters.FilterSet):
    """State, kind, place (with everything below it) and the day of the report, both ends included."""

    status = django_filters.ChoiceFilter(
        choices=LeadStatus.choices, label="状态", empty_label="全部"
    )
    kind = django_filters.ChoiceFilter(choices=LeadKind.choices, label="种类", empty_label="全部")
    division = django_filters.CharFilter(method="under", label="村（社区）或网格代码")
    reported = django_filters.DateFromToRangeFilter(field_name="reported_at", label="上报日期")

    class Meta:
        model = Lead
        fields = ("status", "kind")

    def under(self, queryset: Any, name: str, value: str) -> Any:
        place = Division.objects.filter(code=value[:14]).first()
        if place is None:
            return queryset.none()
        return queryset.filter(
            Q(division__path__startswith=place.path) | Q(grid__path__startswith=place.path)
        )
