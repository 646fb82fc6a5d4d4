"""Screen c and the receipt: registering at the window, with and without scripts."""

import random
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.forms import BaseFormSet
from django.test import Client

from cases.forms.register import PartyFormSet, RegisterForm, category_words
from cases.models import Case
from cases.views.register import show_refusal
from grids.models import Category, Subtype
from mediation.core import drafts
from mediation.core.errors import Refused
from tests.factories import V1, V2, Town

GOOD_ID = "999901196804120025"  # the check digit of 99990119680412002 is 5
WRONG_ID = "999901196804120026"
pytestmark = pytest.mark.django_db


def words(length: int = 24) -> str:
    """A text that no other run has."""
    return "".join(random.choices("水沟田埂后墙院坝竹林小路邻家雨天屋檐谷场", k=length))


def typed(**changes: Any) -> dict[str, Any]:
    """A complete form as the browser posts it; `changes` name the fields that differ."""
    fields = {
        "form_key": str(uuid4()),
        "window": "mediation",
        "source": "visit",
        "received_on": "2026-11-16",
        "narrative": words(),
        "demand": words(8),
        "division": V1,
        "place": "",
        "category": "02",
        "subtype": "",
        "people_count": "2",
        "amount": "",
        "occurred_on": "",
        "risk": "yellow",
        "risk_reason": words(8),
        "safety_note": "",
        "route": "village",
        "route_reason": "",
        "scale": "01",
        "difficulty": "general",
        "trend": "steady",
        "external_number": "",
        "parties-TOTAL_FORMS": "2",
        "parties-INITIAL_FORMS": "0",
        "parties-MIN_NUM_FORMS": "2",
        "parties-MAX_NUM_FORMS": "40",
        "parties-0-role": "applicant",
        "parties-0-kind": "person",
        "parties-0-name": "王秀英",
        "parties-0-id_number": GOOD_ID,
        "parties-0-phone": "138 0000 0867",
        "parties-0-address": "致远社区 4 组",
        "parties-1-role": "respondent",
        "parties-1-kind": "person",
        "parties-1-name": "陈国强",
    }
    return fields | {name.replace("__", "-"): value for name, value in changes.items()}


@pytest.fixture
def clerk(town: Town, calendar_2026: Any, at: Any, client: Client) -> Client:
    """The window on Monday 16 November 2026, 10:00."""
    at("2026-11-16 10:00")
    client.force_login(town.user("window"))
    return client


def page_of(answer: Any) -> str:
    return answer.content.decode()


def test_a_walk_in_is_registered_and_its_receipt_has_number_dates_and_code(clerk: Client) -> None:
    form = typed()
    answer = clerk.post("/cases/new/", form)
    case = Case.objects.get()
    assert answer.status_code == 302
    assert answer.url == f"/cases/{case.pk}/print/receipt/"
    receipt = page_of(clerk.get(answer.url))
    assert "李矛调〔2026〕1号" in receipt
    assert form["narrative"] in receipt
    assert "11月19日以前" in receipt  # three working days: 17, 18, 19
    assert '这一级办到 <span class="nw">11月26日</span>' in receipt  # ten days
    code = case.parties.get(role="applicant").lookup_code
    assert f"{code[:4]}-{code[4:]}" in receipt
    assert "查询时再输手机号后四位" in receipt
    assert GOOD_ID not in receipt
    assert "13800000867" not in receipt


def test_a_visitor_without_a_phone_gets_four_digits_on_the_receipt(clerk: Client) -> None:
    answer = clerk.post("/cases/new/", typed(**{"parties-0-phone": ""}))
    pin = Case.objects.get().parties.get(role="applicant").receipt_pin
    assert re.fullmatch(r"\d{4}", pin)
    assert f"<b>{pin}</b>" in page_of(clerk.get(answer.url))


def test_pressing_the_button_twice_makes_one_case(clerk: Client) -> None:
    form = typed()
    first, second = clerk.post("/cases/new/", form), clerk.post("/cases/new/", form)
    assert first.url == second.url
    assert Case.objects.count() == 1
    clerk.post("/cases/new/", typed())
    assert Case.objects.count() == 2


