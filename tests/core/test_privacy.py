"""Sealing, finding, masking and checking what is private."""

import base64
import os
import random
import secrets
import string
from datetime import date
from io import StringIO

import pytest
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import TextField, Value

from mediation.core import invariants, privacy
from mediation.core.models import Draft, User
from mediation.core.privacy import (
    CannotUnseal,
    blind_index,
    blind_tail,
    credit_code_fault,
    find_private_numbers,
    from_id,
    id_number_fault,
    mask_address,
    mask_id,
    mask_name,
    mask_numbers_in,
    mask_phone,
    phone_fault,
    seal,
    unseal,
)


def new_key(name: str) -> str:
    return f"{name}:{base64.b64encode(os.urandom(32)).decode()}"


def raw(table: str, column: str, pk: int) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table} WHERE id = %s", [pk])
        return cursor.fetchone()[0]


# --- sealing


def test_what_is_sealed_opens_again_and_shows_nothing() -> None:
    text = "龙门路 " + secrets.token_hex(8)
    token = seal(text, "cases_party.address")
    assert text not in token
    assert token.startswith("v1:t1:")
    assert len(token.split(":")) == 4
    assert unseal(token, "cases_party.address") == text


def test_the_same_text_is_never_sealed_the_same_way_twice() -> None:
    assert seal("138", "a.b") != seal("138", "a.b")


def test_an_empty_text_stays_empty() -> None:
    assert seal("", "a.b") == ""
    assert unseal("", "a.b") == ""


def test_sealed_text_does_not_open_in_another_column() -> None:
    token = seal("13812345678", "cases_party.phone")
    assert unseal(token, "cases_party.phone") == "13812345678"
    with pytest.raises(CannotUnseal):
        unseal(token, "cases_party.address")


def test_sealed_text_that_was_changed_does_not_open() -> None:
    token = seal("13812345678", "a.b")
    place = random.randrange(len(token) - 20, len(token) - 1)
    other = "A" if token[place] != "A" else "B"
    with pytest.raises(CannotUnseal):
        unseal(token[:place] + other + token[place + 1 :], "a.b")


@pytest.mark.parametrize("rubbish", ["138", "v1:t1:x", "v2:t1:AAAA:BBBB", "v1:t1:%%:%%"])
def test_what_was_never_sealed_does_not_open(rubbish: str) -> None:
    with pytest.raises(CannotUnseal):
        unseal(rubbish, "a.b")


def test_the_first_key_writes_and_every_key_reads(settings) -> None:
    old = new_key("old")
    settings.FIELD_KEYS = old
    token = seal("text", "a.b")
    settings.FIELD_KEYS = f"{new_key('new')},{old}"
    assert unseal(token, "a.b") == "text"
    assert seal("text", "a.b").startswith("v1:new:")
    settings.FIELD_KEYS = new_key("other")
    with pytest.raises(CannotUnseal):
        unseal(token, "a.b")


@pytest.mark.parametrize("keys", ["", "a", "a:AAAA", ":" + "A" * 43 + "="])
def test_wrong_keys_are_named_at_once(settings, keys: str) -> None:
    settings.FIELD_KEYS = keys
    with pytest.raises((ImproperlyConfigured, ValueError)):
        seal("text", "a.b")


@pytest.mark.django_db
def test_a_sealed_field_is_clear_in_python_and_sealed_in_the_database() -> None:
    phone = f"138{random.randrange(10**8):08d}"
    user = User.objects.create(username="zhang", name="张建国", phone=phone)
    assert User.objects.get(pk=user.pk).phone == phone
    stored = raw("core_user", "phone", user.pk)
    assert phone not in stored
    assert stored.startswith("v1:t1:")
    assert unseal(stored, "core_user.phone") == phone


@pytest.mark.django_db
def test_a_sealed_json_field_keeps_its_structure() -> None:
    user = User.objects.create(username="zhang", name="张建国")
    data = {"narrative": "邻里" + secrets.token_hex(4), "parties": [{"name": "李四"}], "n": None}
    draft = Draft.objects.create(
        user=user, kind="case", data=data, updated_at="2026-11-14T09:00:00+08:00"
    )
    assert Draft.objects.get(pk=draft.pk).data == data
    assert "李四" not in raw("core_draft", "data", draft.pk)


