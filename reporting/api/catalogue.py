"""GET /reports/catalogue/: the definitions of every figure."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from reporting.views.catalogue import chapters_for


class FigureOut(serializers.Serializer[Any]):
    """One figure in words; `denominator` is a dash where it is a count."""

    name = serializers.CharField()
    unit = serializers.CharField()
    definition = serializers.CharField()
    numerator = serializers.CharField()
    denominator = serializers.CharField()
    edges = serializers.CharField()
    how = serializers.CharField()

    def get_fields(self) -> dict[str, Any]:
        """`label` and `source` of a serializer are its own."""
        own = {"label": serializers.CharField(), "source": serializers.CharField()}
        return super().get_fields() | own


class ChapterOut(serializers.Serializer[Any]):
    code = serializers.CharField()
    title = serializers.CharField()
    about = serializers.CharField()
    entries = FigureOut(many=True)


class CatalogueView(APIView):
    @extend_schema(
        operation_id="figure_catalogue",
        parameters=[OpenApiParameter("q", str, description="名称或口径里的字")],
        responses=ChapterOut(many=True),
    )
    def get(self, request: Request) -> Response:
        words = request.query_params.get("q", "").strip()[:50]
        return Response(ChapterOut(chapters_for(request.user, words), many=True).data)
