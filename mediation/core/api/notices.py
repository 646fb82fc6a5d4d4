"""What somebody was told, and by which ways he wants to be told: everybody his own."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from mediation.core import notices
from mediation.core.models import ChannelKind, Notice, Subscription, User
from mediation.core.notices import preferences
from mediation.core.notices.preferences import Wish


class NoticeOut(serializers.ModelSerializer[Notice]):
    """One thing that he was told; `url` is the page on which it stands."""

    is_read = serializers.SerializerMethodField()

    class Meta:
        model = Notice
        fields = ("id", "day", "text", "url", "is_urgent", "is_read")

    def get_is_read(self, notice: Notice) -> bool:
        return notice.read_at is not None


class NoticePage(serializers.Serializer[Any]):
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)
    results = NoticeOut(many=True)


class NewestNotices(CursorPagination):
    page_size = 50
    ordering = ("-day", "-pk")


class ReadIn(serializers.Serializer[Any]):
    """`ids`: which of them; all when it is left out."""

    ids = serializers.ListField(
        child=serializers.IntegerField(min_value=1), required=False, max_length=500
    )


class UnreadOut(serializers.Serializer[Any]):
    unread = serializers.IntegerField()


class InboxView(APIView):
    @extend_schema(operation_id="notices_list", responses=NoticePage)
    def get(self, request: Request) -> Response:
        """The caller's inbox, newest first."""
        pages = NewestNotices()
        page = pages.paginate_queryset(notices.inbox(request.user), request)
        return pages.get_paginated_response(NoticeOut(page, many=True).data)


class ReadView(APIView):
    @extend_schema(request=ReadIn, responses=UnreadOut)
    def post(self, request: Request) -> Response:
        """Mark as read; how many are unread after it."""
        form = ReadIn(data=request.data)
        form.is_valid(raise_exception=True)
        notices.mark_read(request.user, form.validated_data.get("ids"))
        return Response({"unread": notices.unread_count(request.user)})


class WayOut(serializers.Serializer[Any]):
    """A channel that is switched on, and what the caller wants by it."""

    channel = serializers.IntegerField()
    name = serializers.CharField()
    kind = serializers.ChoiceField(choices=ChannelKind.choices)
    address = serializers.CharField(allow_blank=True, help_text="账号或手机号")
    for_urgent = serializers.BooleanField()
    for_digest = serializers.BooleanField()


class NoticeSettingsOut(serializers.Serializer[Any]):
    """The inbox is always on. `has_email`: false means that the two of e-mail do nothing."""

    has_email = serializers.BooleanField()
    mail_urgent = serializers.BooleanField()
    mail_digest = serializers.BooleanField()
    quiet_from = serializers.TimeField(format="%H:%M")
    quiet_to = serializers.TimeField(format="%H:%M")
    channels = WayOut(many=True)


class WayIn(serializers.Serializer[Any]):
    """Neither urgent nor digest: nothing by this channel any more."""

    channel = serializers.IntegerField(min_value=1)
    address = serializers.CharField(
        max_length=preferences.ACCOUNT_LENGTH, required=False, allow_blank=True, default=""
    )
    for_urgent = serializers.BooleanField(default=False)
    for_digest = serializers.BooleanField(default=False)


class NoticeSettingsIn(serializers.Serializer[Any]):
    """What is left out stays as it is, and so does a channel that is not named."""

    mail_urgent = serializers.BooleanField(required=False)
    mail_digest = serializers.BooleanField(required=False)
    quiet_from = serializers.TimeField(required=False)
    quiet_to = serializers.TimeField(required=False)
    channels = WayIn(many=True, required=False)

    def validate_channels(self, ways: list[dict[str, Any]]) -> list[dict[str, Any]]:
        open_ones = {one.pk for one in preferences.open_channels()}
        if not {one["channel"] for one in ways} <= open_ones:
            raise serializers.ValidationError("没有这个渠道，或者它停用了")
        return ways


class NoticeSettingsView(APIView):
    @extend_schema(operation_id="notice_settings", responses=NoticeSettingsOut)
    def get(self, request: Request) -> Response:
        """By which ways the caller is told, and his quiet hours."""
        return Response(NoticeSettingsOut(_settings_of(request.user)).data)

    @extend_schema(request=NoticeSettingsIn, responses=NoticeSettingsOut)
    def post(self, request: Request) -> Response:
        """400 names a wrong address as `address-<channel>`."""
        form = NoticeSettingsIn(data=request.data)
        form.is_valid(raise_exception=True)
        asked = form.validated_data
        wishes = {
            one["channel"]: Wish(one["address"], one["for_urgent"], one["for_digest"])
            for one in asked.pop("channels", ())
        }
        preferences.save_preferences(request.user, **asked, wishes=wishes)
        return self.get(request)


def _settings_of(user: User) -> dict[str, Any]:
    chosen, known = preferences.preference_of(user), preferences.subscriptions_of(user)
    return {
        "has_email": bool(user.email),
        "mail_urgent": chosen.mail_urgent,
        "mail_digest": chosen.mail_digest,
        "quiet_from": chosen.quiet_from,
        "quiet_to": chosen.quiet_to,
        "channels": [
            {"channel": one.pk, "name": one.name, "kind": one.kind} | _wanted(known.get(one.pk))
            for one in preferences.open_channels()
        ],
    }


def _wanted(known: Subscription | None) -> dict[str, Any]:
    if known is None:
        return {"address": "", "for_urgent": False, "for_digest": False}
    return {
        "address": known.address,
        "for_urgent": known.for_urgent,
        "for_digest": known.for_digest,
    }
