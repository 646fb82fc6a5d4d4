"""Closed lists of the registers (台账). Which registers there are is `grids.registers`, a table."""

from django.db.models import TextChoices


class RegisterState(TextChoices):
    """Of one entry. Only kinds that somebody must approve are ever asked, approved or returned."""

    ENTERED = "entered", "已登记"
    ASKED = "asked", "等审批"
    APPROVED = "approved", "已批准"
    RETURNED = "returned", "退回修改"
    STRUCK = "struck", "已划掉"


class RegisterAct(TextChoices):
    ENTER = "enter", "登记"
    AMEND = "amend", "修改"
    APPROVE = "approve", "批准"
    RETURN = "return", "退回"
    STRIKE = "strike", "划掉"
    ATTACH = "attach", "存材料"
    TICK = "tick", "对照清单"
