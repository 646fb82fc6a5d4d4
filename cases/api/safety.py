"""人身安全 over JSON: 404 for whoever does not handle the case; anybody at the file may add a sign."""

from typing import Any

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.generics import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cases import access, enums, selectors
from cases.forms.safety import CHANGES
from cases.models import Case
from cases.selectors.safety import safety_of
from cases.services import safety


class SignIn(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(enums.SignKind.choices, label="迹象")
    text = serializers.CharField(label="具体情况", max_length=2000)
    is_incapable = serializers.BooleanField(label="受害人不能自己报案", required=False)
    on = serializers.DateField(label="哪天的事", required=False, allow_null=True)
    reported_on = serializers.DateField(label="哪天报告的", required=False, allow_null=True)
    reported_to = serializers.CharField(
        label="向谁报告的", max_length=200, required=False, allow_blank=True
    )


class DutyIn(serializers.Serializer[Any]):
    """Reported (`on`, `to_whom`), or, where no sign asked for it, no such danger (`reason`)."""

    on = serializers.DateField(label="哪天报告的", required=False, allow_null=True)
    to_whom = serializers.CharField(
        label="向谁报告的", max_length=200, required=False, allow_blank=True
    )
    reason = serializers.CharField(
        label="为什么没有这种危险", max_length=300, required=False, allow_blank=True
    )


class SupportIn(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(enums.SupportKind.choices, label="支持措施")
    text = serializers.CharField(label="说明", max_length=500, required=False, allow_blank=True)
    on = serializers.DateField(label="哪天提的", required=False, allow_null=True)


class SupportChangeIn(serializers.Serializer[Any]):
    change = serializers.ChoiceField(CHANGES, label="到哪一步")
    on = serializers.DateField(label="日期", required=False, allow_null=True)


class SignOut(serializers.Serializer[Any]):
    id = serializers.IntegerField(source="pk")
    kind = serializers.CharField()
    text = serializers.CharField()
    is_incapable = serializers.BooleanField()
    on = serializers.DateField()
    by = serializers.CharField(source="by.name")


class DutyOut(serializers.Serializer[Any]):
    id = serializers.IntegerField(source="pk")
    kind = serializers.CharField()
    law = serializers.CharField()
    on = serializers.DateField()
    answer = serializers.CharField()
    words = serializers.CharField()
    done_on = serializers.DateField(allow_null=True)
    may_be_denied = serializers.SerializerMethodField()

    def get_may_be_denied(self, duty: Any) -> bool:
        return duty.is_open and duty.sign_id is None


class SupportOut(serializers.Serializer[Any]):
    id = serializers.IntegerField(source="pk")
    kind = serializers.CharField()
    text = serializers.CharField()
    on = serializers.DateField()
    consented_on = serializers.DateField(allow_null=True)
    done_on = serializers.DateField(allow_null=True)
    withdrawn_on = serializers.DateField(allow_null=True)


class SafetyOut(serializers.Serializer[Any]):
    safety_note = serializers.CharField()
    signs = SignOut(many=True)
    duties = DutyOut(many=True)
    support = SupportOut(many=True)


class _OfCase(APIView):
    """The case in the caller's sight, at file level; below: 404."""

    def case(self, pk: int) -> Case:
        case = selectors.get_visible(self.request.user, pk, *selectors.DECIDING)
        if case.level < access.FILE:
            raise Http404
        return case

    def handled(self, pk: int) -> Case:
        case = self.case(pk)
        if not access.may_see_safety(self.request.user, case):
            raise Http404
        return case

    def answer(self, case: Case, code: int = status.HTTP_200_OK) -> Response:
        found = safety_of(case)
        shown = {
            "safety_note": case.safety_note,
            "signs": found.signs,
            "duties": found.duties,
            "support": found.support,
        }
        return Response(SafetyOut(shown).data, status=code)


def _read(shape: type[serializers.Serializer[Any]], request: Request) -> dict[str, Any]:
    form = shape(data=request.data)
    form.is_valid(raise_exception=True)
    return dict(form.validated_data)


class SafetyView(_OfCase):
    @extend_schema(responses=SafetyOut)
    def get(self, request: Request, pk: int) -> Response:
        """Signs, duties and support of a case, for those who handle it."""
        return self.answer(self.handled(pk))


class SignView(_OfCase):
    @extend_schema(request=SignIn, responses={201: SafetyOut})
    def post(self, request: Request, pk: int) -> Response:
        """Write down a sign of danger; the answer tells only those who handle the case more."""
        case = self.case(pk)
        safety.raise_sign(case, request.user, **_read(SignIn, request))
        if access.may_see_safety(request.user, case):
            return self.answer(case, status.HTTP_201_CREATED)
        return Response(status=status.HTTP_201_CREATED)


class DutyView(_OfCase):
    @extend_schema(request=DutyIn, responses=SafetyOut)
    def post(self, request: Request, pk: int, duty: int) -> Response:
        """Answer a duty: when and to whom it was reported."""
        case = self.handled(pk)
        found = get_object_or_404(case.duties, pk=duty)
        given = _read(DutyIn, request)
        if given.get("reason") and not given.get("to_whom"):
            safety.deny_danger(found, request.user, reason=given["reason"])
        else:
            safety.report_duty(
                found, request.user, on=given.get("on"), to_whom=given.get("to_whom", "")
            )
        return self.answer(case)


class SupportView(_OfCase):
    @extend_schema(request=SupportIn, responses={201: SafetyOut})
    def post(self, request: Request, pk: int) -> Response:
        """Offer one kind of help."""
        case = self.handled(pk)
        safety.offer_support(case, request.user, **_read(SupportIn, request))
        return self.answer(case, status.HTTP_201_CREATED)


class SupportChangeView(_OfCase):
    @extend_schema(request=SupportChangeIn, responses=SafetyOut)
    def post(self, request: Request, pk: int, step: int) -> Response:
        """Agreed to, done, or not wanted any more."""
        case = self.handled(pk)
        found = get_object_or_404(case.support_steps, pk=step)
        safety.change_support(found, request.user, **_read(SupportChangeIn, request))
        return self.answer(case)
