"""Letters over JSON: what may be issued by hand, what was issued and delivered, their files."""

from typing import Any

from django.http import Http404, HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cases.api import serializers as shapes
from mediation.core.errors import Refused
from mediation.core.files import response_of
from petitions.enums import Letter
from petitions.forms.letters import LetterForm
from petitions.letters.table import LETTERS, LetterType
from petitions.models import Attachment, IssuedLetter, Petition
from petitions.selectors.letters import file_with_letters, issuable, letter_lines, letter_of
from petitions.services import issuing, letters
from petitions.views.detail import note_opening
from petitions.views.letters import file_as

BY_HAND = sorted(one.kind for one in LETTERS.values() if one.is_by_hand)
FILES = ("docx", "pdf")


class LetterScanOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    name = serializers.CharField()
    signed_by = serializers.CharField()


class IssuedLetterOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    kind = serializers.ChoiceField(Letter.choices)
    label = serializers.CharField()
    number = serializers.CharField()
    version = serializers.IntegerField()
    issued_at = serializers.DateTimeField()
    issued_by = serializers.CharField()
    sha256 = serializers.CharField(help_text="empty until the Word file is drawn up")
    way = serializers.CharField()
    sent_on = serializers.DateField(allow_null=True)
    received_on = serializers.DateField(allow_null=True)
    receiver = serializers.CharField()
    place = serializers.CharField()
    witness = serializers.CharField()
    is_waiting = serializers.BooleanField(help_text="goes out and has not arrived")
    scans = LetterScanOut(many=True)


class IssuableLetterOut(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(BY_HAND)
    label = serializers.CharField()
    fields = shapes.FieldOut(many=True)  # type: ignore[assignment]


class LettersOut(serializers.Serializer[Any]):
    issuable = IssuableLetterOut(many=True)
    letters = IssuedLetterOut(many=True)


class IssuedLetterIn(serializers.Serializer[Any]):
    """The kind, and beside it the fields that GET lists for it."""

    kind = serializers.ChoiceField(sorted(LETTERS))


def letter_body(
    letter: IssuedLetter, scans: list[Attachment], *, is_waiting: bool = False
) -> dict[str, Any]:
    return {
        "id": letter.pk,
        "kind": letter.kind,
        "label": letter.label,
        "number": letter.number,
        "version": letter.version,
        "issued_at": letter.issued_at,
        "issued_by": letter.issued_by.name,
        "sha256": letter.sha256,
        "way": letter.way,
        "sent_on": letter.sent_on,
        "received_on": letter.received_on,
        "receiver": letter.receiver,
        "place": letter.place,
        "witness": letter.witness,
        "is_waiting": is_waiting,
        "scans": [{"id": s.pk, "name": s.name, "signed_by": s.signed_by} for s in scans],
    }


def issuable_body(one: LetterType, petition: Petition) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "label": one.label,
        "fields": [
            {
                "name": spec.name,
                "label": spec.label,
                "type": spec.type,
                "required": spec.is_required,
                "choices": [{"value": value, "label": label} for value, label in spec.choices],
            }
            for spec in one.asks(petition)
        ],
    }


class LettersView(APIView):
    @extend_schema(responses=LettersOut)
    def get(self, request: Request, pk: int) -> Response:
        """What the caller may issue by hand now, and every issue."""
        petition = file_with_letters(request.user, pk)
        by_hand = issuable(petition, request.user)
        return Response(
            {
                "issuable": [issuable_body(one, petition) for one in by_hand],
                "letters": [
                    letter_body(one.letter, one.scans, is_waiting=one.is_waiting)
                    for one in letter_lines(petition, request.user)
                ],
            }
        )

    @extend_schema(
        request=IssuedLetterIn, responses={201: IssuedLetterOut, 409: OpenApiTypes.OBJECT}
    )
    def post(self, request: Request, pk: int) -> Response:
        """Issue one by hand. What is missing is named: 400 `needs_data`."""
        petition = file_with_letters(request.user, pk)
        head = IssuedLetterIn(data=request.data)
        head.is_valid(raise_exception=True)
        letter_type = LETTERS[head.validated_data["kind"]]
        issuing.check_may_issue(letter_type, petition, request.user)
        form = LetterForm(letter_type, petition, shapes.flat(request.data))
        if not form.is_valid():
            raise ValidationError(dict(form.errors))
        letter = issuing.issue_letter(petition, letter_type.kind, request.user, **form.given())
        return Response(
            IssuedLetterOut(letter_body(letter, [])).data, status=status.HTTP_201_CREATED
        )


class LetterFileView(APIView):
    @extend_schema(responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    def get(self, request: Request, pk: int, letter: int, form: str) -> HttpResponse:
        """The Word file (`docx`) as it was locked, or a PDF of it (`pdf`).

        409 `not_drawn` for one that was issued with its act and has no file yet: POST makes it.
        """
        petition, found = letter_of(request.user, pk, letter)
        if form not in FILES:
            raise Http404
        if not found.sha256 and not petition.is_sealed:
            raise Refused("not_drawn", "这份文书还没有生成 Word 文件。", instead="请先生成。")
        note_opening(petition, request.user, "letter")
        return response_of(*file_as(found, form))

    @extend_schema(request=None, responses=IssuedLetterOut)
    def post(self, request: Request, pk: int, letter: int, form: str) -> Response:
        """Draw up and lock the Word file of a letter that was issued with its act."""
        _, found = letter_of(request.user, pk, letter)
        if form not in FILES:
            raise Http404
        return Response(IssuedLetterOut(letter_body(letters.draw_up(found, request.user), [])).data)


class LetterAgainView(APIView):
    @extend_schema(request=None, responses={201: IssuedLetterOut, 409: OpenApiTypes.OBJECT})
    def post(self, request: Request, pk: int, letter: int) -> Response:
        """A further version, under the same number, of a letter that was not sent yet."""
        _, found = letter_of(request.user, pk, letter)
        made = issuing.issue_again(found, request.user)
        return Response(IssuedLetterOut(letter_body(made, [])).data, status=status.HTTP_201_CREATED)
