"""评查 by lot: the same seed and list give the same cases; what is found goes back to the unit."""

import hashlib

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client
from rest_framework.test import APIClient

from cases import services
from mediation.core.errors import Refused
from reporting import sampling as lots
from reporting import spans
from reporting.models import SampledCase, SampleList, Sampling
from reporting.review_enums import Mark
from reporting.selectors import sampling as reading
from reporting.services import sampling
from tests.cases.factories import fields_for, registration, some_text

AFTER = "2027-01-05 09:00"  # the quarter of the example is over
URL = "/api/v1/reports/samplings/"


@pytest.fixture
def api(example, at):
    def of(account):
        client = APIClient()
        client.force_authenticate(example.town.user(account))
        return client

    at(AFTER)
    return of


def drawn_by(client, size=2):
    answer = client.post(URL, {"span": "2026-Q4", "size": size})
    assert answer.status_code == 201, answer.json()
    return Sampling.objects.get(pk=answer.json()["id"])


def marks(kind, **more):
    return {point.code: Mark.OK.value for point in lots.points_of(kind)} | more


def test_the_lot_is_the_order_of_the_hashes_and_nothing_else():
    seed, numbers = some_text(), [f"李矛调〔2026〕{n}号" for n in range(1, 30)]
    order = sorted(numbers, key=lambda n: hashlib.sha256((seed + n).encode()).hexdigest())
    assert lots.drawn(seed, numbers, 5) == order[:5]
    assert lots.drawn(seed, reversed(numbers), 5) == order[:5]
    assert lots.drawn(seed, numbers, 5) != lots.drawn(some_text(), numbers, 5)
    assert lots.drawn(seed, numbers[:2], 5) == [n for n in order if n in numbers[:2]]


def by_hand(seed, numbers, size):
    return sorted(numbers, key=lambda n: hashlib.sha256((seed + n).encode()).hexdigest())[:size]


def test_who_draws_reckons_it_again_from_what_he_is_given(example, api):
    found = drawn_by(api("peace"), size=1)
    for account in ("peace", "justice", "director"):
        body = api(account).get(f"{URL}{found.pk}/").json()
        came_out = {
            (one["unit"], one["kind"], one["place"]): one["number"] for one in body["drawn"]
        }
        again = {
            (one["unit"], one["kind"], place): number
            for one in body["lists"]
            for place, number in enumerate(by_hand(body["seed"], one["numbers"], body["size"]), 1)
        }
        assert again == came_out
        assert len(came_out) == SampledCase.objects.filter(of__sampling=found).count() > 0
        assert [len(one["numbers"]) for one in body["lists"]] == [
            one["count"] for one in body["lists"]
        ]
        assert len(body["lists"]) == SampleList.objects.filter(sampling=found).count()


def test_a_unit_is_given_what_came_out_of_its_list_and_how_long_it_was(example, api):
    found = drawn_by(api("peace"), size=1)
    one = SampleList.objects.get(
        sampling=found, kind="settled", unit__division__code=example.town.v1.code
    )
    assert len(one.numbers) == 3  # C1, C3 and C8
    out = set(one.drawn.values_list("case__number", flat=True))
    body = api("village").get(f"{URL}{found.pk}/").json()
    told = next(each for each in body["lists"] if each["kind"] == "settled")
    assert (told["count"], told["numbers"]) == (3, None)
    for account, sees_all in (("village", False), ("peace", True)):
        client = Client()
        client.force_login(example.town.user(account))
        page = client.get(f"/reports/samplings/{found.pk}/").content.decode()
        assert "名单 3 件" in page
        assert all(number in page for number in out)
        assert all((number in page) == sees_all for number in set(one.numbers) - out)


def test_a_case_on_two_lists_of_one_kind_comes_out_once(example, at):
    """The village passed it up and the street did too: the quarter finds it twice."""
    town = example.town
    at("2026-12-14 09:00")
    case = services.register(town.user("window"), **registration()).case
    for verb, account in (("accept", "village"), ("escalate", "village"), ("escalate", "mediator")):
        case.refresh_from_db()
        services.move(case, verb, town.user(account), **fields_for(verb, case))
    at(AFTER)
    both = reading.numbers_by_unit(case.centre, spans.begun_span("2026-Q4").period, "failed")
    assert sum(case.number in numbers for numbers in both.values()) == 2
    client = APIClient()
    client.force_authenticate(town.user("peace"))
    found = drawn_by(client, size=10)
    assert SampledCase.objects.filter(of__sampling=found, case=case).count() == 1
    holding = [
        one.unit_id
        for one in SampleList.objects.filter(sampling=found, kind="failed")
        if case.number in one.numbers
    ]
    assert len(holding) == 1  # once it came out of the first, it was not put on the second
    drawn = list(SampledCase.objects.filter(of__sampling=found).values_list("case", flat=True))
    assert len(drawn) == len(set(drawn)) > 5


def test_only_a_second_draw_is_told_that_it_was_drawn(example, at, monkeypatch):
    """Any other fault of the database is one of ours, and shows."""
    at(AFTER)
    town, span = example.town, spans.begun_span("2026-Q4")
    centre = town.v1.parent
    monkeypatch.setattr(lots, "new_seed", lambda: "")
    with pytest.raises(IntegrityError, match="sampling_has_seed"), transaction.atomic():
        sampling.draw(town.user("peace"), centre, span, 1)
    monkeypatch.undo()
    assert sampling.draw(town.user("peace"), centre, span, 1).seed
    with pytest.raises(Refused) as refused:
        sampling.draw(town.user("peace"), centre, span, 1)
    assert refused.value.code == "drawn"


