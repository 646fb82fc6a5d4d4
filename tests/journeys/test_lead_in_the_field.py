"""A grid worker in the field: bad network, a dead phone, and one lead all the same (issue 6)."""

import io
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from PIL import Image
from playwright.sync_api import Browser, Page

from grids.models import Lead, LeadPhoto, LeadStep
from grids.services import leads
from tests.factories import GRID, Town
from tests.journeys.browser import Desk
from tests.journeys.cut_network import PATIENCE, CutNetwork, Phone, wait_for
from tests.journeys.people import words

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
SEND = b"POST /api/v1/leads/"
GIVES_UP = "01:31"  # the page waits a minute and a half for an answer


@pytest.fixture
def network(live_server: Any) -> Iterator[CutNetwork]:
    one = CutNetwork(live_server.url)
    yield one
    one.close()


@pytest.fixture
def phone(browser: Browser, network: CutNetwork, tmp_path: Path) -> Iterator[Phone]:
    one = Phone(browser.browser_type, tmp_path / "profile", network.address)
    one.folder.mkdir()
    yield one
    one.kill()


def a_picture(width: int, height: int) -> dict[str, Any]:
    out = io.BytesIO()
    Image.linear_gradient("L").resize((width, height)).convert("RGB").save(out, "JPEG")
    return {"name": "IMG_0001.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def fill_in(page: Page, what: str, pictures: int = 0) -> None:
    page.wait_for_selector("#report[data-ready]")
    page.fill("[name=words]", what)
    if pictures:
        page.set_input_files("#photos", [a_picture(2000, 1500) for _ in range(pictures)])
        page.wait_for_selector(f"[data-photos] img >> nth={pictures - 1}")


def keys_waiting(page: Page) -> list[str]:
    found = page.evaluate("LeadsBox.mine().then(rows => rows.map(row => row.key))")
    return [str(key) for key in found]


def test_the_answer_is_lost_and_the_browser_killed_and_there_is_one_lead(
    street: Town, network: CutNetwork, phone: Phone, sit_down: Callable[..., Desk]
) -> None:
    what, how = words(20), words(12)
    page = phone.open(street.user("grid"))
    page.goto(f"{network.address}/leads/new/")
    assert page.input_value("[name=division]") == GRID
    fill_in(page, what, pictures=2)
    network.swallows = SEND
    page.click("text=报给村里调解")
    wait_for(lambda: network.swallowed > 0, "the report never reached the server")
    network.is_away = True
    page.clock.fast_forward(GIVES_UP)
    page.wait_for_selector("[data-box-count]:has-text('待送出 1 件')")
    [key] = keys_waiting(page)
    assert [str(one) for one in Lead.objects.values_list("form_key", flat=True)] == [key]
    phone.kill()

    network.swallows, network.is_away = b"", False
    page = phone.open(street.user("grid"))
    page.goto(f"{network.address}/leads/new/")
    page.wait_for_selector("[data-net]:has-text('报上了')")
    page.wait_for_selector("[data-box]", state="hidden")
    lead = Lead.objects.get()
    assert (str(lead.form_key), lead.words) == (key, what)
    photos = list(LeadPhoto.objects.filter(lead=lead))
    assert len(photos) == 2
    sizes = [Image.open(default_storage.open(p.stored_name.hex)).size for p in photos]
    assert sizes == [(1600, 1200)] * 2  # made small on the phone

    desk = sit_down(street.user("village"), on_phone=True)
    desk.context.set_default_timeout(PATIENCE * 1000)
    desk.go(f"/leads/{lead.pk}/")
    assert what in desk.text
    desk.page.click("summary:has-text('当场调好了')")
    desk.page.fill("#settle_words", how)
    desk.page.click("text=记下，告诉上报人")
    desk.page.wait_for_selector("text=当场调好，上报人会看到")
    lead.refresh_from_db()
    assert (lead.status, lead.outcome, lead.answer) == ("answered", "on_spot", how)
    desk.shot("lead-settled")
    page.goto(f"{network.address}/leads/{lead.pk}/")
    assert how in page.inner_text("main")


def test_the_same_matter_once_more_is_a_note_and_the_lost_answer_doubles_nothing(
    street: Town, network: CutNetwork, phone: Phone
) -> None:
    known = leads.report(
        street.user("police"), form_key=uuid.uuid4(), words=words(20), division=GRID
    ).lead
    what = words(20)
    page = phone.open(street.user("grid"))
    page.goto(f"{network.address}/leads/new/")
    fill_in(page, what, pictures=1)
    page.check("[name=has_blows]")
    assert page.input_value("[name=risk]") == "orange"  # proposed by what he answered
    page.select_option("[name=risk]", "blue")
    page.check("[name=has_danger]")
    assert page.input_value("[name=risk]") == "blue"  # he has chosen
    page.wait_for_selector("[data-nearby-rows]:has-text('可能报过')")
    network.swallows = SEND
    page.click("text=就是它，补一条")
    wait_for(lambda: network.swallowed > 0, "the note never reached the server")
    network.is_away = True
    page.clock.fast_forward(GIVES_UP)
    page.wait_for_selector("[data-box-count]:has-text('待送出 1 件')")
    phone.kill()

    network.swallows, network.is_away = b"", False
    page = phone.open(street.user("grid"))
    page.goto(f"{network.address}/leads/new/")
    page.wait_for_selector("[data-net]:has-text('补上了')")
    assert keys_waiting(page) == []
    step = LeadStep.objects.get(kind="noted")
    assert (step.lead, step.words, step.by) == (known, what, street.user("grid"))
    assert (Lead.objects.count(), LeadPhoto.objects.filter(lead=known).count()) == (1, 1)


def test_without_any_network_the_page_opens_keeps_and_sends_later(
    street: Town, network: CutNetwork, phone: Phone
) -> None:
    what, half = words(20), words(9)
    page = phone.open(street.user("grid"))
    page.goto(f"{network.address}/leads/new/")
    page.wait_for_selector("#report[data-ready]")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    kept = "caches.match('/leads/new/').then(kept => Boolean(kept))"
    wait_for(lambda: bool(page.evaluate(kept)), "the page was not kept")
    page.reload()  # now everything on it went through the worker
    fill_in(page, half)
    typed = "LeadsBox.get('typed', LeadsBox.user).then(row => row ? row.words : '')"
    wait_for(lambda: page.evaluate(typed) == half, "what was typed was not kept")
    network.is_away = True
    phone.kill()

    page = phone.open(None)  # no network, nobody signed in
    page.goto(f"{network.address}/leads/new/")
    page.wait_for_selector("#report[data-ready]")
    assert page.input_value("[name=words]") == half  # what was typed is still there
    fill_in(page, what)
    page.click("text=报给村里调解")
    page.wait_for_selector("[data-box-count]:has-text('待送出 1 件')")
    assert not Lead.objects.exists()
    page.screenshot(path="test-results/journeys/lead-waiting.png")

    network.is_away = False
    page.click("[data-box-send]")
    page.wait_for_selector("[data-box-count]:has-text('重新登录后自动送出')")
    phone.sign_in(street.user("grid"))
    page.click("[data-box-send]")
    page.wait_for_selector("[data-net]:has-text('报上了')")
    assert Lead.objects.get().words == what
    assert keys_waiting(page) == []


def test_somebody_else_on_the_same_phone_sends_nothing_of_it(
    street: Town, network: CutNetwork, phone: Phone
) -> None:
    page = phone.open(street.user("grid"))
    page.goto(f"{network.address}/leads/new/")
    fill_in(page, words(20))
    network.is_away = True
    page.click("text=报给村里调解")
    page.wait_for_selector("[data-box-count]:has-text('待送出 1 件')")
    network.is_away = False
    phone.sign_in(street.user("village2"))
    page.goto(f"{network.address}/leads/new/")
    page.wait_for_selector("#report[data-ready]")
    assert page.is_hidden("[data-box]")
    assert not Lead.objects.exists()
    phone.sign_in(street.user("grid"))
    page.goto(f"{network.address}/leads/new/")
    page.wait_for_selector("[data-net]:has-text('报上了')")
    assert Lead.objects.get().reported_by == street.user("grid")