FAULTS = (
    ("parties-0-id_number", WRONG_ID, "请再看一眼证件"),
    ("parties-0-id_number", GOOD_ID[:-1], "少 1 位，请再看一眼证件"),
    ("parties-0-phone", "1380000086", "少 1 位，手机号是 11 位"),
    ("parties-0-name", "", "请填来访人的姓名"),
    ("parties-1-name", "", "不知道就写“待查”"),
    ("narrative", "", "请写一句怎么回事"),
    ("received_on", "2026-11-17", "这一天还没到"),
    ("occurred_on", "2026-11-17", "这一天还没到"),
    ("division", "", "请选事情在哪个村（社区）"),
    ("division", "500102011999", "请从列表里选一个"),
    ("category", "", "请选纠纷类别"),
    ("risk", "", "请定一个风险等级"),
    ("risk_reason", "", "请写一句为什么定这一级"),
    ("amount", "三千", "请只写数字"),
    ("people_count", "0", "至少 1 人"),
)


def test_a_fault_is_told_beside_its_field_and_nothing_typed_is_lost(clerk: Client) -> None:
    for field, wrong, message in FAULTS:
        form = typed()
        answer = clerk.post("/cases/new/", form | {field: wrong})
        page = page_of(answer)
        assert answer.status_code == 200, field
        assert re.search(rf'id="id_{field}_error">[^<]*{re.escape(message)}', page), field
        assert f'href="#id_{field}"' in page
        assert "<title>有 1 处要改：登记一件" in page
        for name in ("narrative", "demand", "risk_reason", "parties-0-name", "parties-1-name"):
            assert name == field or form[name] in page, (field, name)
        assert wrong in page or field == "division"
    assert Case.objects.count() == 0
    assert clerk.post("/cases/new/", form).status_code == 302  # the same form without the fault


def test_two_faults_are_counted_in_the_title(clerk: Client) -> None:
    page = page_of(clerk.post("/cases/new/", typed(narrative="", risk="")))
    assert "<title>有 2 处要改：" in page
    assert "有 2 处要改</h2>" in page


def test_a_number_in_the_narrative_is_asked_to_move_but_may_stay(clerk: Client) -> None:
    form = typed(narrative=f"{words()}，电话 13800000867")
    page = page_of(clerk.post("/cases/new/", form))
    assert "描述里有手机号，请挪到当事人的格子里" in page
    assert "13800000867" in page
    answer = clerk.post("/cases/new/", form | {"keeps_numbers": "on"})
    assert answer.status_code == 302
    assert "13800000867" not in page_of(clerk.get(answer.url))


def test_the_street_route_needs_a_reason(clerk: Client) -> None:
    form = typed(route="street")
    assert "直接由街道办，请选一个理由" in page_of(clerk.post("/cases/new/", form))
    answer = clerk.post("/cases/new/", form | {"route_reason": "two_villages"})
    assert answer.status_code == 302
    assert Case.objects.get().tier == "street"


def test_a_reason_typed_before_the_route_was_changed_back_is_dropped(clerk: Client) -> None:
    clerk.post("/cases/new/", typed(route="village", route_reason="two_villages"))
    case = Case.objects.get()
    assert (case.tier, case.route_reason) == ("village", "")


def test_further_parties_agent_and_needs_are_kept(clerk: Client) -> None:
    extra = {
        "parties-TOTAL_FORMS": "4",
        "parties-0-agent_name": "王小明",
        "parties-0-agent_relation": "儿子",
        "parties-0-needs": ["hearing", "reading"],
        "parties-2-role": "third_party",
        "parties-2-kind": "organisation",
        "parties-2-name": "致远物业公司",
        "parties-3-role": "respondent",  # an untouched row is no party
        "parties-3-kind": "person",
    }
    assert clerk.post("/cases/new/", typed(**extra)).status_code == 302
    parties = list(Case.objects.get().parties.all())
    assert [(p.role, p.kind, p.name) for p in parties] == [
        ("applicant", "person", "王秀英"),
        ("respondent", "person", "陈国强"),
        ("third_party", "organisation", "致远物业公司"),
    ]
    assert parties[0].needs == ["hearing", "reading"]
    assert "王小明" in parties[0].agent
    assert parties[0].sex == "2"


