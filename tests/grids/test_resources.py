"""入驻单位, experts and volunteers: who serves at the centre and who agreed to help."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from grids.models import Helper, ResidentUnit
from tests.cases.factories import some_text
from tests.factories import Town

pytestmark = pytest.mark.django_db


def client_of(town: Town, name: str) -> Client:
    client = Client()
    client.force_login(town.user(name))
    return client


def test_a_unit_of_the_town_and_one_from_outside_are_listed_and_end(town: Town) -> None:
    director, reader = client_of(town, "director"), client_of(town, "mediator")
    court = some_text()
    both = {"do": "resident", "mode": "rotating", "services": "诉调对接", "outside_name": court}
    refused = director.post("/resources/", both)
    assert "写明哪几天" in refused.content.decode()
    assert director.post("/resources/", both | {"days": "每周二"}).status_code == 302
    town_unit = {"do": "resident", "mode": "resident", "services": some_text()}
    own = town_unit | {"department": town.unit("justice").pk}
    assert director.post("/resources/", own).status_code == 302
    assert "已经在表里" in director.post("/resources/", own).content.decode()
    assert "两样填一样" in director.post("/resources/", town_unit).content.decode()
    page = reader.get("/resources/").content.decode()
    assert court in page
    assert "轮驻" in page
    assert "登记一个入驻单位" not in page
    row = ResidentUnit.objects.get(outside_name=court)
    assert reader.post(f"/resources/unit/{row.pk}/end/", follow=True).status_code == 200
    row.refresh_from_db()
    assert row.to_on is None
    director.post(f"/resources/unit/{row.pk}/end/")
    row.refresh_from_db()
    assert row.to_on is not None


def test_a_helper_is_listed_when_he_agreed_and_his_phone_is_for_who_keeps_the_list(
    town: Town,
) -> None:
    director, reader = client_of(town, "director"), client_of(town, "mediator")
    name, phone = some_text(), "13800001234"
    fields = {"do": "helper", "kind": "expert", "name": name, "field": "建筑工程", "phone": phone}
    assert "同意以后" in director.post("/resources/", fields).content.decode()
    assert director.post("/resources/", fields | {"has_consent": "on"}).status_code == 302
    page = reader.get("/resources/").content.decode()
    assert name in page
    assert phone not in page
    assert phone in director.get("/resources/").content.decode()
    assert phone not in reader.get("/api/v1/resources/").content.decode()
    assert name in [one["name"] for one in reader.get("/api/v1/resources/").json()["helpers"]]
    with connection.cursor() as cursor:
        cursor.execute("SELECT phone FROM grids_helper WHERE name = %s", [name])
        assert cursor.fetchone()[0].startswith("v1:")
    helper = Helper.objects.get(name=name)
    with pytest.raises(IntegrityError), transaction.atomic():
        Helper.objects.filter(pk=helper.pk).update(has_consent=False)
    again = fields | {"has_consent": "on", "name": some_text()}
    assert reader.post("/resources/", again).status_code == 404
    assert Helper.objects.count() == 1
    director.post(f"/resources/helper/{helper.pk}/end/")
    helper.refresh_from_db()
    assert helper.to_on is not None
    assert helper.phone == ""


def test_lists_are_kept_over_json_by_who_keeps_them(town: Town) -> None:
    director, reader = client_of(town, "director"), client_of(town, "mediator")
    json = {"content_type": "application/json"}
    unit = {"department": town.unit("justice").pk, "mode": "resident", "services": some_text()}
    expert = {
        "kind": "expert",
        "name": some_text(),
        "field": "建筑工程",
        "specialties": ["02"],
        "phone": "13800001234",
        "has_consent": True,
    }
    for name, fields in (("residents", unit), ("helpers", expert)):
        address = f"/api/v1/resources/{name}/"
        not_his = reader.post(address, fields, **json)
        assert (not_his.status_code, not_his.json()["code"]) == (409, "not_yours")
        done = director.post(address, fields, **json)
        assert done.status_code == 201, done.json()
        assert "13800001234" not in done.content.decode()
        again = director.post(address, fields, **json)
        assert (again.status_code, again.json()["code"]) == (409, "listed_already")
        end = f"{address}{done.json()['id']}/end/"
        assert reader.post(end, {}, **json).status_code == 409
        ended = director.post(end, {}, **json)
        assert ended.status_code == 200, ended.json()
        assert ended.json()["to_on"] is not None
        assert director.post(end, {}, **json).json()["code"] == "ended"
    everything = reader.get("/api/v1/resources/").json()
    assert set(everything) == {"residents", "helpers", "studios", "brand_rooms"}
    foreign = unit | {"department": 987_654_331}
    assert director.post("/api/v1/resources/residents/", foreign, **json).status_code == 400


def test_who_can_help_with_a_kind_of_dispute_is_found_by_it(town: Town) -> None:
    director, reader = client_of(town, "director"), client_of(town, "mediator")
    builder, teacher = some_text(), some_text()
    for name, code in ((builder, "02"), (teacher, "01")):
        fields = {"kind": "expert", "name": name, "field": "专长", "specialties": [code]}
        fields["has_consent"] = "on"
        fields["do"] = "helper"
        assert director.post("/resources/", fields).status_code == 302
    page = reader.get("/resources/?category=02").content.decode()
    assert builder in page
    assert teacher not in page
    found = reader.get("/api/v1/resources/?category=01").json()["helpers"]
    assert [(one["name"], one["specialties"]) for one in found] == [(teacher, ["01"])]
    assert reader.get("/api/v1/resources/?category=zz").status_code == 400
    assert teacher in reader.get("/resources/?category=zz").content.decode()
