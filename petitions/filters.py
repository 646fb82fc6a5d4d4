"""One FilterSet for the list page, the API and the export (DESIGN §5.4)."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet

from cases.enums import Risk
from grids.models import Division
from mediation.core import clock
from petitions import access, enums
from petitions.models import ContentCategory, Petition
from petitions.selectors.searching import narrow


class PetitionFilter(django_filters.FilterSet):
    """Date filters are local days, both ends included; `division` means its whole subtree, `content`
    its sub-categories too."""

    q = django_filters.CharFilter(label="搜编号、姓名、事由", method="find")
    status = django_filters.MultipleChoiceFilter(label="状态", choices=enums.Status.choices)
    channel = django_filters.ChoiceFilter(
        label="信访形式", choices=enums.Channel.choices, empty_label="全部", method="in_file"
    )
    sender = django_filters.ChoiceFilter(
        label="谁转来的", choices=enums.Sender.choices, empty_label="全部", method="in_file"
    )
    kind = django_filters.ChoiceFilter(
        label="法定分类", choices=enums.Kind.choices, empty_label="全部"
    )
    content = django_filters.ModelChoiceFilter(
        label="内容分类",
        queryset=ContentCategory.objects.order_by("code"),
        to_field_name="code",
        empty_label="全部",
        method="about",
    )
    division = django_filters.CharFilter(label="村（社区）", method="under")
    risk = django_filters.ChoiceFilter(label="风险", choices=Risk.choices, empty_label="全部")
    owner = django_filters.CharFilter(label="包案领导", field_name="owner__username")
    received_from = django_filters.DateFilter(
        label="收到从", field_name="received_on", lookup_expr="gte"
    )
    received_to = django_filters.DateFilter(
        label="收到到", field_name="received_on", lookup_expr="lte"
    )
    registered_from = django_filters.DateFilter(label="登记从", method="from_day")
    registered_to = django_filters.DateFilter(label="登记到", method="to_day")
    due_before = django_filters.DateFilter(
        label="到期不晚于", field_name="due_on", lookup_expr="lte"
    )
    overdue = django_filters.BooleanFilter(label="已逾期", method="late")
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
        model = Petition
        fields: list[str] = []

    def find(self, petitions: QuerySet[Petition], name: str, value: str) -> QuerySet[Petition]:
        return narrow(petitions, self.request.user, value)

    def in_file(self, petitions: QuerySet[Petition], name: str, value: str) -> QuerySet[Petition]:
        """What only the file says narrows only what the reader may open."""
        return petitions.filter(level__gte=access.FILE, **{name: value})

    def about(
        self, petitions: QuerySet[Petition], name: str, value: ContentCategory
    ) -> QuerySet[Petition]:
        return petitions.filter(Q(content=value) | Q(content__parent=value)) if value else petitions

    def under(self, petitions: QuerySet[Petition], name: str, value: str) -> QuerySet[Petition]:
        place = Division.objects.filter(code=value).first()
        if place is None:
            return petitions.none()
        return petitions.filter(division__in=Division.objects.under(place).values("pk"))

    def from_day(self, petitions: QuerySet[Petition], name: str, value: Any) -> QuerySet[Petition]:
        return petitions.filter(registered_at__gte=clock.day_bounds(value)[0])

    def to_day(self, petitions: QuerySet[Petition], name: str, value: Any) -> QuerySet[Petition]:
        return petitions.filter(registered_at__lt=clock.day_bounds(value)[1])

    def late(self, petitions: QuerySet[Petition], name: str, value: bool) -> QuerySet[Petition]:
        today = clock.today()
        if value:
            return petitions.filter(due_on__lt=today)
        return petitions.exclude(due_on__lt=today)

    def ordered(self, petitions: QuerySet[Petition], name: str, value: str) -> QuerySet[Petition]:
        tie = "-pk" if value.startswith("-") else "pk"
        if value.endswith("due_on"):
            petitions = petitions.filter(due_on__isnull=False)
        return petitions.order_by(value, tie)