def test_one_more_party_row_needs_no_script(clerk: Client) -> None:
    form = typed(step="add_party")
    page = page_of(clerk.post("/cases/new/", form))
    assert 'name="parties-2-name"' in page
    assert form["narrative"] in page
    assert "errsum" not in page
    assert Case.objects.count() == 0


def test_a_half_filled_form_is_found_again_in_a_new_session(town: Town, clerk: Client) -> None:
    half = {
        name: value
        for name, value in typed(**{"parties-TOTAL_FORMS": "3", "parties-2-name": words(3)}).items()
        if name not in ("category", "risk", "risk_reason")
    }
    saved = clerk.post("/drafts/case/", half, content_type="application/json")
    assert saved.status_code == 204
    clerk.logout()
    other = Client()
    other.force_login(town.user("window"))
    page = page_of(other.get("/cases/new/"))
    assert "上次没登完的还在" in page
    for name in ("narrative", "demand", "parties-0-name", "parties-2-name", "form_key"):
        assert half[name] in page
    assert "errsum" not in page  # not judged before it is handed in
    stranger = Client()
    stranger.force_login(town.user("village"))
    assert half["narrative"] not in page_of(stranger.get("/cases/new/"))


def test_the_draft_button_works_without_scripts(clerk: Client) -> None:
    form = typed(step="draft", narrative="")
    assert clerk.post("/cases/new/", form).url == "/cases/new/"
    page = page_of(clerk.get("/cases/new/"))
    assert "上次没登完的还在" in page
    assert form["demand"] in page


def test_a_registered_form_leaves_no_draft_not_even_a_late_one(town: Town, clerk: Client) -> None:
    form = typed()
    clerk.post("/drafts/case/", form, content_type="application/json")
    clerk.post("/cases/new/", form)
    assert drafts.load(town.user("window"), "case") is None
    clerk.post("/drafts/case/", form, content_type="application/json")  # overtaken on its way
    page = page_of(clerk.get("/cases/new/"))
    assert "上次没登完的还在" not in page
    assert form["narrative"] not in page


def test_an_unwanted_draft_is_forgotten(town: Town, clerk: Client) -> None:
    clerk.post("/drafts/case/", typed(), content_type="application/json")
    assert clerk.post("/cases/new/clear/").url == "/cases/new/"
    assert drafts.load(town.user("window"), "case") is None


def test_who_may_not_register_does_not_find_the_page(town: Town, client: Client) -> None:
    for account in ("grid", "auditor", "director"):
        client.force_login(town.user(account))
        assert client.get("/cases/new/").status_code == 404, account
        assert client.post("/cases/new/", typed()).status_code == 404, account
        assert client.get("/cases/places/?q=zy").status_code == 404, account
        assert client.post("/cases/similar/", typed()).status_code == 404, account
    client.force_login(town.user("village"))
    assert client.get("/cases/new/").status_code == 200


def test_a_missing_page_says_so_in_the_house_s_frame(clerk: Client) -> None:
    answer = clerk.get(f"/{random.randrange(10**9)}/")
    assert answer.status_code == 404
    assert "没有找到这一页" in page_of(answer)
    assert "李渡街道矛调中心" in page_of(answer)


def test_a_stranger_is_sent_to_the_log_in(client: Client, db: None) -> None:
    assert client.get("/cases/new/").url.startswith("/login/")


def test_the_receipt_is_for_those_who_hand_it_out(town: Town, clerk: Client) -> None:
    url = clerk.post("/cases/new/", typed()).url
    for account, status in (("window", 200), ("village", 200), ("village2", 404), ("peace", 404)):
        clerk.force_login(town.user(account))
        assert clerk.get(url).status_code == status, account


