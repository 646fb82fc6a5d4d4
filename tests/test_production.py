"""What a production start refuses, each with the start that it does not refuse beside it."""

import base64
import os
import secrets
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from mediation.production import refuse_unready


def key():
    return base64.b64encode(secrets.token_bytes(32)).decode()


@pytest.fixture
def production(settings):
    """Settings that may serve people."""
    settings.DEMO = False
    settings.IS_BUILT_IN_DATABASE = settings.IS_BUILT_IN_BROKER = False
    settings.GIVEN_SECRETS = frozenset({"SECRET_KEY", "FIELD_KEYS", "FIELD_INDEX_KEY"})
    settings.SECRET_KEY = secrets.token_urlsafe(50)
    settings.FIELD_KEYS = f"a:{key()},b:{key()}"
    settings.FIELD_INDEX_KEY = key()
    return settings


def test_a_complete_deployment_starts(production):
    refuse_unready()


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("IS_BUILT_IN_DATABASE", True, "DATABASE_URL"),
        ("IS_BUILT_IN_BROKER", True, "REDIS_URL"),
        ("GIVEN_SECRETS", frozenset({"SECRET_KEY"}), "FIELD_INDEX_KEY、FIELD_KEYS"),
        ("SECRET_KEY", "change-me", "SECRET_KEY"),
        ("SECRET_KEY", "a" * 60, "SECRET_KEY"),
        ("FIELD_KEYS", "a:c2hvcnQ=", "FIELD_KEYS"),
        ("FIELD_INDEX_KEY", "不是密钥", "FIELD_INDEX_KEY"),
    ],
)
def test_an_incomplete_one_is_refused_in_one_sentence(production, name, value, words):
    setattr(production, name, value)
    with pytest.raises(ImproperlyConfigured) as refusal:
        refuse_unready()
    assert words in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_a_trial_run_needs_none_of_it(production):
    production.GIVEN_SECRETS = frozenset()
    production.IS_BUILT_IN_DATABASE = production.IS_BUILT_IN_BROKER = production.DEMO = True
    refuse_unready()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "mysql://root@localhost/cases"),
        ("DATABASE_URL", "nonsense"),
        ("REDIS_URL", "nonsense"),
        ("PORT", "eight thousand"),
    ],
)
def test_a_setting_that_cannot_be_meant_is_one_sentence_and_exit_code_2(name, value):
    done = subprocess.run(
        [sys.executable, "manage.py", "check"],
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "mediation.settings", name: value},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert name in done.stderr


def test_a_database_that_does_not_answer_is_one_sentence_and_exit_code_2():
    silent = {"DATABASE_URL": "postgres://nobody@127.0.0.1:1/none"}
    done = subprocess.run(
        [sys.executable, "manage.py", "check_invariants"],
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "mediation.settings"} | silent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "DATABASE_URL" in done.stderr
