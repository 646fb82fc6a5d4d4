"""DESIGN §1, domain.md §7 (⚠ rows): no list, label, record, rank or count of persons, anywhere.

Every table of every app is looked at by introspection, so that one added tomorrow is looked at too;
beside each look something that crosses the line is shown to it, and is noticed.
"""

import random
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import django_filters
import pytest
from django.apps import apps
from django.conf import settings
from django.db import models
from django.test.utils import isolate_apps
from drf_spectacular.generators import SchemaGenerator

from cases.models import Case
from mediation.core.privacy import SealedField
from reporting.exports.lists import LISTS
from tests import red_lines

OWN = ("core", "grids", "cases", "petitions", "reporting")


def tables() -> list[type[models.Model]]:
    """Ours, and the tables between two of ours that Django makes by itself."""
    return [
        model
        for label in OWN
        for model in apps.get_app_config(label).get_models(include_auto_created=True)
    ]


@pytest.fixture
def scratch() -> Iterator[None]:
    with isolate_apps("grids"):
        yield


def a_table(name: str, /, **fields: models.Field) -> type[models.Model]:
    meta = type("Meta", (), {"app_label": "grids", "verbose_name": "草稿"})
    return type(name, (models.Model,), {"__module__": __name__, "Meta": meta, **fields})


def key(to: str | type[models.Model], **more: bool) -> models.ForeignKey:
    return models.ForeignKey(to, models.PROTECT, related_name="+", **more)


def text(words: str = "文字") -> models.CharField:
    return models.CharField(words, max_length=30)


def test_every_app_is_looked_at() -> None:
    found = {model._meta.app_label for model in tables()}
    assert found == set(OWN)
    assert len(tables()) > 100


# --- names ----------------------------------------------------------------------------------------


def test_no_table_is_called_or_has_what_we_do_not_keep() -> None:
    assert red_lines.forbidden_names(tables()) == []


LABEL = random.choice(["重点人员", "缠访", "老户", "涉军", "刑满释放", "稳控措施", "息诉罢访"])


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("KeyPerson", {}),
        ("Household", {}),
        ("Notes", {"visit_count": models.IntegerField("数")}),
        ("Notes", {"risk": models.IntegerField("危险等级")}),
        ("Notes", {"times": models.IntegerField("来访次数")}),
        ("Notes", {"kind": models.CharField("种类", max_length=9, choices=[("a", LABEL)])}),
        ("Notes", {"kind": models.CharField("种类", max_length=9, help_text=LABEL)}),
    ],
)
def test_a_table_that_has_it_is_noticed(
    scratch: None, name: str, fields: dict[str, models.Field]
) -> None:
    assert len(red_lines.forbidden_names([a_table(name, **fields)])) >= 1
    assert red_lines.forbidden_names([a_table("Plain", words=text())]) == []


# --- rows of people -------------------------------------------------------------------------------


def test_a_person_stands_only_in_the_rows_of_a_matter() -> None:
    assert red_lines.persons_apart(tables()) == []
    assert {model._meta.label for model in red_lines.of_persons(tables())} >= {
        "cases.Party",
        "petitions.Petitioner",
    }


def test_every_table_that_may_name_somebody_apart_is_still_there() -> None:
    labels = {model._meta.label for model in tables() if red_lines.names_a_person(model)}
    assert labels >= set(red_lines.STAFF_AND_THE_LIKE) - {"core.Subscription"}


PERSONAL: list[Callable[[], dict[str, models.Field]]] = [
    lambda: {"name": SealedField("名字")},
    lambda: {"id_number": text()},
    lambda: {"who": text("姓名")},
    lambda: {"word": text("户籍")},
    lambda: {"name": SealedField("名字"), "case": key(Case, null=True)},
]


@pytest.mark.parametrize("fields", PERSONAL)
def test_a_table_of_people_of_their_own_is_noticed(
    scratch: None, fields: Callable[[], dict[str, models.Field]]
) -> None:
    apart = a_table("Somebody", **fields())
    assert red_lines.persons_apart([apart]) == ["grids.Somebody"]
    belonging = a_table("Belonging", **fields() | {"case": key(Case)})
    assert red_lines.persons_apart([belonging]) == []


def test_no_person_of_one_matter_is_tied_to_another() -> None:
    assert red_lines.persons_across(tables()) == []


def test_a_tie_between_people_or_matters_is_noticed(scratch: None) -> None:
    person = a_table("Somebody", id_number=text(), case=key(Case))
    assert red_lines.persons_across([person]) == []
    for crossing in (
        a_table("Apart", who=key(person)),
        a_table("Group", case=key(Case), members=models.ManyToManyField(person)),
        a_table("Same", id_number=text(), case=key(Case), known_as=key("self")),
        a_table(
            "Once", case=key(Case), id_number=models.CharField("号", max_length=18, unique=True)
        ),
    ):
        assert len(red_lines.persons_across([person, crossing])) == 1, crossing
    inside = a_table("Word", who=key(person), case=key(Case))
    assert red_lines.persons_across([person, inside]) == []


