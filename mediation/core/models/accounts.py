"""Who logs in. What he may do hangs on his posts, which the grids keep."""

from django.contrib.auth.models import AbstractUser
from django.db import models

from mediation.core.privacy import SealedField


class User(AbstractUser):
    """One person's account. It is closed (`is_active`), never deleted: history points at it."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    name = models.CharField("姓名", max_length=50)
    phone = SealedField("手机", blank=True, default="")
    is_demo = models.BooleanField("演示账号", default=False)
    must_change_password = models.BooleanField("下次登录须改密码", default=True)
    password_changed_at = models.DateTimeField("上次改密码", null=True, blank=True)

    REQUIRED_FIELDS = ["name"]

    class Meta(AbstractUser.Meta):
        verbose_name = "账号"
        verbose_name_plural = "账号"

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name

    def __str__(self) -> str:
        return self.name or self.username
