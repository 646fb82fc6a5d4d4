"""The lines of DESIGN §1, read off any table, filter or column; tests/test_red_lines.py asks them.

Each function takes what it looks at and returns one sentence for each thing that crosses a line,
so that a test can show it something that does.
"""

import ast
import re
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.db import models
from django.db.models.fields.related import RelatedField

from mediation.core.privacy import SealedField

# A matter: whoever comes with one stands in its rows and nowhere else.
MATTERS = ("case", "petition")

FORBIDDEN = re.compile(
    r"watch_?list|key_?person|black_?list|trouble_?maker|criminal|prior_?record|offen(der|ce)|"
    r"(visit|petition|case|complaint|matter)s?_count|times_(petitioned|came|visited)|"
    r"came_before|visits_of|nth_visit|ranking|(person|group|crowd)_(label|tag|kind|level)|"
    r"danger(ous)?_level|stability_control|relation_graph|face_id|"
    r"重点(信访)?人员|重点人群|重点群体|黑名单|前科|劣迹|缠访|闹访|非访|非正常上访|老户|上访户|"
    r"稳控|吸附|列管|息诉|罢访|涉军|涉教|刑满|社区矫正|吸毒|精神病人|危险等级|人员等级|"
    r"(人员|人群|群体|身份)(标签|分类|画像)|(来访|上访|信访|反映)次数|第几次(来|访)|来过几次|"
    r"(人员|信访人|当事人)排名|轨迹|人脸|关系图谱",
    re.I,
)
# What only a person has, whose row is therefore a part of one matter.
IDENTIFYING = re.compile(
    r"^(id_number|id_card|id_kind|sex|gender|born_on|birth\w*|age|ethnicity|nation|household\w*|"
    r"occupation|guardian|agent|sealed_name|name_to_call|person_name|real_name|home_address)$"
)
IDENTIFYING_WORDS = re.compile(r"身份证|证件号|性别|出生|年龄|民族|户籍|户口|住址|监护人|职业|姓名")
# Sealed texts of staff and of the machinery are none of a person who came with a matter.
SEALED_OF_A_PERSON = re.compile(r"^(phone|address|name)$")
PEOPLE = re.compile(
    r"^(Key|Focus|Dangerous|Special)?(Person|People|Citizen|Resident|Villager|Household|Visitor|"
    r"Offender|Crowd|Population)s?$"
)

# Tables that name somebody outside a matter, and why they may.
STAFF_AND_THE_LIKE: dict[str, str] = {
    "core.User": "工作人员的账号",
    "core.Subscription": "工作人员自己的收件地址",
    "grids.Helper": "专家、志愿者：来帮忙的人，不是来说事的人",
    "grids.VillageStaff": "村（社区）法律顾问、民警、法律明白人：公示的工作人员",
    "cases.Visit": "门口怎么称呼：叫号用，离开即按制度清除，不带证件号和电话",
}


def names_in(model: type[models.Model]) -> Iterator[str]:
    """Everything that the table calls itself and its columns, codes and labels of closed lists."""
    meta = model._meta
    yield from (meta.db_table, model.__name__, str(meta.verbose_name))
    for field in own_fields(model):
        yield from (field.name, str(field.verbose_name), str(field.help_text))
        for code, label in field.flatchoices:
            yield from (str(code), str(label))


def own_fields(model: type[models.Model]) -> list[Any]:
    return [*model._meta.fields, *model._meta.many_to_many]


def forbidden_names(tables: Iterable[type[models.Model]]) -> list[str]:
    """No list, label, rank, record or count of persons, by whatever name."""
    return [
        f"{model._meta.label}: {name}"
        for model in tables
        for name in names_in(model)
        if FORBIDDEN.search(name) or PEOPLE.search(name)
    ]


def names_a_person(model: type[models.Model]) -> bool:
    """Whether a row can say who somebody is (a key to an account says who works here)."""
    return any(
        IDENTIFYING.search(field.name)
        or IDENTIFYING_WORDS.search(str(field.verbose_name))
        or (isinstance(field, SealedField) and SEALED_OF_A_PERSON.search(field.name))
        for field in own_fields(model)
        if not isinstance(field, RelatedField | models.BooleanField)
    )


def matters_of(model: type[models.Model]) -> list[Any]:
    """The keys that tie a row to its matter."""
    return [
        field
        for field in model._meta.fields
        if field.name in MATTERS and isinstance(field, models.ForeignKey)
    ]


def persons_apart(
    tables: Iterable[type[models.Model]], but: Iterable[str] = STAFF_AND_THE_LIKE
) -> list[str]:
    """A person is never a thing of his own: his row hangs on one matter and goes with it."""
    return [
        model._meta.label
        for model in tables
        if names_a_person(model)
        and model._meta.label not in but
        and not any(not field.null for field in matters_of(model))
    ]


