"""Log-in and what belongs to it, drafts, the inbox, downloads."""

import json
from typing import Any

import segno
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView, RedirectURLMixin
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.decorators import method_decorator
from django.views import View
from django.views.generic import FormView
from django_otp import login as otp_login
from django_otp.plugins.otp_totp.models import TOTPDevice

from mediation.core import accounts, drafts, files, notices
from mediation.core.accounts import signed_in
from mediation.core.errors import Refused
from mediation.core.forms import CodeForm, LogInForm, NewPasswordForm, NoticeForm
from mediation.core.middleware import remember_if_passed
from mediation.core.notices import preferences

DRAFT_LIMIT = 256 * 1024
INBOX_PAGE = 50


class LogIn(LoginView):
    form_class = LogInForm
    template_name = "core/login.html"
    redirect_authenticated_user = True

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        answer = super().form_valid(form)
        self.request.session["window"] = form.cleaned_data["window"]
        remember_if_passed(self.request)
        return answer


@method_decorator(login_not_required, name="dispatch")
class LogOut(LogoutView):
    """Open to everybody: leaving twice, or after the half hour, is no fault."""


class NextPage(RedirectURLMixin):
    """Goes on to where somebody wanted to go before he was sent here."""

    next_page = settings.LOGIN_REDIRECT_URL


class ChangePassword(NextPage, FormView):  # type: ignore[type-arg]
    form_class = NewPasswordForm
    template_name = "core/password.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.request.user}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        is_owed = accounts.needs_new_password(signed_in(self.request))
        return super().get_context_data(is_owed=is_owed, **kwargs)

    def form_valid(self, form: NewPasswordForm) -> HttpResponse:
        user = signed_in(self.request)
        try:
            accounts.set_password(user, form.cleaned_data["new_password1"])
        except ValidationError as fault:
            form.add_error("new_password1", fault)
            return self.form_invalid(form)
        update_session_auth_hash(self.request, user)
        remember_if_passed(self.request)
        messages.success(self.request, "密码改好了，其他地方的登录已经退出")
        return super().form_valid(form)


class SecondFactor(NextPage, FormView):  # type: ignore[type-arg]
    """Enrols a phone the first time; afterwards asks for the code it shows."""

    form_class = CodeForm
    template_name = "core/second_factor.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        device = self._device()
        picture = ""
        if device is not None and not device.confirmed:
            picture = segno.make(device.config_url).svg_data_uri(scale=5, border=2)
        return super().get_context_data(device=device, picture=picture, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "enrol" in request.POST and self._device() is None:
            TOTPDevice.objects.create(user=request.user, name="手机", confirmed=False)
            return redirect(request.get_full_path())
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: CodeForm) -> HttpResponse:
        device = self._device()
        if device is None or not device.verify_token(form.cleaned_data["code"]):
            form.add_error("code", "数字不对或已过时，请看手机上最新的 6 位")
            return self.form_invalid(form)
        if not device.confirmed:
            device.confirmed = True
            device.save(update_fields=["confirmed"])
        otp_login(self.request, device)
        remember_if_passed(self.request)
        return super().form_valid(form)

    def _device(self) -> TOTPDevice | None:
        """His phone; one that is only being enrolled when there is no other."""
        devices = TOTPDevice.objects.filter(user=self.request.user)
        return devices.order_by("-confirmed", "-pk").first()


def locked_out(request: HttpRequest, response: Any, credentials: Any) -> HttpResponse:
    """What somebody sees after five wrong passwords: the same whether the account exists or not."""
    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
    words = f"连续 5 次不对，请过 {minutes} 分钟再试，或找安全管理员恢复"
    if request.path.startswith("/api/"):
        return JsonResponse({"code": "throttled", "message": words, "fields": {}}, status=429)
    return render(request, "core/locked_out.html", {"words": words}, status=429)