def test_nothing_is_counted_on_the_row_of_a_person() -> None:
    assert red_lines.counts_of_persons(tables()) == []


def test_a_number_on_the_row_of_a_person_is_noticed(scratch: None) -> None:
    number = models.PositiveSmallIntegerField("数")
    person = a_table("Somebody", id_number=text(), case=key(Case), number=number)
    assert red_lines.counts_of_persons([person]) == ["grids.Somebody.number"]
    placed = a_table("Placed", id_number=text(), case=key(Case), position=models.IntegerField("次"))
    assert red_lines.counts_of_persons([placed]) == []


# --- filters, columns, the API --------------------------------------------------------------------


def filtersets() -> list[type[django_filters.FilterSet]]:
    found, waiting = [], [django_filters.FilterSet]
    while waiting:
        for one in waiting.pop().__subclasses__():
            waiting.append(one)
            if one.__module__.split(".")[0] in ("grids", "cases", "petitions", "reporting"):
                found.append(one)
    return found


def test_no_list_is_narrowed_to_one_person() -> None:
    assert len(filtersets()) > 2
    assert red_lines.personal_filters(filtersets()) == []


@pytest.mark.parametrize("path", ["parties__name", "petitioners__id_number_hash", "phone"])
def test_a_filter_by_person_is_noticed(path: str) -> None:
    more = {"narrow": django_filters.CharFilter(field_name=path)}
    crossing = type("Crossing", (django_filters.FilterSet,), {"__module__": "scratch", **more})
    assert red_lines.personal_filters([crossing]) == ["Crossing.narrow"]


def test_no_column_of_a_file_that_leaves_the_house_is_about_a_person() -> None:
    titles = [title for one in LISTS.values() for title in one.widths]
    assert "当事人" in titles
    crossing = red_lines.IDENTIFYING_WORDS.search, red_lines.FORBIDDEN.search
    assert [one for one in titles if any(look(one) for look in crossing)] == []
    assert [one for one in ("证件号", "上访次数") if any(look(one) for look in crossing)] == [
        "证件号",
        "上访次数",
    ]


ROOT = Path(settings.BASE_DIR)
OF_THE_HOUSE = ("templates", "static", "mediation", "grids", "cases", "petitions", "reporting")


def read_by_users() -> list[Path]:
    """Pages, scripts, papers, tables of codes, and the modules that make files."""
    files = [path for name in OF_THE_HOUSE for path in (ROOT / name).rglob("*") if path.is_file()]
    return [
        path
        for path in files
        if path.suffix in red_lines.READ_BY_USERS
        or (
            path.suffix == ".py"
            and ("exports" in path.parts or red_lines.MAKES_FILES.search(path.read_text("utf-8")))
        )
    ]


def test_no_page_paper_or_file_says_what_we_do_not_keep() -> None:
    paths = read_by_users()
    kinds = {path.suffix for path in paths}
    assert kinds >= {".html", ".js", ".csv", ".docx", ".py"}
    assert len(paths) > 300
    assert red_lines.crossing_files(paths) == []


def test_a_page_paper_or_file_that_says_it_is_noticed(tmp_path: Path) -> None:
    page, module, paper = (tmp_path / name for name in ("a.html", "b.py", "c.docx"))
    page.write_text(f"<p>{LABEL}</p>", "utf-8")
    module.write_text('"""A list, no ranking."""\nCOLUMNS = ["案号", "证件号"]\n', "utf-8")
    with zipfile.ZipFile(paper, "w") as parts:
        parts.writestr("word/document.xml", f"<w:t>{LABEL[:1]}</w:t><w:t>{LABEL[1:]}</w:t>")
    found = red_lines.crossing_files([page, module, paper])
    assert {one.partition(":")[0] for one in found} == {"a.html", "b.py", "c.docx"}
    page.write_text("<p>一件纠纷</p>", "utf-8")
    assert red_lines.crossing_files([page]) == []


def test_the_api_has_no_name_for_what_we_do_not_keep() -> None:
    words = set(red_lines.words_of_schema(SchemaGenerator().get_schema(public=True)))
    assert {"narrative", "parties"} <= words
    assert sorted(word for word in words if red_lines.FORBIDDEN.search(word)) == []
    crossing = {"properties": {"visit_count": {"type": "integer"}}, "enum": ["缠访"]}
    found = {
        word for word in red_lines.words_of_schema(crossing) if red_lines.FORBIDDEN.search(word)
    }
    assert found == {"visit_count", "缠访"}
