"""包案 of a difficult petition: the file of the owner leader (domain.md §7 rows 69, 184, 185)."""

from django.db import models

from cases.models.fields import centre_key, person_key
from petitions.models.fields import petition_key


class OwnershipFile(models.Model):
    """One version of the eight items of 四定四包 and of what the 五个一 want in words.

    It is never changed: a new text is a new version. It speaks of the matter, not of a person.
    """

    centre = centre_key()
    petition = petition_key("ownership_files")
    version = models.PositiveSmallIntegerField("第几版")
    leader = person_key("定领导")
    measures = models.TextField("定措施", blank=True)
    due_on = models.DateField("定时间", null=True, blank=True)
    responsibility = models.TextField("定责任", blank=True)
    overall = models.TextField("包统筹", blank=True)
    coordination = models.TextField("包协调", blank=True)
    guidance = models.TextField("包疏导", blank=True)
    resolution = models.TextField("包化解", blank=True)
    team = models.TextField("工作专班", blank=True)
    plan = models.TextField("化解方案", blank=True)
    soothing = models.TextField("疏导措施", blank=True)
    by = person_key("谁写的")
    at = models.DateTimeField("什么时候写的")

    class Meta:
        verbose_name = verbose_name_plural = "信访包案表"
        ordering = ["version"]
        constraints = [
            models.UniqueConstraint(
                fields=["petition", "version"], name="petition_ownership_version_once"
            ),
        ]

    def __str__(self) -> str:
        return f"第 {self.version} 版"
