"""Log-in, password, second factor: shape of input only."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.forms import BoundField

from mediation.core.models import Channel, ChannelKind, NoticePreference, Subscription
from mediation.core.notices.preferences import Wish

WINDOWS = [
    ("", "不在窗口"),
    ("mediation", "1号窗口 矛调受理"),
    ("petition", "2号窗口 信访接待"),
    ("legal", "3号窗口 法律服务"),
    ("policy", "4号窗口 政策咨询"),
]


class LogInForm(AuthenticationForm):
    """Account, password, and the window a clerk sits at today."""

    window = forms.ChoiceField(label="今天在哪个窗口", choices=WINDOWS, required=False)

    error_messages = {
        "invalid_login": "账号或密码不对，请再试一次",
        "inactive": "这个账号已停用，请找安全管理员",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "账号"
        self.fields["password"].label = "密码"
        for field in self.fields.values():
            field.widget.attrs["class"] = "in in--l"
            field.error_messages["required"] = "这里还没填"


class NewPasswordForm(PasswordChangeForm):
    """The present password and the new one twice."""

    error_messages = {
        "password_incorrect": "现在的密码不对，请再试一次",
        "password_mismatch": "两次输入的新密码不一样",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {
            "old_password": "现在的密码",
            "new_password1": "新密码",
            "new_password2": "再输一遍新密码",
        }
        for name, label in labels.items():
            field = self.fields[name]
            field.label = label
            field.help_text = ""
            field.widget.attrs["class"] = "in in--l"
            field.error_messages["required"] = "这里还没填"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        new = cleaned.get("new_password1")
        if new and new == cleaned.get("old_password"):
            self.add_error("new_password1", "新密码和现在的一样，请换一个")
        return cleaned


class CodeForm(forms.Form):
    """The six digits of the second factor."""

    code = forms.RegexField(
        r"^\s*\d{3}\s?\d{3}\s*$",
        label="手机上的 6 位数字",
        error_messages={"required": "这里还没填", "invalid": "是 6 位数字，请再看一眼手机"},
        widget=forms.TextInput(
            attrs={
                "class": "in in--l",
                "inputmode": "numeric",
                "autocomplete": "one-time-code",
                "autofocus": True,
            }
        ),
    )

    def clean_code(self) -> str:
        return "".join(self.cleaned_data["code"].split())


class NoticeForm(forms.Form):
    """By which way somebody wants what: e-mail, quiet hours, and three fields a channel."""

    mail_urgent = forms.BooleanField(label="邮件接收急事", required=False)
    mail_digest = forms.BooleanField(label="邮件接收每日汇总", required=False)
    quiet_from = forms.TimeField(label="从几点")
    quiet_to = forms.TimeField(label="到几点")

    def __init__(
        self,
        *args: Any,
        preference: NoticePreference,
        channels: Sequence[Channel],
        known: Mapping[int, Subscription],
        phone: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.channels = channels
        for name in ("mail_urgent", "mail_digest", "quiet_from", "quiet_to"):
            self.initial[name] = getattr(preference, name)
        for name in ("quiet_from", "quiet_to"):
            attrs = {"type": "time", "class": "in"}
            self.fields[name].widget = forms.TimeInput(format="%H:%M", attrs=attrs)
            self.fields[name].error_messages = {
                "required": "这里还没填",
                "invalid": "写成 22:00 这样",
            }
        for channel in channels:
            self._add(channel, known.get(channel.pk), phone)

    def _add(self, channel: Channel, known: Subscription | None, phone: str) -> None:
        is_sms = channel.kind == ChannelKind.SMS
        self.fields[f"address-{channel.pk}"] = forms.CharField(
            label="手机号" if is_sms else "您在那里的账号",
            max_length=64,
            required=False,
            initial=known.address if known else (phone if is_sms else ""),
            help_text="" if is_sms else "通讯录里的账号（userid），不是昵称",
            widget=forms.TextInput(attrs={"class": "in", "autocomplete": "off"}),
        )
        for name, label in (("urgent", "接收急事"), ("digest", "接收每日汇总")):
            self.fields[f"{name}-{channel.pk}"] = forms.BooleanField(
                label=label,
                required=False,
                initial=bool(known and getattr(known, f"for_{name}")),
            )

    @property
    def mail(self) -> list[BoundField]:
        return [self["mail_urgent"], self["mail_digest"]]

    @property
    def quiet(self) -> list[BoundField]:
        return [self["quiet_from"], self["quiet_to"]]

    @property
    def groups(self) -> Iterator[tuple[Channel, list[BoundField]]]:
        """Each channel with its fields."""
        for channel in self.channels:
            yield (
                channel,
                [self[f"{name}-{channel.pk}"] for name in ("address", "urgent", "digest")],
            )

    @property
    def wishes(self) -> dict[int, Wish]:
        data = self.cleaned_data
        return {
            one.pk: Wish(
                data[f"address-{one.pk}"], data[f"urgent-{one.pk}"], data[f"digest-{one.pk}"]
            )
            for one in self.channels
        }