@pytest.mark.django_db
def test_nothing_can_be_looked_up_by_a_sealed_field() -> None:
    assert not User.objects.filter(phone__isnull=True).exists()
    with pytest.raises(FieldError):
        User.objects.filter(phone="13812345678").exists()


@pytest.mark.django_db
def test_rotation_seals_everything_again_with_the_first_key(settings) -> None:
    old, new = new_key("old"), new_key("new")
    settings.FIELD_KEYS = old
    users = [
        User.objects.create(username=f"u{n}", name="张", phone=f"1380000{n:04d}") for n in range(7)
    ]
    settings.FIELD_KEYS = f"{new},{old}"
    out = StringIO()
    call_command("rotate_field_keys", "--dry-run", stdout=out)
    assert "7 to seal again, 0 cannot" in out.getvalue()
    assert raw("core_user", "phone", users[0].pk).startswith("v1:old:")

    call_command("rotate_field_keys", stdout=out)
    assert "7 sealed again, 0 cannot" in out.getvalue()
    settings.FIELD_KEYS = new
    assert [User.objects.get(pk=u.pk).phone for u in users] == [u.phone for u in users]

    call_command("rotate_field_keys", stdout=out)
    assert "0 sealed again" in out.getvalue().splitlines()[-1]


@pytest.mark.django_db
def test_rotation_says_what_no_key_opens_and_leaves_it(settings) -> None:
    settings.FIELD_KEYS = new_key("lost")
    user = User.objects.create(username="zhang", name="张", phone="13812345678")
    before = raw("core_user", "phone", user.pk)
    settings.FIELD_KEYS = new_key("new")
    with pytest.raises(CommandError, match="1 values cannot be opened"):
        call_command("rotate_field_keys", stdout=StringIO(), stderr=StringIO())
    assert raw("core_user", "phone", user.pk) == before


@pytest.mark.django_db
def test_the_invariants_find_a_number_that_stands_in_clear() -> None:
    user = User.objects.create(username="zhang", name="张", phone="13812345678")
    assert list(invariants.unsealed_values()) == []
    clear = Value("13812345678", output_field=TextField())
    User.objects.filter(pk=user.pk).update(phone=clear)
    assert list(invariants.unsealed_values()) == ["core_user.phone: 1 values stand in clear"]


# --- finding


def test_the_same_number_written_otherwise_has_the_same_mark() -> None:
    mark = blind_index("13812345678", "phone")
    assert len(mark) == 64
    for other in (
        "138 1234 5678",
        "138-1234-5678",
        "+86 13812345678",
        "８６１３８１２３４５６７８",
    ):
        assert blind_index(other, "phone") == mark
    assert blind_index("13812345679", "phone") != mark
    assert blind_index("50010219850312002x", "id") == blind_index("50010219850312002Ｘ", "id")


def test_the_mark_of_one_kind_is_not_that_of_another_nor_the_bare_hash() -> None:
    assert blind_index("13812345678", "phone") != blind_index("13812345678", "id_number")


def test_the_last_four_have_a_mark_of_their_own() -> None:
    assert blind_tail("13812345678", "phone") == blind_tail("02372225678", "phone")
    assert blind_tail("13812345678", "phone") != blind_tail("13812345679", "phone")
    assert blind_tail("678", "phone") == ""
    assert blind_index("", "phone") == ""


def test_marks_stay_when_the_sealing_keys_are_rotated_and_change_with_their_own(settings) -> None:
    before = blind_index("13812345678", "phone")
    settings.FIELD_KEYS = new_key("new")
    assert blind_index("13812345678", "phone") == before
    settings.FIELD_INDEX_KEY = base64.b64encode(os.urandom(32)).decode()
    assert blind_index("13812345678", "phone") != before


# --- masking


def test_masks_show_what_the_rules_show() -> None:
    assert mask_id("50010219850312002X") == "5001**********002X"
    assert mask_phone("13812345678") == "138****5678"
    assert mask_phone("02372221234") == "023****1234"
    assert mask_name("张建山") == "张*山"
    assert mask_name("王五") == "王*"
    assert mask_name("欧阳建华") == "欧**华"
    assert mask_name("") == ""
    assert mask_address("龙门路12号3-1") == "龙门路***"
    assert mask_id("1234") == "****"


