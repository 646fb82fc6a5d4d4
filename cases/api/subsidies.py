"""案件补贴 over JSON: the sheets, drawing one up, approving it, one's own lines."""

from typing import Any

from django.http import Http404, HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.generics import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cases import enums, exports
from cases.forms.subsidies import MOST as MOST_YUAN
from cases.models import SubsidyItem, SubsidyRate, SubsidySheet
from cases.models.subsidies import FORMS
from cases.selectors import subsidies as reading
from cases.services import subsidies
from grids.services.sheets import record_sheet
from mediation.core import workbooks
from mediation.core.models import User
from mediation.core.purposes import ExportPurpose

MOST = 500


class SheetIn(serializers.Serializer[Any]):
    month = serializers.DateField(label="月份里的任一天")


class SheetOut(serializers.ModelSerializer[SubsidySheet]):
    class Meta:
        model = SubsidySheet
        fields = ("id", "month", "state", "made_at", "approved_at")


class ItemOut(serializers.ModelSerializer[SubsidyItem]):
    mediator = serializers.CharField(source="mediator.name")
    case = serializers.CharField(source="case.number")
    month = serializers.DateField(source="sheet.month")
    state = serializers.CharField(source="sheet.state")

    class Meta:
        model = SubsidyItem
        fields = (
            "id", "mediator", "case", "kind", "on", "difficulty", "form", "amount", "month",
            "state",
        )  # fmt: skip


class RateIn(serializers.Serializer[Any]):
    difficulty = serializers.ChoiceField(enums.Difficulty.choices, label="难易程度")
    form = serializers.ChoiceField(
        [pair for pair in enums.AgreementForm.choices if pair[0] in FORMS], label="协议形式"
    )
    amount = serializers.DecimalField(
        label="每件（元）", max_digits=7, decimal_places=2, min_value=0, max_value=MOST_YUAN
    )
    confirmed_amount = serializers.DecimalField(
        label="经司法确认另加（元）",
        max_digits=7,
        decimal_places=2,
        min_value=0,
        max_value=MOST_YUAN,
        required=False,
    )
    from_on = serializers.DateField(label="从哪天起")
    basis = serializers.CharField(label="依据（文号）", max_length=100)


class RateOut(serializers.ModelSerializer[SubsidyRate]):
    class Meta:
        model = SubsidyRate
        fields = (
            "id", "difficulty", "form", "amount", "confirmed_amount", "from_on", "to_on", "basis",
        )  # fmt: skip


class SubsidiesView(APIView):
    def reader(self) -> User:
        user: User = self.request.user
        if not reading.may_read(user):
            raise Http404
        return user

    @extend_schema(responses=ItemOut(many=True))
    def get(self, request: Request) -> Response:
        """Lines in the caller's sight, the newest first: a mediator's own."""
        items = reading.visible_items(self.reader()).order_by("-on", "-pk")[:MOST]
        return Response(ItemOut(items, many=True).data)

    @extend_schema(request=SheetIn, responses={201: SheetOut})
    def post(self, request: Request) -> Response:
        """Draw up a month's sheet, or draw it up anew before it is approved."""
        user = self.reader()
        form = SheetIn(data=request.data)
        form.is_valid(raise_exception=True)
        sheet = subsidies.make_sheet(user, form.validated_data["month"])
        return Response(SheetOut(sheet).data, status=status.HTTP_201_CREATED)


class SheetView(SubsidiesView):
    def sheet(self, pk: int) -> SubsidySheet:
        return get_object_or_404(reading.visible_sheets(self.reader()), pk=pk)

    @extend_schema(responses=ItemOut(many=True))
    def get(self, request: Request, pk: int) -> Response:  # type: ignore[override]
        sheet = self.sheet(pk)
        items = reading.visible_items(self.reader()).filter(sheet=sheet)
        return Response(ItemOut(items, many=True).data)

    @extend_schema(request=None, responses=SheetOut)
    def post(self, request: Request, pk: int) -> Response:  # type: ignore[override]
        """Approve it; it stands from then on."""
        return Response(SheetOut(subsidies.approve(self.sheet(pk), self.reader())).data)


class SheetFileView(SheetView):
    http_method_names = ["get", "head", "options"]

    @extend_schema(
        parameters=[OpenApiParameter("for", str, enum=ExportPurpose.values, required=True)],
        responses={(200, workbooks.CONTENT_TYPE): OpenApiTypes.BINARY},
    )
    def get(self, request: Request, pk: int) -> HttpResponse:  # type: ignore[override]
        """The sheet as the workbook of its page, for a purpose; each fetch is written down."""
        user, sheet = self.reader(), self.sheet(pk)
        items = reading.visible_items(user).filter(sheet=sheet)
        content = exports.subsidy_sheet(sheet, items)
        what = f"subsidies.month.{sheet.month:%Y-%m}"
        record_sheet(user, request.query_params.get("for", ""), what, items.count())
        return workbooks.download(f"subsidies-{sheet.month:%Y%m}", content)


class RatesView(SubsidiesView):
    @extend_schema(responses=RateOut(many=True))
    def get(self, request: Request) -> Response:
        """The town's table with its history, for whoever is paid by it or keeps it."""
        return Response(RateOut(reading.visible_rates(self.reader()), many=True).data)

    @extend_schema(request=RateIn, responses={201: RateOut})
    def post(self, request: Request) -> Response:
        """A new row; the one before it ends the day before."""
        user = self.reader()
        form = RateIn(data=request.data)
        form.is_valid(raise_exception=True)
        rate = subsidies.set_rate(user, **form.validated_data)
        return Response(RateOut(rate).data, status=status.HTTP_201_CREATED)
