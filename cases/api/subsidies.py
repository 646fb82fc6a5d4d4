"""案件补贴 over JSON: the sheets, drawing one up, approving it, one's own lines."""

from typing import Any

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.generics import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cases.models import SubsidyItem, SubsidySheet
from cases.selectors import subsidies as reading
from cases.services import subsidies
from mediation.core.models import User

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
