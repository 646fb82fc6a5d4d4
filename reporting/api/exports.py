"""POST /exports/, and a request's state and file."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from reporting import tasks
from reporting.api.serializers import (
    ExportRequestSerializer,
    ExportSerializer,
    ProblemSerializer,
)
from reporting.exports.as_workbook import CONTENT_TYPE
from reporting.exports.download import file_of
from reporting.models import Export
from reporting.services import request_export


class ExportsView(APIView):
    """Ask for the cases of some filters as a workbook."""

    @extend_schema(
        operation_id="exports_create",
        request=ExportRequestSerializer,
        responses={201: ExportSerializer, 409: ProblemSerializer},
    )
    def post(self, request: Request) -> Response:
        asked = ExportRequestSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        with transaction.atomic():
            given = asked.validated_data
            export = request_export(request.user, given["params"], given["purpose"])
            tasks.start(export)
        return Response(ExportSerializer(export).data, status=201)

    @extend_schema(operation_id="exports_list", responses={200: ExportSerializer(many=True)})
    def get(self, request: Request) -> Response:
        """One's own requests, newest first."""
        mine = Export.objects.filter(user=request.user)[:50]
        return Response(ExportSerializer(mine, many=True).data)


class ExportView(APIView):
    """One request of one's own."""

    @extend_schema(operation_id="exports_read", responses={200: ExportSerializer})
    def get(self, request: Request, pk: UUID) -> Response:
        return Response(ExportSerializer(own(request, pk)).data)


class ExportFileView(APIView):
    """The file of one's own request, while it is kept."""

    @extend_schema(
        operation_id="exports_file",
        responses={(200, CONTENT_TYPE): OpenApiTypes.BINARY, 409: ProblemSerializer},
    )
    def get(self, request: Request, pk: UUID) -> Any:
        return file_of(own(request, pk))


def own(request: Any, pk: UUID) -> Export:
    """404 for somebody else's, as for one that does not exist."""
    return get_object_or_404(Export, pk=pk, user=request.user)