def of_persons(tables: Iterable[type[models.Model]]) -> list[type[models.Model]]:
    """Tables whose rows are people of a matter: parties and petitioners."""
    return [model for model in tables if names_a_person(model) and matters_of(model)]


def persons_across(tables: Iterable[type[models.Model]]) -> list[str]:
    """Nothing ties a person of one matter to another matter, or two persons to each other.

    A key to a party stands only in a table of matters, and no table has several parties of one key;
    no number makes a person the same in two matters (a rule of uniqueness names the matter too).
    """
    tables = list(tables)
    people = of_persons(tables)
    found = []
    for model in tables:
        for field in own_fields(model):
            if not isinstance(field, RelatedField) or field.related_model not in people:
                continue
            if isinstance(field, models.ManyToManyField) or model is field.related_model:
                found.append(f"{model._meta.label}.{field.name}: 把人和人连在一起")
            elif not matters_of(model):
                found.append(f"{model._meta.label}.{field.name}: 不在一件事里")
    for model in people:
        found += [
            f"{model._meta.label}: {'、'.join(names)} 让一个人在几件事里成为同一行"
            for names in unique_in(model)
            if any(IDENTIFYING.search(one) or one in ("phone", "name") for one in names)
            and not set(names) & set(MATTERS)
        ]
    return found


def unique_in(model: type[models.Model]) -> Iterator[tuple[str, ...]]:
    yield from ((field.name,) for field in model._meta.fields if field.unique)
    yield from (tuple(one) for one in model._meta.unique_together)
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint):
            yield constraint.fields


# What is numbered on a person's row: his place in the list of the matter's people.
PLACES = frozenset({"position", "representative_seat"})


def counts_of_persons(tables: Iterable[type[models.Model]]) -> list[str]:
    """On the row of a person stands no number but his place in the matter."""
    return [
        f"{model._meta.label}.{field.name}"
        for model in of_persons(tables)
        for field in model._meta.fields
        if isinstance(field, models.IntegerField | models.DecimalField | models.FloatField)
        and not field.primary_key
        and field.name not in PLACES
        and not isinstance(field, models.AutoField)
    ]


PERSONAL_PATH = re.compile(
    r"(^|__)(part(y|ies)|petitioners?|people|persons?)(__|$)|"
    r"(^|__)(id_number|id_card|phone)(_\w+)?$"
)


def personal_filters(filtersets: Iterable[type[Any]]) -> list[str]:
    """No list may be narrowed to one person by a filter of his own."""
    return [
        f"{one.__name__}.{name}"
        for one in filtersets
        for name, found in one.base_filters.items()
        if PERSONAL_PATH.search(found.field_name or "") or PERSONAL_PATH.search(name)
    ]


def words_of_schema(document: Any) -> Iterator[str]:
    """Every name and code that an OpenAPI document says, not its prose."""
    if isinstance(document, dict):
        for key, value in document.items():
            if key in ("description", "summary", "x-spec-enum-id"):
                continue
            yield str(key)
            yield from words_of_schema(value)
    elif isinstance(document, list):
        for one in document:
            yield from words_of_schema(one)
    elif isinstance(document, str):
        yield document


# What users read: pages, scripts, papers, tables of codes, and what is written into files.
READ_BY_USERS = {".html", ".js", ".csv", ".json", ".txt", ".docx"}
MAKES_FILES = re.compile(r"core\.workbooks import|core import .*\b(documents|workbooks)\b|docxtpl")


def words_of_file(path: Path) -> str:
    """What a page, script, table or Word template says; of a module its texts, not its prose."""
    if path.suffix == ".docx":
        with zipfile.ZipFile(path) as parts:
            names = [name for name in parts.namelist() if name.endswith(".xml")]
            return "\n".join(
                re.sub(r"<[^>]+>", "", parts.read(name).decode("utf-8")) for name in names
            )
    text = path.read_text("utf-8")
    return "\n".join(texts_in(text)) if path.suffix == ".py" else text


def texts_in(source: str) -> Iterator[str]:
    """Every string of a module but its docstrings."""
    tree = ast.parse(source)
    prose = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose:
            yield node.value


def crossing_files(paths: Iterable[Path]) -> list[str]:
    """Files that say what we do not keep; of modules that make files also what only a person has."""
    found = []
    for path in paths:
        words = words_of_file(path)
        looks = [FORBIDDEN, IDENTIFYING_WORDS] if path.suffix == ".py" else [FORBIDDEN]
        found += [f"{path.name}: {hit[0]}" for look in looks for hit in look.finditer(words)]
    return found
