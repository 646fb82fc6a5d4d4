"""Settings of the test suite: production's, with keys of its own and nothing that leaves the process.

With no DATABASE_URL a Postgres is started here, once: the processes that xdist forks find the
address in their environment.
"""

import os

from tests import database
from tests.templates import Undefined

if "DATA_DIR" not in os.environ:
    os.environ["DATA_DIR"] = database.make_folder()
if "DATABASE_URL" not in os.environ:
    os.environ["DATABASE_URL"] = database.start(os.environ["DATA_DIR"])
os.environ.setdefault("DEMO", "0")
os.environ.setdefault("SECRET_KEY", "only-for-tests")
os.environ.setdefault("FIELD_KEYS", "t1:dGVzdHMtb25seS10ZXN0cy1vbmx5LXRlc3RzLW9ubHk=")
os.environ.setdefault("FIELD_INDEX_KEY", "aW5kZXgtdGVzdHMtb25seS1pbmRleC10ZXN0cy1vbmw=")

from mediation.settings import *  # noqa: F403

ALLOWED_HOSTS = ["*"]
TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = Undefined("%s")  # noqa: F405
SESSION_COOKIE_SECURE = False  # the live server of the journeys speaks plain HTTP
CSRF_COOKIE_SECURE = False
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
STORAGES = {  # memory: no test finds a file that another one left
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# One round of a cheap hash: passwords are not what most tests are about.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CELERY_BROKER_URL = "memory://"
REST_FRAMEWORK = REST_FRAMEWORK | {  # noqa: F405
    "DEFAULT_THROTTLE_RATES": {"anon": "100000/min", "user": "100000/min"}
}
SECOND_FACTOR_FOR = ""  # its own tests switch it on; the others are about something else
