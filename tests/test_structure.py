"""The house itself under test: what may stand where, so that a stranger finds it (DESIGN §2)."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models
from django.urls import URLPattern, URLResolver, get_resolver

ROOT = Path(settings.BASE_DIR)
OWN = ("core", "grids", "cases", "petitions", "reporting")
FIRST_PARTY = {"mediation", "grids", "cases", "reporting", "petitions"}
CODE = sorted(
    path
    for name in ("mediation", "grids", "cases", "petitions", "reporting")
    for path in (ROOT / name).rglob("*.py")
    if "migrations" not in path.parts
)


def own_models() -> list[type[models.Model]]:
    return [model for label in OWN for model in apps.get_app_config(label).get_models()]


def hidden_imports(source: str) -> list[str]:
    """First-party imports inside functions of a module."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        for inner in ast.walk(node):
            if (
                isinstance(inner, ast.ImportFrom)
                and (inner.module or "").split(".")[0] in FIRST_PARTY
            ):
                found.append(inner.module or "")
            if isinstance(inner, ast.Import):
                found += [a.name for a in inner.names if a.name.split(".")[0] in FIRST_PARTY]
    return found


def test_no_function_hides_an_import_of_ours() -> None:
    assert hidden_imports("def f():\n    from cases.models import Case\n") == ["cases.models"]
    hidden = {str(p.relative_to(ROOT)): hidden_imports(p.read_text("utf-8")) for p in CODE}
    assert {name: found for name, found in hidden.items() if found} == {}


SIGNALS_AND_SAVES = re.compile(
    r"^@receiver|\b(pre|post)_\w+\.connect\(|\bm2m_changed\b|^\s+def save\(self", re.M
)


def test_nothing_changes_data_behind_the_door_by_signals_or_save() -> None:
    """Celery's own process signals start the heartbeat; they carry no rule of the house."""
    assert SIGNALS_AND_SAVES.search("class A:\n    def save(self):\n")
    assert SIGNALS_AND_SAVES.search("post_save.connect(count)")
    found = {
        str(path.relative_to(ROOT))
        for path in CODE
        if SIGNALS_AND_SAVES.search(path.read_text("utf-8"))
    }
    assert found == set()


def test_no_module_has_a_name_that_says_nothing() -> None:
    empty_words = {"utils", "helpers", "common", "misc", "manager", "handler"}
    assert not [p for p in CODE if p.stem in empty_words or p.parent.name in empty_words]


def test_every_module_stays_readable_in_one_sitting() -> None:
    long_ones = {
        str(p.relative_to(ROOT)): n for p in CODE if (n := len(p.read_text().splitlines())) > 420
    }
    assert long_ones == {}


def test_layers_hold() -> None:
    """import-linter's contracts (pyproject.toml); it sees imports inside functions too."""
    program = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [program], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stdout
    assert "0 broken" in done.stdout


CHINESE = re.compile(r"[一-鿿]")


def test_every_field_and_table_has_a_chinese_name() -> None:
    assert CHINESE.search("案号")
    nameless = [
        f"{model.__name__}.{field.name}"
        for model in own_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.Field)
        and not field.auto_created
        and field.model._meta.app_label in OWN
        and field.model is model
        and not isinstance(field, models.AutoField)
        and not (field.primary_key and field.name == "id")
        and not CHINESE.search(str(field.verbose_name))
        and field.name not in {"password", "last_login", "is_superuser", "groups"}
    ]
    assert nameless == []
    assert [m.__name__ for m in own_models() if not CHINESE.search(str(m._meta.verbose_name))] == []


def test_people_are_protected_wherever_they_are_named() -> None:
    user = apps.get_model(settings.AUTH_USER_MODEL)
    to_people = [
        field
        for model in own_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey) and field.related_model is user
    ]
    assert len(to_people) > 20
    cascading = [str(f) for f in to_people if f.remote_field.on_delete is not models.PROTECT]
    assert cascading == []


@pytest.mark.parametrize(("app", "matter"), [("cases", "case"), ("petitions", "petition")])
def test_every_table_of_a_matter_carries_its_town(app: str, matter: str) -> None:
    tables = [m for m in own_models() if m._meta.app_label == app]
    belonging = [m for m in tables if any(f.name == matter for f in m._meta.get_fields())]
    assert len(belonging) > 12
    assert [
        m.__name__ for m in belonging if not any(f.name == "centre" for f in m._meta.fields)
    ] == []


RED_LINES = re.compile(
    r"watch_?list|key_person|blacklist|trouble_?maker|criminal|prior_record|visit_count|"
    r"petition_count|times_petitioned|times_came|came_before|visits_of|nth_visit|ranking|"
    r"person_label|group_label|stability_control|息诉",
    re.I,
)


def test_no_table_keeps_a_list_label_count_or_record_of_persons() -> None:
    """DESIGN §1: the lines we do not cross."""
    assert RED_LINES.search("cases_keyperson_watchlist")
    assert RED_LINES.search("visit_count")
    assert RED_LINES.search("cases_visit.came_before")
    names = [
        f"{model._meta.db_table}.{field.name}"
        for model in own_models()
        for field in model._meta.get_fields()
    ]
    assert [name for name in names if RED_LINES.search(name)] == []


def addresses(patterns: list[URLPattern | URLResolver], prefix: str = "") -> list[str]:
    found = []
    for one in patterns:
        here = prefix + str(one.pattern)
        found += addresses(one.url_patterns, here) if isinstance(one, URLResolver) else [here]
    return found


def test_no_page_is_about_a_person() -> None:
    """A party belongs to a case: no address lists or shows people on their own."""
    personal = re.compile(r"^(api/v1/)?(people|persons?|parties|petitioners?|visitors?)/")
    assert personal.search("api/v1/persons/<pk>/")
    assert [a for a in addresses(get_resolver().url_patterns) if personal.search(a)] == []


def test_every_template_is_used() -> None:
    folder = ROOT / "templates"
    used = "\n".join(
        path.read_text("utf-8") for base in (ROOT / "templates", *{p.parents[0] for p in CODE})
        for path in base.glob("**/*" if base == folder else "*")
        if path.suffix in {".py", ".html"} and path.is_file()
    )  # fmt: skip
    built_in = {"400.html", "403.html", "403_csrf.html", "404.html", "500.html"}
    names = {str(path.relative_to(folder)) for path in folder.rglob("*.html")}
    assert len(names) > 10
    assert sorted(n for n in names if n not in used and n not in built_in) == []


@pytest.mark.parametrize("word", ["TODO", "FIXME", "XXX", "raise NotImplementedError"])
def test_nothing_is_left_for_later(word: str) -> None:
    assert [str(p.relative_to(ROOT)) for p in CODE if word in p.read_text("utf-8")] == []


def test_no_place_in_the_code_asks_the_database_for_the_time() -> None:
    asks = re.compile(
        r"functions import .*\bNow\b|\bnow\(\)\s+at time zone|CURRENT_(DATE|TIMESTAMP)", re.I
    )
    assert asks.search("from django.db.models.functions import Now")
    assert [str(p.relative_to(ROOT)) for p in CODE if asks.search(p.read_text("utf-8"))] == []


def test_nothing_ignores_the_triggers_but_disposal() -> None:
    """DESIGN idea 9: `pgtrigger.ignore` stands in one place, the retention command (none yet)."""
    assert [
        str(p.relative_to(ROOT)) for p in CODE if "pgtrigger.ignore" in p.read_text("utf-8")
    ] == []
