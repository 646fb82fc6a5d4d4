"""Files that belong to a matter."""

import uuid

from django.conf import settings
from django.db import models


class FileType(models.TextChoices):
    PDF = "pdf", "PDF"
    JPG = "jpg", "照片（JPG）"
    PNG = "png", "图片（PNG）"
    DOCX = "docx", "Word 文档"
    XLSX = "xlsx", "Excel 表格"


class AbstractAttachment(models.Model):
    """A file kept outside the static files, under a name of our own. See `core.files`."""

    name = models.CharField("文件名", max_length=200)
    stored_name = models.UUIDField("存放名", default=uuid.uuid4, unique=True, editable=False)
    file_type = models.CharField("类型", max_length=4, db_collation="C", choices=FileType)
    size = models.PositiveIntegerField("字节数")
    sha256 = models.CharField("校验值", max_length=64, db_collation="C")
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="上传人", related_name="+"
    )
    uploaded_at = models.DateTimeField("上传时刻")

    class Meta:
        abstract = True
        ordering = ["uploaded_at", "pk"]

    def __str__(self) -> str:
        return self.name