def test_the_lists_hold_what_was_settled_and_what_was_not_in_the_unit_of_the_quarter(example, api):
    found = drawn_by(api("peace"), size=10)
    name_of = {case.number: name for name, case in example.cases.items()}
    lists = {
        (one.unit.division and one.unit.division.code, one.kind): {
            name_of[number] for number in one.numbers
        }
        for one in SampleList.objects.filter(sampling=found).select_related("unit__division")
    }
    v1, v2 = example.town.v1.code, example.town.v2.code
    # rules.md §8: 致远 settled C1, C3 and C8 (once, before its relapse), ended C4; 水磨滩 settled C7
    # before its relapse, passed C2 up, sent C6 to the court.
    assert lists[v1, "settled"] == {"C1", "C3", "C8"}
    assert lists[v1, "failed"] == {"C4"}
    assert lists[v2, "settled"] == {"C7"}
    assert lists[v2, "failed"] == {"C2", "C6"}


def test_a_quarter_is_drawn_once_by_who_may_and_when_it_is_over(example, api, at):
    assert api("village").post(URL, {"span": "2026-Q4"}).status_code == 404
    assert api("window").post(URL, {"span": "2026-Q4"}).status_code == 404
    early = api("peace").post(URL, {"span": "2027-Q1"})
    assert (early.status_code, early.json()["code"]) == (409, "too_early")
    assert api("peace").post(URL, {"span": "2026-12"}).json()["code"] == "invalid_span"
    drawn_by(api("justice"))
    again = api("peace").post(URL, {"span": "2026-Q4"})
    assert (again.status_code, again.json()["code"]) == (409, "drawn")
    assert Sampling.objects.count() == 1


def test_what_was_drawn_can_no_longer_be_changed(example, api):
    found = drawn_by(api("peace"))
    one = SampledCase.objects.filter(of__sampling=found).first()
    for change in (
        lambda: Sampling.objects.filter(pk=found.pk).update(seed="x"),
        lambda: SampleList.objects.filter(pk=one.of_id).update(numbers=[]),
        lambda: SampledCase.objects.filter(pk=one.pk).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


@pytest.fixture
def sampled(example, api):
    """A case that 致远 settled, drawn."""
    drawn_by(api("peace"), size=10)
    return SampledCase.objects.get(case=example.cases["C3"])


def test_what_is_to_be_mended_goes_to_the_unit_and_back(example, api, sampled):
    url = f"{URL}cases/{sampled.pk}/"
    words, answer, more = some_text(), some_text(), some_text()
    sheet = {"do": "fill", "marks": marks("settled", archived="fix"), "findings": words}
    filled = api("peace").post(url, sheet)
    assert filled.status_code == 200, filled.json()
    assert (filled.json()["state"], filled.json()["due_on"]) == ("to_mend", "2027-01-20")
    village = Client()
    village.force_login(example.town.user("village"))
    assert f"/reports/samplings/cases/{sampled.pk}/" in village.get("/").content.decode()
    assert api("peace").post(url, {"do": "accept"}).json()["code"] == "not_now"
    assert api("village").post(url, {"do": "answer", "text": answer}).json()["state"] == "to_check"
    assert api("village").post(url, {"do": "accept"}).json()["code"] == "not_yours"
    again = api("justice").post(url, {"do": "again", "text": more, "due_on": "2027-01-12"})
    assert (again.json()["state"], again.json()["due_on"]) == ("to_mend", "2027-01-12")
    api("village").post(url, {"do": "answer", "text": answer})
    done = api("peace").post(url, {"do": "accept"}).json()
    assert done["state"] == "done"
    assert [one["kind"] for one in done["sheet"]["replies"]] == [
        "answer",
        "again",
        "answer",
        "accept",
    ]
    assert f"/reports/samplings/cases/{sampled.pk}/" not in village.get("/").content.decode()


def test_a_sheet_marks_every_point_of_its_kind_and_is_written_once(example, api, sampled):
    url = f"{URL}cases/{sampled.pk}/"
    short = marks("settled")
    short.pop("archived")
    refused = api("peace").post(url, {"do": "fill", "marks": short, "findings": some_text()})
    assert (refused.status_code, refused.json()["code"]) == (400, "needs_marks")
    empty = api("peace").post(url, {"do": "fill", "marks": marks("settled"), "findings": " "})
    assert empty.json()["code"] == "needs_findings"
    full = {"do": "fill", "marks": marks("settled"), "findings": some_text()}
    assert api("peace").post(url, full).json()["state"] == "done"
    assert api("peace").post(url, full).json()["code"] == "filled"


def test_a_unit_s_head_may_look_over_his_own_and_a_stranger_sees_nothing(example, api, sampled):
    url = f"{URL}cases/{sampled.pk}/"
    assert api("village2").get(url).status_code == 404
    assert api("mediator2").get(url).status_code == 404
    full = {"do": "fill", "marks": marks("settled"), "findings": some_text()}
    own = api("village").post(url, full)
    assert own.status_code == 200
    assert own.json()["sheet"]["is_own"]


def test_the_pages_lead_from_the_draw_to_the_sheet(example, api, sampled):
    client = Client()
    client.force_login(example.town.user("peace"))
    listed = client.get("/reports/samplings/").content.decode()
    link = f"/reports/samplings/{sampled.of.sampling_id}/"
    assert link in listed
    page = client.get(link).content.decode()
    assert sampled.of.sampling.seed in page
    assert f"/reports/samplings/cases/{sampled.pk}/" in page
    words = some_text()
    form = {"do": "fill", "findings": words, **marks("settled", consent="fix")}
    answer = client.post(f"/reports/samplings/cases/{sampled.pk}/", form)
    assert answer.status_code == 302
    shown = client.get(f"/reports/samplings/cases/{sampled.pk}/").content.decode()
    assert words in shown
    assert "等单位整改" in shown
