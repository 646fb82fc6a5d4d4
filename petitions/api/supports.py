"""帮扶救助 and the days of a hearing over JSON; readers of the file alone."""

from typing import Any

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.generics import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from grids.models import Department
from petitions import access, enums, selectors
from petitions.models import Petition
from petitions.services.hearings import hold_hearing
from petitions.services.supports import add_support, write_result


class PetitionSupportIn(serializers.Serializer[Any]):
    """`amount` in yuan; `unit` is the key of a unit of the town."""

    kind = serializers.ChoiceField(enums.SupportKind.choices, label="帮什么")
    text = serializers.CharField(label="怎么帮", max_length=2000)
    has_consent = serializers.BooleanField(label="本人同意")
    unit = serializers.PrimaryKeyRelatedField(
        queryset=Department.objects.all(), label="由谁提供", required=False, allow_null=True
    )
    amount = serializers.DecimalField(
        label="金额（元）",
        max_digits=12,
        decimal_places=2,
        min_value=0,
        required=False,
        allow_null=True,
    )
    on = serializers.DateField(label="从哪天", required=False, allow_null=True)
    ends_on = serializers.DateField(label="到哪天", required=False, allow_null=True)
    version = serializers.IntegerField(label="版本", required=False)


class PetitionSupportResultIn(serializers.Serializer[Any]):
    result = serializers.CharField(label="结果", max_length=2000)
    on = serializers.DateField(label="哪天", required=False, allow_null=True)
    version = serializers.IntegerField(label="版本", required=False)


class PetitionSupportOut(serializers.Serializer[Any]):
    id = serializers.IntegerField(source="pk")
    kind = serializers.CharField()
    label = serializers.CharField(source="get_kind_display")
    text = serializers.CharField()
    unit = serializers.SerializerMethodField()
    amount = serializers.DecimalField(max_digits=12, decimal_places=2, allow_null=True)
    on = serializers.DateField()
    ends_on = serializers.DateField(allow_null=True)
    result = serializers.CharField()
    result_on = serializers.DateField(allow_null=True)

    def get_unit(self, measure: Any) -> str:
        return measure.unit.short_name if measure.unit else ""


class PetitionHearingIn(serializers.Serializer[Any]):
    """`from_on` is in, `to_on` is counted again."""

    from_on = serializers.DateField(label="听证从哪天开始")
    to_on = serializers.DateField(label="哪天恢复计算")
    version = serializers.IntegerField(label="版本", required=False)


class PetitionHearingOut(serializers.Serializer[Any]):
    id = serializers.IntegerField(source="pk")
    from_on = serializers.DateField()
    to_on = serializers.DateField()


class _OfAPetition(APIView):
    """The petition in the caller's sight, at file level; an accusation has neither of these."""

    def petition(self, pk: int) -> Petition:
        petition = selectors.get_visible(self.request.user, pk, "supports", "pauses")
        if selectors.level_of(petition) < access.FILE or petition.is_sealed:
            raise Http404
        return petition


def _read(shape: type[serializers.Serializer[Any]], request: Request) -> dict[str, Any]:
    form = shape(data=request.data)
    form.is_valid(raise_exception=True)
    return dict(form.validated_data)


class PetitionSupportsView(_OfAPetition):
    @extend_schema(responses=PetitionSupportOut(many=True))
    def get(self, request: Request, pk: int) -> Response:
        """What help was offered for this matter."""
        rows = self.petition(pk).supports.all()
        return Response(PetitionSupportOut(rows, many=True).data)

    @extend_schema(request=PetitionSupportIn, responses={201: PetitionSupportOut})
    def post(self, request: Request, pk: int) -> Response:
        """Offer help, with his consent."""
        measure = add_support(self.petition(pk), request.user, **_read(PetitionSupportIn, request))
        return Response(PetitionSupportOut(measure).data, status=status.HTTP_201_CREATED)


class PetitionSupportResultView(_OfAPetition):
    @extend_schema(request=PetitionSupportResultIn, responses=PetitionSupportOut)
    def post(self, request: Request, pk: int, support: int) -> Response:
        """What came of it."""
        measure = get_object_or_404(self.petition(pk).supports, pk=support)
        done = write_result(measure, request.user, **_read(PetitionSupportResultIn, request))
        return Response(PetitionSupportOut(done).data)


class PetitionHearingsView(_OfAPetition):
    @extend_schema(responses=PetitionHearingOut(many=True))
    def get(self, request: Request, pk: int) -> Response:
        """Days of hearings in the final review, which are not counted."""
        return Response(PetitionHearingOut(self.petition(pk).pauses.all(), many=True).data)

    @extend_schema(request=PetitionHearingIn, responses={201: PetitionHearingOut})
    def post(self, request: Request, pk: int) -> Response:
        """Write such days down; the final review's clock is reckoned again."""
        pause = hold_hearing(self.petition(pk), request.user, **_read(PetitionHearingIn, request))
        return Response(PetitionHearingOut(pause).data, status=status.HTTP_201_CREATED)
