"""One filter of a register for page, API and workbook."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Q

from grids.enums.registers import RegisterState
from grids.models import Department, Register
from grids.registers import Kind


class RegisterFilter(django_filters.FilterSet):
    """Lines of one register for page, API and workbook; which filters there are is its kind's.

    Dates are local days, both ends included.
    """

    q = django_filters.CharFilter(label="搜标题、内容", method="find")
    year = django_filters.NumberFilter(
        field_name="year", label="年份", min_value=1949, max_value=9998
    )
    unit = django_filters.ModelChoiceFilter(
        queryset=Department.objects.order_by("order", "code"),
        to_field_name="code",
        label="登记单位",
        empty_label="全部单位",
    )
    sort = django_filters.ChoiceFilter(label="类型", empty_label="全部")
    state = django_filters.ChoiceFilter(
        label="状态", choices=RegisterState.choices, empty_label="全部"
    )
    is_open = django_filters.BooleanFilter(label="还没办好", method="only_open")
    happened_from = django_filters.DateFilter(
        label="从",
        field_name="happened_on",
        lookup_expr="gte",
        widget=forms.DateInput({"type": "date"}),
    )
    happened_to = django_filters.DateFilter(
        label="到",
        field_name="happened_on",
        lookup_expr="lte",
        widget=forms.DateInput({"type": "date"}),
    )

    class Meta:
        model = Register
        fields: list[str] = []

    def __init__(self, *args: Any, kind: Kind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if kind.sorts:
            self.filters["sort"].extra["choices"] = kind.sorts
        else:
            del self.filters["sort"]
        if "due_on" not in kind.names:
            del self.filters["is_open"]
        units = Department.objects.filter(
            pk__in=self.queryset.order_by().values("unit").distinct()
        ).order_by("order", "code")
        self.filters["unit"].queryset = units
        for field in self.form.fields.values():
            field.widget.attrs["class"] = "in"

    def find(self, lines: Any, name: str, value: str) -> Any:
        for word in value.split()[:5]:
            lines = lines.filter(
                Q(title__icontains=word)
                | Q(text__icontains=word)
                | Q(external_number__icontains=word)
            )
        return lines

    def only_open(self, lines: Any, name: str, value: bool) -> Any:
        is_open = Q(due_on__isnull=False, done_on__isnull=True) & ~Q(state=RegisterState.STRUCK)
        return lines.filter(is_open) if value else lines.exclude(is_open)
