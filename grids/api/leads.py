"""苗头 over JSON, and as a multipart form with its photos, which is how the phone sends it."""

from typing import Any

from django.http import Http404, HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.generics import get_object_or_404
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from grids.enums.leads import LeadKind, LeadOutcome, LeadRisk
from grids.filters import LeadFilter
from grids.forms.leads import POSITION
from grids.models import Lead
from grids.selectors import leads as seen
from grids.services import leads
from mediation.core import files
from mediation.core.privacy import mask_numbers_in


class NewestLeads(CursorPagination):
    page_size = 50
    ordering = ("-reported_at", "-pk")


class LeadOut(serializers.ModelSerializer[Lead]):
    """One lead; `has_danger` stands only for the reporter and whoever follows it."""

    category = serializers.CharField(source="category.code", default=None, allow_null=True)
    division = serializers.CharField(source="where.code")
    unit = serializers.CharField(source="unit.code")
    reported_by = serializers.CharField(source="reported_by.name")
    words = serializers.SerializerMethodField()
    answer = serializers.SerializerMethodField()
    has_danger = serializers.SerializerMethodField()
    case = serializers.SerializerMethodField()
    photos = serializers.SerializerMethodField()

    class Meta:
        model = Lead
        fields = (
            "id", "number", "form_key", "kind", "category", "words", "division", "place", "risk",
            "sweep", "has_blows", "is_ongoing", "has_danger", "status", "outcome", "answer", "unit",
            "found_at", "reported_at", "followed_at", "answered_at", "reported_by", "case",
            "photos",
        )  # fmt: skip

    def get_words(self, lead: Lead) -> str:
        return mask_numbers_in(lead.words)

    def get_answer(self, lead: Lead) -> str:
        return mask_numbers_in(lead.answer)

    def get_has_danger(self, lead: Lead) -> bool | None:
        user = self.context["user"]
        return lead.has_danger if seen.may_see_danger(user, lead) else None

    def get_case(self, lead: Lead) -> str | None:
        case: Any = getattr(lead, "case", None)
        return str(case.number) if case is not None else None

    def get_photos(self, lead: Lead) -> list[int]:
        return [photo.pk for photo in lead.photos.all()]


class LeadPage(serializers.Serializer[Any]):
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)
    results = LeadOut(many=True)


class LeadIn(serializers.Serializer[Any]):
    form_key = serializers.UUIDField(label="表单标识")
    kind = serializers.ChoiceField(LeadKind.choices, label="种类", default=LeadKind.DISPUTE)
    category = serializers.CharField(
        label="类别", max_length=2, required=False, allow_blank=True, allow_null=True
    )
    words = serializers.CharField(label="谁和谁，为啥事", max_length=leads.LONGEST_WORDS)
    division = serializers.CharField(label="网格或村（社区）代码", max_length=14)
    place = serializers.CharField(
        label="具体地点", max_length=leads.LONGEST_PLACE, required=False, allow_blank=True
    )
    position = serializers.RegexField(
        POSITION, label="定位（本人同意才记）", required=False, allow_blank=True
    )
    risk = serializers.ChoiceField(LeadRisk.choices, label="看样子", default=LeadRisk.YELLOW)
    has_blows = serializers.BooleanField(label="动过手", default=False)
    is_ongoing = serializers.BooleanField(label="现在还僵着", default=False)
    has_danger = serializers.BooleanField(label="有人身危险", default=False)
    sweep = serializers.IntegerField(label="排查轮次", required=False, allow_null=True)
    found_at = serializers.DateTimeField(label="发现时间", required=False, allow_null=True)
    settled = serializers.CharField(
        label="怎么当场调好的", max_length=leads.LONGEST_ANSWER, required=False, allow_blank=True
    )
    photos = serializers.ListField(
        child=serializers.FileField(), label="照片", required=False, max_length=leads.MOST_PHOTOS
    )


