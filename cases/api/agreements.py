"""The agreement, what is owed under it, and a party's refusal, over JSON."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cases import access, selectors
from cases.api.serializers import CaseOut
from cases.forms.settling import TICKS
from cases.models import Case, Consent
from cases.selectors.agreements import agreement_of
from cases.services.refusing import refuse_mediation
from mediation.core import clock


class OwedOut(serializers.Serializer[Any]):
    id = serializers.IntegerField(source="obligation.pk")
    seq = serializers.IntegerField(source="obligation.seq")
    debtor = serializers.IntegerField(source="obligation.debtor_id", allow_null=True)
    what = serializers.CharField(source="obligation.what")
    amount = serializers.DecimalField(
        source="obligation.amount", max_digits=14, decimal_places=2, allow_null=True
    )
    due_on = serializers.DateField(source="obligation.due_on")
    state = serializers.CharField(source="obligation.state")
    performed_on = serializers.DateField(source="obligation.performed_on", allow_null=True)
    label = serializers.CharField(source="state")
    late_days = serializers.IntegerField()


class AgreementOut(serializers.Serializer[Any]):
    id = serializers.IntegerField(source="agreement.pk")
    form = serializers.CharField(source="agreement.form")
    effective_on = serializers.DateField(source="agreement.on")
    terms = serializers.CharField(source="agreement.terms")
    amount = serializers.DecimalField(
        source="agreement.amount", max_digits=14, decimal_places=2, allow_null=True
    )
    mediator = serializers.CharField(source="agreement.mediator.name", default=None)
    sealed_by = serializers.CharField(source="agreement.sealed_by.short_name", default=None)
    means = serializers.CharField(source="agreement.means")
    cause = serializers.CharField(source="agreement.cause")
    third_party_words = serializers.CharField(source="agreement.third_party_words")
    unconfirmable = serializers.CharField(source="agreement.unconfirmable")
    confirmation_step = serializers.CharField(source="agreement.confirmation.step", default="")
    confirmation = serializers.CharField()
    ways = serializers.ListField(child=serializers.CharField())
    obligations = OwedOut(many=True, source="owed")


class RefusalIn(serializers.Serializer[Any]):
    party = serializers.IntegerField(label="哪一位不愿再调解")
    on = serializers.DateField(label="发生日期", required=False, allow_null=True)
    version = serializers.IntegerField(label="版本", required=False, allow_null=True)
    reason = serializers.CharField(
        label="本人要求写上的话", max_length=500, required=False, allow_blank=True
    )


class ConsentOut(serializers.Serializer[Any]):
    party = serializers.IntegerField(source="party_id")
    is_given = serializers.BooleanField()
    on = serializers.DateField()


class AgreementView(APIView):
    """The agreement in force; 404 for whoever may not read the record of its stage."""

    @extend_schema(responses=AgreementOut)
    def get(self, request: Request, pk: int) -> Response:
        case = selectors.get_visible(
            request.user, pk, *selectors.DECIDING, "agreements", "obligations"
        )
        readable = access.readable_stages(request.user, case)
        found = agreement_of(case, readable, clock.today())
        if case.level < access.FILE or found is None:
            raise Http404
        return Response(AgreementOut(found).data)


class RefusalView(APIView):
    """A party's yes and no to mediation; POST: a no, which ends it at once."""

    def case(self, request: Request, pk: int) -> Case:
        case = selectors.get_visible(request.user, pk, *selectors.DECIDING)
        if case.level < access.FILE:
            raise Http404
        return case

    @extend_schema(responses=ConsentOut(many=True))
    def get(self, request: Request, pk: int) -> Response:
        case = self.case(request, pk)
        readable = access.readable_stages(request.user, case)
        found = Consent.objects.filter(case=case, stage__in=readable)
        return Response(ConsentOut(found, many=True).data)

    @extend_schema(request=RefusalIn, responses=CaseOut)
    def post(self, request: Request, pk: int) -> Response:
        case = self.case(request, pk)
        form = RefusalIn(data=request.data)
        form.is_valid(raise_exception=True)
        told = form.validated_data
        moved = refuse_mediation(
            case,
            request.user,
            told["party"],
            version=told.get("version"),
            on=told.get("on"),
            reason=told.get("reason", ""),
        )
        again = selectors.for_lists(access.visible_to(request.user)).filter(pk=case.pk).first()
        if again is None:
            again = moved.case
            again.level = access.CARD
        return Response(CaseOut(again).data)


def beyond_the_form(data: Mapping[str, Any]) -> dict[str, Any]:
    """What `settle` is told over JSON besides the fields of its form: its obligations, and each
    signature or seal that is said to be missing. `MoveIn` has looked at their shape."""
    told: dict[str, Any] = {name: False for name in TICKS if data.get(name) is False}
    if data.get("obligations"):
        told["obligations"] = data["obligations"]
    return told
