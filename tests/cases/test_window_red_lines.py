"""No response of the counter depends on whether two visits or matters are of one person (DESIGN §1).

The same morning is lived twice: once everything is brought by one person, once by as many people as
there are visits. With the names hidden every page must say the same, to the letter. A search finds
matters by a name, so what it lists does differ: there no count may stand.
"""

import html
import json
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client

from cases import services
from cases.models import Case, Visit
from cases.services import inquiries, visits, window_matters
from petitions.services import register as register_petition
from petitions.services.reference import load_contents
from tests.cases.factories import Cast, registration
from tests.factories import V1
from tests.petitions.factories import registration as petition_registration

pytestmark = pytest.mark.django_db
ONE = ["王秀英"] * 5
MANY = ["王秀英", "陈国强", "李桂兰", "张大勇", "赵永贵"]
PHONES = ["13800000867", "13800000868", "13800000869", "13800000870", "13800000871"]
HIDDEN = "某某某"
COUNTED = re.compile(
    r"第\s*[\d一二三四五六七八九十]+\s*次|来过|曾经|以前\s*\d|共\s*\d+|[\d一二三四五六七八九十]+\s*(?:次|件|起|条|个结果)"
)
KEYS = {"id", "pk", "key", "url", "matter_key", "lookup_code", "form_key"}


def a_morning(scene: Cast, names: Sequence[str]) -> Case:
    """Five people come, or one five times: a case, a petition, an addition, an answer, a wait."""
    phones = PHONES if len(set(names)) > 1 else PHONES[:1] * len(names)
    clerk = scene.clerk
    told = ["路被堵", "低保没批", "问进度", "问继承", "墙裂了"]
    came = [
        visits.take_ticket(
            clerk, window="mediation", form_key=uuid4(), said=said, name_to_call=name, division=V1
        )
        for name, said in zip(names, told, strict=True)
    ]
    fields = {"risk_reason": "平稳", "narrative": "两家争路"}
    cases = [
        services.register(clerk, **registration(parties=[
            {"role": "applicant", "kind": "person", "name": name, "phone": phone},
            {"role": "respondent", "kind": "person", "name": "待查"},
        ], **fields)).case
        for name, phone in zip(names, phones, strict=True)
    ]  # fmt: skip
    petition = register_petition(
        scene.town.user("petition"),
        **petition_registration(
            petitioners=[{"name": names[1], "phone": phones[1]}],
            title="低保", narrative="低保没批", demands=["批低保"],
        ),
    ).petition  # fmt: skip
    visits.finish(visits.call(clerk, came[0]), clerk, "case", matter_key=f"case:{cases[0].pk}")
    visits.finish(
        visits.call(clerk, came[1]), clerk, "petition", matter_key=f"petition:{petition.pk}"
    )
    window_matters.add_visit(clerk, visits.call(clerk, came[2]), f"case:{cases[0].pk}", "问进度")
    inquiries.answer_on_the_spot(
        clerk, window="mediation", asked="问继承", answer="按法律办", law="民法典第1127条",
        form_key=uuid4(), visit=visits.call(clerk, came[3]),
    )  # fmt: skip
    visits.call(clerk, came[4])
    visits.take_ticket(
        clerk, window="mediation", form_key=uuid4(), said="还在等", name_to_call=names[0]
    )
    return cases[0]


@contextmanager
def taken_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def pages_of(client: Client, case: Case) -> dict[str, str]:
    """Every page of the counter, and what it touches, as text with the names hidden."""
    at_the_desk = Visit.objects.filter(left_at=None, called_at__isnull=False).get()
    waiting = Visit.objects.get(called_at=None)
    addresses = [
        "/window/", "/window/queue/?queue=mediation", "/window/search/", "/window/guide/",
        f"/window/add/?to=case:{case.pk}", f"/cases/new/?visit={at_the_desk.pk}",
        f"/inquiries/new/?visit={at_the_desk.pk}", "/inquiries/", f"/cases/{case.pk}/",
        "/", "/api/v1/visits/?window=mediation", f"/api/v1/visits/{at_the_desk.pk}/",
        f"/api/v1/visits/{waiting.pk}/", "/api/v1/inquiries/", f"/api/v1/cases/{case.pk}/events/",
    ]  # fmt: skip
    return {re.sub(r"\d{2,}|\b\d\b", "#", one): text_of(client, one) for one in addresses}


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    body = answer.content.decode()
    if answer.headers["Content-Type"].startswith("application/json"):
        text = json.dumps(without_keys(json.loads(body)), ensure_ascii=False)
    else:
        text = words_of(body)
    for name in MANY:
        text = text.replace(name, HIDDEN)
    return re.sub(r"138\*{4}\d{4}", "138****", text)


def words_of(page: str) -> str:
    """What a reader sees: no tags, no addresses, no scripts' data."""
    page = re.sub(r"<script\b.*?</script>", "", page, flags=re.S)
    values = " ".join(re.findall(r'<input type="(?:text|search)"[^>]*\bvalue="([^"]*)"', page))
    shown = re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", page)))
    return f"{shown} {values}"


def without_keys(data: Any) -> Any:
    if isinstance(data, dict):
        return {name: without_keys(one) for name, one in data.items() if name not in KEYS}
    return [without_keys(one) for one in data] if isinstance(data, list) else data


def test_nothing_at_the_counter_says_that_visits_or_matters_are_of_one_person(
    scene: Cast, browser: Any
) -> None:
    load_contents()
    said = []
    for names in (ONE, MANY):
        with taken_back():
            case = a_morning(scene, names)
            said.append(pages_of(browser(scene.clerk), case))
    one_person, many = said
    assert HIDDEN in one_person["/window/"]
    assert {page: text for page, text in one_person.items() if text != many[page]} == {}


def test_a_search_lists_matters_and_counts_nothing(scene: Cast, browser: Any) -> None:
    load_contents()
    a_morning(scene, ONE)
    clerk = browser(scene.clerk)
    answers = [
        clerk.get("/window/search/", {"q": "王秀英"}, headers={"HX-Request": "true"}),
        clerk.get("/window/search/", {"q": "wxy"}, headers={"HX-Request": "true"}),
        clerk.post("/window/search/", {"number": PHONES[0]}, headers={"HX-Request": "true"}),
    ]
    for answer in answers:
        shown = words_of(answer.content.decode())
        assert shown.count("王秀英") >= 6  # five cases and a petition, each a line of its own
        assert COUNTED.findall(shown.replace("新登记一件", "").replace("并入这一件", "")) == []
    found = clerk.get("/api/v1/window/search/", {"q": "王秀英"}).json()
    assert isinstance(found, list)  # no envelope with a count
    assert {name for one in found for name in one} == {
        "key", "kind", "aloud", "url", "title", "people", "line", "risk", "status", "is_open",
    }  # fmt: skip
    assert COUNTED.search("第 3 次来")
    assert COUNTED.search("案件 2 件")