def test_numbers_inside_a_text_are_found_in_every_usual_writing() -> None:
    text = "张某电话１３８１２３４５６７８，或 139-1234-5678；证号50010219850312002x，卡6222021234567890123"
    assert [(one.kind, one.value) for one in find_private_numbers(text)] == [
        ("phone", "１３８１２３４５６７８"),
        ("phone", "139-1234-5678"),
        ("id_number", "50010219850312002x"),
    ]


def test_numbers_that_are_nobodys_are_left_alone() -> None:
    for text in (
        "500102011011",
        "2026年11月14日 欠款128000.00元",
        "李矛调〔2026〕797号",
        "12812345678",
    ):
        assert find_private_numbers(text) == []


def test_numbers_inside_a_text_are_masked_and_the_rest_stays() -> None:
    word = "".join(random.choices(string.ascii_letters, k=8))
    assert mask_numbers_in(f"{word}打13812345678找他") == f"{word}打138****5678找他"
    assert mask_numbers_in("证50010219850312002X止") == "证5001**********002X止"
    assert mask_numbers_in("没有号码") == "没有号码"


# --- checking: vectors of domain.md §3.8 and §3.9


@pytest.mark.parametrize("number", ["11010519491231002X", "440524188001010014"])
def test_the_standards_own_numbers_hold_and_any_one_changed_digit_does_not(number: str) -> None:
    assert id_number_fault(number) == ""
    assert id_number_fault(number.lower()) == ""
    for place in range(17):
        other = str((int(number[place]) + random.randrange(1, 10)) % 10)
        assert id_number_fault(number[:place] + other + number[place + 1 :]) != ""


def test_the_message_says_what_is_wrong_with_an_id_number(at) -> None:
    at("2026-11-14 09:00")
    assert id_number_fault("1101051949123100") == "少 2 位，请再看一眼证件"
    assert id_number_fault("11010519491231002X1") == "多 1 位，请再看一眼证件"
    assert "15 位" in id_number_fault("110105491231002")
    assert "没有 19490231 这一天" in id_number_fault("110105194902310021")
    assert "比今天还晚" in id_number_fault("110105202611150022")
    assert "末位" in id_number_fault("110105194912310021")
    assert "前 17 位应是数字" in id_number_fault("1101051949123A002X")


def test_somebody_born_today_is_taken(at) -> None:
    at("2026-11-14 00:05")
    first = "50010220261114123"
    assert id_number_fault(first + privacy.id_check_digit(first)) == ""
    at("2026-11-13 23:55")
    assert "比今天还晚" in id_number_fault(first + privacy.id_check_digit(first))


def test_birth_date_and_sex_are_read_from_the_number() -> None:
    assert from_id("11010519491231002X") == privacy.FromId(date(1949, 12, 31), privacy.FEMALE)
    assert from_id("440524188001010014") == privacy.FromId(date(1880, 1, 1), privacy.MALE)
    with pytest.raises(ValueError, match="末位"):
        from_id("110105194912310021")


@pytest.mark.parametrize(
    "number",
    [
        "13812345678",
        "+86 138-1234-5678",
        "19912345678",
        "023-72221234",
        "02372221234",
        "72221234",
        "010-62221234",
        "0871-6222123",
    ],
)
def test_numbers_that_ring_are_taken(number: str) -> None:
    assert phone_fault(number) == ""


@pytest.mark.parametrize(
    ("number", "says"),
    [("1381234567", "少 1 位"), ("138123456789", "多 1 位"), ("12812345678", "开头"),
     ("7222", "座机"), ("张三", "只写数字"), ("138123456a8", "只写数字")],
)  # fmt: skip
def test_numbers_that_do_not_ring_are_not(number: str, says: str) -> None:
    assert says in phone_fault(number)


@pytest.mark.parametrize(
    "code",
    ["91110000802100433B", "91330100799655058B", "9144030071526726XG", "11410182005291054B",
     "91350100M000100Y43"],
)  # fmt: skip
def test_credit_codes_hold_and_any_one_changed_sign_does_not(code: str) -> None:
    assert credit_code_fault(code) == ""
    assert credit_code_fault(code.lower()) == ""
    signs = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    for place in range(18):
        other = random.choice([sign for sign in signs if sign != code[place]])
        assert credit_code_fault(code[:place] + other + code[place + 1 :]) != ""


def test_the_message_says_what_is_wrong_with_a_credit_code() -> None:
    assert "少 1 位" in credit_code_fault("91110000802100433")
    assert "不会有 O" in credit_code_fault("9111OOOO802100433B")
