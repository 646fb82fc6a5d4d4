"""归档 over JSON: once, after the petition is closed."""

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from petitions import access, selectors
from petitions.api.serializers import PetitionOut
from petitions.services.archiving import archive


class PetitionArchiveIn(serializers.Serializer[None]):
    version = serializers.IntegerField(required=False)


class PetitionArchiveView(APIView):
    @extend_schema(request=PetitionArchiveIn, responses=PetitionOut)
    def post(self, request: Request, pk: int) -> Response:
        """Write down that the file of a closed petition is put away."""
        petition = selectors.get_visible(request.user, pk)
        if selectors.level_of(petition) < access.FILE:
            raise Http404
        form = PetitionArchiveIn(data=request.data)
        form.is_valid(raise_exception=True)
        archive(petition, request.user, version=form.validated_data.get("version"))
        seen = selectors.for_lists(access.visible_to(request.user)).get(pk=petition.pk)
        return Response(PetitionOut(seen).data)
