"""Log-in, password, second factor: shape of input only."""

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm

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
