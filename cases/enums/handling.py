"""自办 转办 交办 督办 回访: what a window does with what comes to it (domain.md §7 row 143)."""

from django.db import models


class Handling(models.TextChoices):
    OWN = "own", "自办"
    PASSED = "passed", "转办"
    ASSIGNED = "assigned", "交办"
    URGED = "urged", "督办"
    FOLLOWED = "followed", "回访"


DEFINITIONS: dict[str, str] = {
    Handling.OWN: "按层级自己办，没有改派或移送给别的单位；当场答复的咨询也算",
    Handling.PASSED: "改派、移送或者转送给别的单位办",
    Handling.ASSIGNED: "领导批示或者交办，要在限期内回话",
    Handling.URGED: "督办过",
    Handling.FOLLOWED: "办完以后回访过",
}