def test_places_are_found_by_letters_name_and_group(clerk: Client) -> None:
    def labels(query: str) -> list[str]:
        return [one["label"] for one in clerk.get("/cases/places/", {"q": query}).json()["places"]]

    assert labels("zy")[0] == "致远社区"
    assert "水磨滩村" in labels("磨滩")
    assert labels("云星12") == ["云星村 12 组"]
    assert labels("没有这里") == []


def test_the_side_panel_names_the_case_and_the_reasons(town: Town, clerk: Client) -> None:
    clerk.post("/cases/new/", typed())
    again = typed(
        **{
            "parties-0-name": "陈国强",
            "parties-0-id_number": "",
            "parties-0-phone": "",
            "parties-1-name": "王秀英",
        }
    )
    panel = page_of(clerk.post("/cases/similar/", again))
    assert "去看 1号" in panel
    assert "双方是同两个人（甲乙对调）" in panel
    assert "去看" not in page_of(clerk.post("/cases/similar/", again | {"division": V2}))
    clerk.force_login(town.user("village2"))
    assert "去看" not in page_of(clerk.post("/cases/similar/", again))


def test_the_side_panel_takes_a_form_with_nothing_in_it(clerk: Client) -> None:
    assert "还没有看出来" in page_of(clerk.post("/cases/similar/", {}))


def test_a_refusal_of_the_door_stands_beside_its_field(town: Town) -> None:
    def shown(field: str) -> tuple[RegisterForm, BaseFormSet]:
        data = typed()
        form = RegisterForm(data, centre=town.centre)
        parties = PartyFormSet(data, prefix="parties")
        assert form.is_valid()
        assert parties.is_valid()
        show_refusal(
            form, parties, Refused("invalid_x", "这样不行", instead="请改一改", field=field)
        )
        return form, parties

    assert shown("narrative")[0].errors["narrative"] == ["这样不行。请改一改。"]
    assert shown("parties.1.phone")[1].forms[1].errors["phone"] == ["这样不行。请改一改。"]
    assert shown("")[0].non_field_errors() == ["这样不行。请改一改。"]


def test_suggested_categories_and_subtypes_exist(town: Town) -> None:
    rows = category_words()
    categories = set(Category.objects.values_list("code", flat=True))
    subtypes = set(Subtype.objects.values_list("code", flat=True))
    assert {row["category"] for row in rows} == categories  # every category can be suggested
    assert {row["subtype"] for row in rows} <= subtypes
    spoken = [word for row in rows for word in row["words"]]
    assert len(spoken) == len(set(spoken))
    assert all(len(word) >= 2 for word in spoken)


@pytest.mark.journey
def test_the_receipt_prints_on_one_a5_page_however_long_its_texts_are(
    clerk: Client, tmp_path: Path
) -> None:
    longest = typed(
        narrative=words(900),
        demand=words(300),
        place=words(100),
        **{
            "parties-TOTAL_FORMS": "12",
            "parties-0-name": words(80),
            "parties-0-phone": "",
            **{f"parties-{n}-role": "respondent" for n in range(1, 12)},
            **{f"parties-{n}-name": words(60) for n in range(1, 12)},
        },
    )
    for number, form in enumerate([typed(), longest]):
        page = page_of(clerk.get(clerk.post("/cases/new/", form).url))
        page = page.replace('href="/static/css/', f'href="file://{settings.BASE_DIR}/static/css/')
        source, target = tmp_path / f"{number}.html", tmp_path / f"{number}.pdf"
        source.write_text(page, encoding="utf-8")
        chromium = shutil.which("chromium") or shutil.which("chromium-browser")
        assert chromium, "no Chromium on PATH"
        subprocess.run(
            [
                chromium,
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                f"--user-data-dir={tmp_path / 'profile'}",
                "--no-pdf-header-footer",
                f"--print-to-pdf={target}",
                source.as_uri(),
            ],
            check=True,
            capture_output=True,
            timeout=60,
        )
        pdf = target.read_bytes()
        assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1
        box = re.search(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf)
        assert box
        assert [round(float(side)) for side in box.groups()] == [595, 420]  # A5 landscape, points
