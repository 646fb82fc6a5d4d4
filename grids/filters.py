"""One filter of the register for page and API."""

from typing import Any

import django_filters

from grids.enums import MediatorKind
from grids.models import Category, Department, Mediator


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
