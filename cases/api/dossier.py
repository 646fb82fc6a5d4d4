"""The dossier over JSON: its contents and gaps, its file, the archive."""

from typing import Any

from django.http import Http404, HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cases import access
from cases.enums import DossierPart
from cases.models import Case
from cases.selectors import dossier as found
from cases.services import dossier
from mediation.core.files import response_of
from mediation.core.models import User


class EntryOut(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(["paper", "file"])
    id = serializers.IntegerField()
    title = serializers.CharField()
    on = serializers.DateField()


class PartOut(serializers.Serializer[Any]):
    number = serializers.IntegerField()
    part = serializers.CharField()
    label = serializers.CharField()
    is_required = serializers.BooleanField()
    missing = serializers.CharField(help_text="what helps; empty when nothing is missing")
    entries = EntryOut(many=True)


class DossierOut(serializers.Serializer[Any]):
    number = serializers.CharField()
    name = serializers.CharField()
    retention = serializers.CharField()
    is_complete = serializers.BooleanField()
    missing = serializers.ListField(child=serializers.CharField())
    parts = PartOut(many=True)
    archived_on = serializers.DateField(allow_null=True)
    archived_by = serializers.CharField(allow_null=True)
    made_on = serializers.DateField(allow_null=True)
    pages = serializers.IntegerField(allow_null=True)
    sha256 = serializers.CharField(allow_null=True)


class ArchiveIn(serializers.Serializer[Any]):
    version = serializers.IntegerField(required=False)
    explanation = serializers.CharField(required=False, allow_blank=True, max_length=4000)


class PlaceIn(serializers.Serializer[Any]):
    file = serializers.IntegerField(min_value=1)
    part = serializers.ChoiceField(
        DossierPart.choices, allow_blank=True, help_text="empty: where it belongs by itself"
    )


class DossierView(APIView):
    @extend_schema(responses=DossierOut)
    def get(self, request: Request, pk: int) -> Response:
        """What lies in the dossier as far as the caller's sight goes, and what is missing."""
        case = found.dossier_of(request.user, pk)
        return Response(DossierOut(answer_of(case, request.user)).data)

    @extend_schema(request=ArchiveIn, responses={200: DossierOut, 409: OpenApiTypes.OBJECT})
    def post(self, request: Request, pk: int) -> Response:
        """To the archive; an incomplete one needs `explanation` (卷宗情况说明)."""
        case = found.dossier_of(request.user, pk)
        form = ArchiveIn(data=request.data)
        form.is_valid(raise_exception=True)
        dossier.archive(
            case,
            request.user,
            explanation=form.validated_data.get("explanation", ""),
            version=form.validated_data.get("version"),
        )
        again = found.dossier_of(request.user, pk)
        return Response(DossierOut(answer_of(again, request.user)).data)


class DossierPlaceView(APIView):
    @extend_schema(request=PlaceIn, responses={200: DossierOut, 409: OpenApiTypes.OBJECT})
    def post(self, request: Request, pk: int) -> Response:
        """Put one file into another place of the order."""
        case = found.dossier_of(request.user, pk)
        form = PlaceIn(data=request.data)
        form.is_valid(raise_exception=True)
        asked = form.validated_data
        dossier.place_file(case, request.user, asked["file"], asked["part"])
        again = found.dossier_of(request.user, pk)
        return Response(DossierOut(answer_of(again, request.user)).data)


class DossierFileView(APIView):
    @extend_schema(
        parameters=[OpenApiParameter("for_court", OpenApiTypes.BOOL)],
        responses={(200, "application/octet-stream"): OpenApiTypes.BINARY},
    )
    def get(self, request: Request, pk: int, form: str) -> HttpResponse:
        """The dossier as `pdf` or `zip`; `for_court` without minutes and concessions."""
        case = found.dossier_of(request.user, pk)
        if form not in dossier.FORMS:
            raise Http404
        for_court = request.query_params.get("for_court", "").lower() in ("1", "true")
        package = dossier.package_for(case, request.user, form, for_court=for_court)
        dossier.note_access(case, request.user, form, for_court)
        return response_of(package.body, package.name)


def answer_of(case: Case, user: User) -> dict[str, Any]:
    shelves = found.shelves(case, found.entries(case, access.readable_stages(user, case)))
    kept = found.archived(case)
    missing = [shelf.gap.sentence for shelf in shelves if shelf.gap]
    return {
        "number": dossier.number_of(case),
        "name": found.name_of_dossier(case),
        "retention": kept.retention if kept else str(found.retention_of(case) or ""),
        "is_complete": not missing,
        "missing": missing,
        "parts": [
            {
                "number": shelf.number,
                "part": shelf.place.part,
                "label": shelf.label,
                "is_required": shelf.is_required,
                "missing": shelf.gap.sentence if shelf.gap else "",
                "entries": [
                    {
                        "kind": "paper" if one.is_paper else "file",
                        "id": one.row.pk,
                        "title": one.title,
                        "on": one.on,
                    }
                    for one in shelf.entries
                ],
            }
            for shelf in shelves
        ],
        "archived_on": kept.archived_on if kept else None,
        "archived_by": kept.archived_by.name if kept else None,
        "made_on": kept.made_on if kept else None,
        "pages": kept.pages if kept else None,
        "sha256": kept.sha256 if kept else None,
    }
