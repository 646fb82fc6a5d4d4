"""Settings of a worker beside a test: the test's own database, and files on a disk as in the house."""

from tests.served import *  # noqa: F403

STORAGES = STORAGES | {  # noqa: F405
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"}
}
