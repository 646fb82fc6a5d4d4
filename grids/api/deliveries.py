"""Channels to the outside over JSON: which there are, a trial, and what they did not bring."""

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from grids.access import DELIVERY_READERS, roles_with_deputies
from grids.selectors.deliveries import Trouble, may_keep_channels, troubles, visible_deliveries
from mediation.core.models import Channel, ChannelKind, DeliveryFault, DeliveryState, User
from mediation.core.notices.again import send_again
from mediation.core.notices.trial import send_trial


class ChannelOut(serializers.Serializer[Any]):
    id = serializers.IntegerField(source="pk")
    name = serializers.CharField()
    kind = serializers.ChoiceField(choices=ChannelKind.choices)
    is_on = serializers.BooleanField()


class TroubleOut(serializers.Serializer[Any]):
    """One message; `notices`: how many it carries. What it is about is not said."""

    id = serializers.IntegerField(source="first.pk")
    channel = serializers.IntegerField(source="first.channel_id")
    to = serializers.CharField(source="first.user.name")
    is_urgent = serializers.BooleanField(source="first.is_urgent")
    notices = serializers.IntegerField()
    state = serializers.ChoiceField(source="first.state", choices=DeliveryState.choices)
    fault = serializers.ChoiceField(source="first.fault", choices=DeliveryFault.choices)
    attempts = serializers.IntegerField(source="first.attempts")
    created_at = serializers.DateTimeField(source="first.created_at")
    not_before = serializers.DateTimeField(source="first.not_before")


class ChannelsOut(serializers.Serializer[Any]):
    channels = ChannelOut(many=True)
    failures = TroubleOut(many=True)


class TrialIn(serializers.Serializer[Any]):
    address = serializers.CharField(max_length=64, help_text="自己在那里的账号或手机号")


def check_reader(user: User) -> None:
    """Raises Http404."""
    if not roles_with_deputies(user) & DELIVERY_READERS:
        raise Http404


class ChannelsView(APIView):
    @extend_schema(operation_id="channels", responses=ChannelsOut)
    def get(self, request: Request) -> Response:
        """The channels, and the messages of the last fortnight that did not go."""
        check_reader(request.user)
        found: list[Trouble] = troubles(request.user)
        rows = {"channels": Channel.objects.order_by("pk"), "failures": found}
        return Response(ChannelsOut(rows).data)


class TrialView(APIView):
    @extend_schema(request=TrialIn, responses={204: None})
    def post(self, request: Request, pk: int) -> Response:
        """One message now; 409 says why it did not go and what to look at."""
        check_reader(request.user)
        channel = get_object_or_404(Channel, pk=pk)
        if not may_keep_channels(request.user):
            raise PermissionDenied
        form = TrialIn(data=request.data)
        form.is_valid(raise_exception=True)
        send_trial(channel, form.validated_data["address"])
        return Response(status=status.HTTP_204_NO_CONTENT)


class AgainView(APIView):
    @extend_schema(request=None, responses={204: None})
    def post(self, request: Request, pk: int) -> Response:
        """Once more what did not go; 409 when that is no use."""
        delivery = get_object_or_404(visible_deliveries(request.user), pk=pk)
        if not may_keep_channels(request.user):
            raise PermissionDenied
        send_again(delivery)
        return Response(status=status.HTTP_204_NO_CONTENT)
