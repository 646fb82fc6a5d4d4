"""包案 of a petition over JSON; readers of the file alone."""

from typing import Any

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from mediation.core.models import User
from petitions import access, selectors
from petitions.api.receptions import read
from petitions.models import OwnershipFile, Petition
from petitions.selectors.ownership import ownership_of
from petitions.services import ownership


class OwnerIn(serializers.Serializer[Any]):
    owner = serializers.IntegerField(label="包案领导")
    version = serializers.IntegerField(label="信访件的版本", required=False)


class PetitionOwnershipIn(serializers.Serializer[Any]):
    """`version` is the file's, 0 for none; an item may wait."""

    due_on = serializers.DateField(label="定时间", required=False, allow_null=True)
    version = serializers.IntegerField(label="包案表的版本", required=False)

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        texts = {
            name: serializers.CharField(
                label=label, max_length=4000, required=False, allow_blank=True
            )
            for name, label in ownership.TEXTS.items()
        }
        return texts | super().get_fields()


class PetitionOwnershipFileOut(serializers.ModelSerializer[OwnershipFile]):
    leader = serializers.CharField(source="leader.name")
    by = serializers.CharField(source="by.name")

    class Meta:
        model = OwnershipFile
        fields = ("version", "leader", "due_on", *ownership.TEXTS, "by", "at")


class PetitionPresentOut(serializers.Serializer[Any]):
    label = serializers.CharField()
    is_there = serializers.BooleanField()
    words = serializers.CharField()


class PetitionOwnershipOut(serializers.Serializer[Any]):
    """`missing` of the eight items of 四定四包; `five` are the 五个一."""

    owner = serializers.CharField(allow_null=True)
    is_difficult = serializers.BooleanField()
    version = serializers.IntegerField()
    file = PetitionOwnershipFileOut(allow_null=True)
    missing = serializers.ListField(child=serializers.CharField())
    five = PetitionPresentOut(many=True)


class _OfAPetition(APIView):
    def petition(self, user: User, pk: int) -> Petition:
        petition = selectors.get_visible(user, pk, "directions")
        if selectors.level_of(petition) < access.FILE or petition.is_sealed:
            raise Http404
        return petition

    def whole(self, petition: Petition) -> dict[str, Any]:
        found = ownership_of(petition)
        row = {
            "owner": petition.owner.name if petition.owner else None,
            "is_difficult": petition.is_difficult,
            "version": petition.version,
            "file": found.file,
            "missing": found.missing,
            "five": found.five,
        }
        return dict(PetitionOwnershipOut(row).data)


class PetitionOwnershipView(_OfAPetition):
    @extend_schema(responses=PetitionOwnershipOut)
    def get(self, request: Request, pk: int) -> Response:
        return Response(self.whole(self.petition(request.user, pk)))

    @extend_schema(request=PetitionOwnershipIn, responses={201: PetitionOwnershipOut})
    def post(self, request: Request, pk: int) -> Response:
        """A new version of the file, by the owner."""
        petition = self.petition(request.user, pk)
        ownership.write_ownership(petition, request.user, **read(PetitionOwnershipIn, request))
        return Response(self.whole(petition), status=status.HTTP_201_CREATED)


class PetitionOwnerView(_OfAPetition):
    @extend_schema(request=OwnerIn, responses=PetitionOwnershipOut)
    def post(self, request: Request, pk: int) -> Response:
        """Name the owner; the petition is difficult from then on."""
        petition = self.petition(request.user, pk)
        ownership.name_owner(petition, request.user, **read(OwnerIn, request))
        return Response(self.whole(self.petition(request.user, pk)))