class LeadActIn(serializers.Serializer[Any]):
    act = serializers.ChoiceField([(act, act) for act in leads.ACTS], label="做什么")
    words = serializers.CharField(
        label="说明", max_length=leads.LONGEST_WORDS, required=False, allow_blank=True
    )
    outcome = serializers.ChoiceField(
        [(one.value, one.label) for one in (LeadOutcome.HANDLED, LeadOutcome.UNFOUNDED)],
        label="结果",
        required=False,
    )
    unit = serializers.CharField(label="转给", max_length=40, required=False)
    kind = serializers.ChoiceField(LeadKind.choices, label="种类", required=False)
    category = serializers.CharField(
        label="类别", max_length=2, required=False, allow_blank=True, allow_null=True
    )
    form_key = serializers.UUIDField(label="表单标识", required=False)
    photos = serializers.ListField(
        child=serializers.FileField(), label="照片", required=False, max_length=leads.MOST_PHOTOS
    )


# Which of the fields an act takes.
FIELDS: dict[str, tuple[str, ...]] = {
    "follow": (),
    "note": ("words", "form_key"),
    "settle": ("words",),
    "answer": ("words", "outcome"),
    "pass": ("unit", "words"),
    "sort": ("kind", "category"),
}
# What every act needs where the caller left it out: the service says what is missing.
EMPTY = {"words": "", "unit": "", "kind": ""}


class _Leads(APIView):
    def leads(self) -> Any:
        user = self.request.user
        if not seen.may_report(user):
            raise Http404
        return seen.for_lists(seen.visible_leads(user)).prefetch_related("photos")

    def out(self, lead: Lead) -> dict[str, Any]:
        found = self.leads().filter(pk=lead.pk).first()
        return LeadOut(found or lead, context={"user": self.request.user}).data


class LeadsView(_Leads):
    @extend_schema(operation_id="leads_list", responses=LeadPage)
    def get(self, request: Request) -> Response:
        """`status, kind, division` (subtree)`, reported_after, reported_before`; newest first."""
        filtered = LeadFilter(request.query_params, queryset=self.leads(), request=request)
        if not filtered.is_valid():
            raise serializers.ValidationError(filtered.errors)
        pages = NewestLeads()
        page = pages.paginate_queryset(filtered.qs, request)
        out = LeadOut(page, many=True, context={"user": request.user})
        return pages.get_paginated_response(out.data)

    @extend_schema(request=LeadIn, responses={201: LeadOut, 200: LeadOut})
    def post(self, request: Request) -> Response:
        """Report. The same `form_key` again answers 200 with the first lead."""
        if not seen.may_report(request.user):
            raise Http404
        form = LeadIn(data=request.data)
        form.is_valid(raise_exception=True)
        given = dict(form.validated_data)
        done = leads.report(request.user, pictures=given.pop("photos", ()), **given)
        code = status.HTTP_201_CREATED if done.is_new else status.HTTP_200_OK
        return Response(self.out(done.lead), status=code)


class LeadView(_Leads):
    @extend_schema(operation_id="leads_retrieve", responses=LeadOut)
    def get(self, request: Request, pk: int) -> Response:
        return Response(self.out(get_object_or_404(self.leads(), pk=pk)))


class LeadActView(_Leads):
    @extend_schema(request=LeadActIn, responses=LeadOut)
    def post(self, request: Request, pk: int) -> Response:
        """follow · note · settle · answer · pass · sort."""
        lead = get_object_or_404(self.leads(), pk=pk)
        form = LeadActIn(data=request.data)
        form.is_valid(raise_exception=True)
        given = dict(form.validated_data)
        names = FIELDS[given["act"]]
        data = {name: EMPTY[name] for name in names if name in EMPTY}
        data |= {name: given[name] for name in names if name in given}
        if given["act"] == "note":
            data["pictures"] = given.get("photos", ())
        leads.ACTS[given["act"]](lead, request.user, **data)
        return Response(self.out(lead))


class LeadPhotoView(_Leads):
    @extend_schema(responses={200: OpenApiTypes.BINARY})
    def get(self, request: Request, pk: int, photo: int) -> HttpResponse:
        photos = seen.visible_photos(request.user)
        return files.response_for(get_object_or_404(photos, pk=photo, lead=pk))
