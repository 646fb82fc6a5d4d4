"""Papers over JSON: what may be issued, what was issued, their files."""

from typing import Any

from django.http import Http404, HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.exceptions import ValidationError
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cases import access, labels, selectors, services
from cases.api import serializers as shapes
from cases.enums import Document
from cases.forms.moves import choices_of
from cases.forms.papers import PaperForm
from cases.models import Attachment, Case, Paper
from cases.papers.table import PAPERS, PaperType
from cases.views.papers import FORMS, file_as, file_of, paper_of
from mediation.core.errors import Refused
from mediation.core.files import response_of
from mediation.core.models import User


class ScanOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    name = serializers.CharField()
    signed_by = serializers.CharField()


class PaperOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    kind = serializers.ChoiceField(Document.choices)
    label = serializers.CharField()
    number = serializers.CharField()
    version = serializers.IntegerField()
    issued_at = serializers.DateTimeField()
    issued_by = serializers.CharField()
    sha256 = serializers.CharField(help_text="empty until the Word file is drawn up")
    way = serializers.CharField()
    sent_on = serializers.DateField(allow_null=True)
    received_on = serializers.DateField(allow_null=True)
    scans = ScanOut(many=True)


class IssuableOut(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(sorted(PAPERS))
    label = serializers.CharField()
    fields = shapes.FieldOut(many=True)  # type: ignore[assignment]


class PapersOut(serializers.Serializer[Any]):
    issuable = IssuableOut(many=True)
    papers = PaperOut(many=True)


class PaperIn(serializers.Serializer[Any]):
    """The kind, and beside it the fields that GET lists for it."""

    kind = serializers.ChoiceField(sorted(PAPERS))


def paper_body(paper: Paper, scans: list[Attachment]) -> dict[str, Any]:
    return {
        "id": paper.pk,
        "kind": paper.kind,
        "label": labels.label(Document, paper.kind),
        "number": paper.number,
        "version": paper.version,
        "issued_at": paper.issued_at,
        "issued_by": paper.issued_by.name,
        "sha256": paper.sha256,
        "way": paper.way,
        "sent_on": paper.sent_on,
        "received_on": paper.received_on,
        "scans": [{"id": s.pk, "name": s.name, "signed_by": s.signed_by} for s in scans],
    }


def issuable_body(one: PaperType, case: Case, user: User) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "label": one.label,
        "fields": [
            {
                "name": spec.name,
                "label": spec.label,
                "type": spec.type,
                "required": spec.is_required,
                "choices": [
                    {"value": value, "label": label}
                    for value, label in choices_of(spec, case, user)
                ],
            }
            for spec in one.asks(case)
        ],
    }


class PapersView(APIView):
    @extend_schema(responses=PapersOut)
    def get(self, request: Request, pk: int) -> Response:
        """What the caller may issue now, and every issue that he may read."""
        case, readable = file_of(request.user, pk)
        has_receipt = not access.relations(request.user, case).isdisjoint(selectors.RECEIPT_GIVERS)
        issued = selectors.issued(case, readable, has_receipt=has_receipt)
        return Response(
            {
                "issuable": [
                    issuable_body(one, case, request.user)
                    for one in selectors.issuable(case, request.user, readable)
                ],
                "papers": [paper_body(*one) for one in issued],
            }
        )

    @extend_schema(request=PaperIn, responses={201: PaperOut, 409: OpenApiTypes.OBJECT})
    def post(self, request: Request, pk: int) -> Response:
        """Issue one. What is missing is named: 400 `needs_data`."""
        case, _ = file_of(request.user, pk)
        head = PaperIn(data=request.data)
        head.is_valid(raise_exception=True)
        paper_type = PAPERS[head.validated_data["kind"]]
        services.check_may_issue(paper_type, case, request.user)
        form = PaperForm(paper_type, case, request.user, shapes.flat(request.data))
        if not form.is_valid():
            raise ValidationError(dict(form.errors))
        paper = services.issue_paper(case, paper_type.kind, request.user, **form.given())
        return Response(PaperOut(paper_body(paper, [])).data, status=status.HTTP_201_CREATED)


class AnyForm(BaseContentNegotiation):
    """`?format=` names the file here, not a renderer."""

    def select_parser(self, request: Any, parsers: Any) -> Any:
        return parsers[0]

    def select_renderer(self, request: Any, renderers: Any, format_suffix: Any = None) -> Any:
        return renderers[0], renderers[0].media_type


class ScanIn(serializers.Serializer[Any]):
    file = serializers.FileField(label="扫描件或照片")
    signed_by = serializers.CharField(label="谁签的名", max_length=200)


class PaperScanView(APIView):
    parser_classes = (MultiPartParser,)

    @extend_schema(request=ScanIn, responses={201: ScanOut})
    def post(self, request: Request, pk: int, paper: int) -> Response:
        """Keep the photo or scan of a signed paper with it, and who signed."""
        _, found = paper_of(request.user, pk, paper)
        form = ScanIn(data=request.data)
        form.is_valid(raise_exception=True)
        given = form.validated_data
        scan = services.attach_scan(
            found, request.user, given["file"], signed_by=given["signed_by"]
        )
        body = {"id": scan.pk, "name": scan.name, "signed_by": scan.signed_by}
        return Response(ScanOut(body).data, status=status.HTTP_201_CREATED)


class PaperFileView(APIView):
    content_negotiation_class = AnyForm

    @extend_schema(
        parameters=[OpenApiParameter("format", OpenApiTypes.STR, enum=list(FORMS))],
        responses={(200, "application/octet-stream"): OpenApiTypes.BINARY},
    )
    def get(self, request: Request, pk: int, paper: int) -> HttpResponse:
        """The Word file as it was locked, or a PDF of it.

        409 `not_drawn` for one that was issued with its act and has no file yet: POST makes it.
        """
        _, found = paper_of(request.user, pk, paper)
        form = request.query_params.get("format", "docx")
        if form not in FORMS:
            raise Http404
        if not found.sha256:
            raise Refused("not_drawn", "这份文书还没有生成 Word 文件。", instead="请先生成。")
        return response_of(*file_as(found, form))

    @extend_schema(request=None, responses=PaperOut)
    def post(self, request: Request, pk: int, paper: int) -> Response:
        """Draw up and lock the Word file of a paper that was issued with its act."""
        _, found = paper_of(request.user, pk, paper)
        return Response(PaperOut(paper_body(services.draw_up(found, request.user), [])).data)