@method_decorator(login_not_required, name="dispatch")
class DraftView(View):
    """POST keeps what is typed (JSON, or a form), GET gives it back, DELETE forgets it.

    A script asks here, so a lost session is answered with 401 and not with the log-in page.
    """

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.user.is_authenticated:
            words = {"code": "not_authenticated", "message": "登录已过期，请重新登录", "fields": {}}
            return JsonResponse(words, status=401)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, kind: str) -> JsonResponse:
        kept = drafts.load(signed_in(request), kind, _draft_key(request))
        if kept is None:
            return JsonResponse({"data": None, "updated_at": None})
        return JsonResponse({"data": kept.data, "updated_at": kept.updated_at.isoformat()})

    def post(self, request: HttpRequest, kind: str) -> HttpResponse:
        if int(request.META.get("CONTENT_LENGTH") or 0) > DRAFT_LIMIT:
            return _draft_refused("草稿太长，存不下", 413)
        try:
            data = _draft_data(request)
        except ValueError:
            return _draft_refused("没看懂提交的内容", 400)
        drafts.save(signed_in(request), kind, data, _draft_key(request))
        return HttpResponse(status=204)

    def delete(self, request: HttpRequest, kind: str) -> HttpResponse:
        drafts.clear(signed_in(request), kind, _draft_key(request))
        return HttpResponse(status=204)


def _draft_key(request: HttpRequest) -> str:
    return request.GET.get("key", "")[:64]


def _draft_data(request: HttpRequest) -> dict[str, Any]:
    if request.content_type != "application/json":
        lists = {
            name: values for name, values in request.POST.lists() if name != "csrfmiddlewaretoken"
        }
        return {name: one[0] if len(one) == 1 else one for name, one in lists.items()}
    data = json.loads(request.body)
    if not isinstance(data, dict):
        raise ValueError("a form is an object")
    return data


def _draft_refused(words: str, status: int) -> JsonResponse:
    return JsonResponse({"code": "invalid", "message": words, "fields": {}}, status=status)


class Inbox(View):
    """What this person was told; POST marks all of it as read."""

    def get(self, request: HttpRequest) -> HttpResponse:
        page = Paginator(notices.inbox(signed_in(request)), INBOX_PAGE).get_page(
            request.GET.get("page")
        )
        context = {
            "page": page,
            "unread": notices.unread_count(signed_in(request)),
            "previous_url": f"?page={page.number - 1}" if page.has_previous() else "",
            "next_url": f"?page={page.number + 1}" if page.has_next() else "",
        }
        return render(request, "core/notices.html", context)

    def post(self, request: HttpRequest) -> HttpResponse:
        notices.mark_read(signed_in(request))
        return redirect("core:notices")


class NoticeSettings(FormView):  # type: ignore[type-arg]
    """By which ways he is told beside the inbox, and his quiet hours. Everybody his own."""

    form_class = NoticeForm
    template_name = "core/notice_settings.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        user = signed_in(self.request)
        return super().get_form_kwargs() | {
            "preference": preferences.preference_of(user),
            "channels": preferences.open_channels(),
            "known": preferences.subscriptions_of(user),
            "phone": user.phone,
        }

    def form_valid(self, form: NoticeForm) -> HttpResponse:
        data = form.cleaned_data
        try:
            preferences.save_preferences(
                signed_in(self.request),
                mail_urgent=data["mail_urgent"],
                mail_digest=data["mail_digest"],
                quiet_from=data["quiet_from"],
                quiet_to=data["quiet_to"],
                wishes=form.wishes,
            )
        except Refused as refused:
            form.add_error(refused.field or None, refused.sentence)
            return self.form_invalid(form)
        messages.success(self.request, "通知方式记好了")
        return redirect("core:notice_settings")


class Download(View):
    """Sends one attachment out of those that `allowed(user)` gives; 404 for every other.

    Each app puts it under an address of its own:
    `Download.as_view(allowed=access.attachments_for)`.
    """

    @staticmethod
    def allowed(user: Any) -> QuerySet[Any]:
        raise Http404

    def get(self, request: HttpRequest, pk: int) -> FileResponse:
        return files.response_for(get_object_or_404(self.allowed(request.user), pk=pk))
