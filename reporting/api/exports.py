"""POST /exports/, a request's state and file; who fetched which."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.generics import ListAPIView
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from grids.models import SheetAccess
from reporting import tasks
from reporting.api.serializers import (
    ExportLogSerializer,
    ExportRequestSerializer,
    ExportSerializer,
    ProblemSerializer,
    SheetLogSerializer,
)
from reporting.exports.as_workbook import CONTENT_TYPE
from reporting.exports.download import file_of
from reporting.models import Export
from reporting.selectors.exports import own_exports, visible_exports, visible_sheets
from reporting.services import cancel_export, request_again, request_export


class ExportsView(APIView):
    """Ask for the rows of some filters as a file."""

    @extend_schema(
        operation_id="exports_create",
        request=ExportRequestSerializer,
        responses={201: ExportSerializer, 409: ProblemSerializer},
    )
    def post(self, request: Request) -> Response:
        asked = ExportRequestSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        given = asked.validated_data
        with transaction.atomic():
            export = request_export(
                request.user, given["params"], given["purpose"], given["format"]
            )
            tasks.start(export)
        return Response(ExportSerializer(export).data, status=201)

    @extend_schema(operation_id="exports_list", responses={200: ExportSerializer(many=True)})
    def get(self, request: Request) -> Response:
        """One's own requests, newest first."""
        mine = own_exports(request.user)[:50]
        return Response(ExportSerializer(mine, many=True).data)


class ExportView(APIView):
    """One request of one's own."""

    @extend_schema(operation_id="exports_read", responses={200: ExportSerializer})
    def get(self, request: Request, pk: UUID) -> Response:
        return Response(ExportSerializer(own(request, pk)).data)


class ExportCancelView(APIView):
    """One's own is not wanted any more; a finished one stays until it expires."""

    @extend_schema(operation_id="exports_cancel", request=None, responses={200: ExportSerializer})
    def post(self, request: Request, pk: UUID) -> Response:
        cancel_export(own(request, pk))
        return Response(ExportSerializer(own(request, pk)).data)


class ExportAgainView(APIView):
    """Ask once more for one of one's own that did not come: a new request."""

    @extend_schema(
        operation_id="exports_again",
        request=None,
        responses={201: ExportSerializer, 409: ProblemSerializer},
    )
    def post(self, request: Request, pk: UUID) -> Response:
        with transaction.atomic():
            export = request_again(own(request, pk))
            tasks.start(export)
        return Response(ExportSerializer(export).data, status=201)


class ExportFileView(APIView):
    """The file of one's own request, while it is kept."""

    @extend_schema(
        operation_id="exports_file",
        responses={
            (200, CONTENT_TYPE): OpenApiTypes.BINARY,
            (200, "text/csv"): OpenApiTypes.BINARY,
            409: ProblemSerializer,
        },
    )
    def get(self, request: Request, pk: UUID) -> Any:
        return file_of(own(request, pk), request.user)


class ExportLogPages(CursorPagination):
    page_size = 50
    ordering = ("-created_at", "id")


class ExportLogView(ListAPIView):
    """Which files left the house, and who fetched them when; one's own for everybody else."""

    queryset = Export.objects.none()  # for the description of the API
    serializer_class = ExportLogSerializer
    pagination_class = ExportLogPages

    def get_queryset(self) -> Any:
        return visible_exports(self.request.user)


class SheetLogPages(ExportLogPages):
    ordering = ("-at", "id")


class SheetLogView(ListAPIView):
    """The same of the sheets that pages hand out at once."""

    queryset = SheetAccess.objects.none()  # for the description of the API
    serializer_class = SheetLogSerializer
    pagination_class = SheetLogPages

    def get_queryset(self) -> Any:
        return visible_sheets(self.request.user)


def own(request: Any, pk: UUID) -> Export:
    """404 for somebody else's, as for one that does not exist."""
    return get_object_or_404(own_exports(request.user), pk=pk)
