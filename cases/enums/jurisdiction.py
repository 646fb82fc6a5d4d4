"""属地管理、分级负责: whose matter it is, and who says so where two units differ."""

from django.db import models


class Responsibility(models.TextChoices):
    """谁主管谁负责、谁审批谁负责、谁经营谁负责 (seed 001, two (2) 2; domain.md §7 row 59)."""

    SUPERVISES = "supervises", "谁主管谁负责"
    APPROVES = "approves", "谁审批谁负责"
    OPERATES = "operates", "谁经营谁负责"


class NotOurs(models.TextChoices):
    """Why a unit says that a case is not its own (信访工作条例 24; domain.md §7 row 20)."""

    PLACE = "place", "事情不在本单位辖区"
    SUPERVISES = "supervises", "不是本单位主管的事"
    APPROVES = "approves", "不是本单位审批的事"
    OPERATES = "operates", "不是本单位经营管理的"
