"""POST /auth/token/: a token of twelve hours for a name and a password."""

from typing import Any

from django.contrib.auth import authenticate
from django.contrib.auth.signals import user_logged_in
from django_otp import match_token
from drf_spectacular.utils import extend_schema
from knox.models import AuthToken
from rest_framework import serializers
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from mediation.core import accounts
from mediation.core.errors import Refused


class LogInSerializer(serializers.Serializer[Any]):
    username = serializers.CharField(label="账号", max_length=150)
    password = serializers.CharField(label="密码", max_length=128, trim_whitespace=False)
    code = serializers.CharField(label="手机上的 6 位数字", max_length=6, required=False)


class TokenSerializer(serializers.Serializer[Any]):
    token = serializers.CharField(label="令牌")
    expires_at = serializers.DateTimeField(label="有效期到")


class TokenView(APIView):
    """Gives a token. Whoever owes a password change or a second factor gets none without it."""

    authentication_classes = ()
    permission_classes = (AllowAny,)

    @extend_schema(request=LogInSerializer, responses={201: TokenSerializer}, tags=["auth"])
    def post(self, request: Request) -> Response:
        form = LogInSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        asked = form.validated_data
        user = authenticate(
            request._request, username=asked["username"], password=asked["password"]
        )
        if user is None:
            raise AuthenticationFailed
        if accounts.needs_new_password(user):
            raise Refused("password_owed", "请先在网页上登录并改密码")
        code = asked.get("code", "")  # an empty one is no wrong try
        if accounts.needs_second_factor(user) and not (code and match_token(user, code)):
            raise Refused("needs_code", "请带上手机上的 6 位数字", field="code")
        row, token = AuthToken.objects.create(user=user)
        user_logged_in.send(sender=type(user), request=request._request, user=user)
        return Response({"token": token, "expires_at": row.expiry}, status=201)
