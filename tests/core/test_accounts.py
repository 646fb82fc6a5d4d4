"""Who may work: log-in, first password, second factor, lock, tokens, closed accounts."""

import json
import secrets
import time

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from mediation.core import accounts
from mediation.core.models import User

GOOD = "Lidu-town-2026"


def person(username: str = "", password: str = GOOD, **more: object) -> User:
    username = username or f"u{secrets.token_hex(4)}"
    user = User(username=username, name="王芳", **{"must_change_password": False, **more})
    user.set_password(password)
    user.save()
    return user


def log_in(client: Client, user: User, password: str = GOOD, **more: str):
    return client.post("/login/", {"username": user.username, "password": password, **more})


def code_of(device: TOTPDevice) -> str:
    totp = TOTP(device.bin_key, device.step, device.t0, device.digits, device.drift)
    totp.time = time.time()
    return f"{totp.token():06d}"


def ask_token(client: Client, user: User, password: str = GOOD, **more: str):
    body = {"username": user.username, "password": password, **more}
    return client.post("/api/v1/auth/token/", json.dumps(body), content_type="application/json")


pytestmark = pytest.mark.django_db


# --- logging in


def test_the_right_password_lets_in_and_the_wrong_one_says_so_plainly(client: Client) -> None:
    user = person()
    wrong = log_in(client, user, "Wrong-word-1")
    assert "账号或密码不对，请再试一次" in wrong.content.decode()
    assert client.get("/notices/").status_code == 302
    right = log_in(client, user, window="mediation")
    assert right.status_code == 302
    assert right["Location"] == "/"
    assert client.session["window"] == "mediation"
    assert client.get("/notices/").status_code == 200


def test_an_unknown_account_and_a_wrong_password_read_the_same(client: Client) -> None:
    user = person("known")
    known = log_in(client, user, "Wrong-word-1").content.decode()
    user.username = "nobody"
    assert "账号或密码不对，请再试一次" in known
    assert "账号或密码不对，请再试一次" in log_in(client, user, "Wrong-word-1").content.decode()


def test_a_closed_account_cannot_log_in_and_its_sessions_and_tokens_end(client: Client) -> None:
    user = person()
    log_in(client, user)
    assert ask_token(Client(), user).status_code == 201
    assert client.get("/notices/").status_code == 200
    accounts.close_account(user)
    assert client.get("/notices/").status_code == 302
    assert log_in(Client(), user).status_code == 200
    assert ask_token(Client(), user).status_code == 401
    assert not user.auth_token_set.exists()
    assert User.objects.filter(pk=user.pk).exists()


def test_an_old_session_is_of_no_use_after_leaving(client: Client) -> None:
    user = person()
    log_in(client, user)
    cookie = client.cookies["sessionid"].value
    assert client.post("/logout/").status_code == 302
    client.cookies["sessionid"] = cookie
    assert client.get("/notices/").status_code == 302


def test_leaving_twice_is_no_fault(client: Client) -> None:
    assert client.post("/logout/").status_code == 302


def test_five_wrong_passwords_close_the_door_for_a_quarter_of_an_hour(client: Client, at) -> None:
    at("2026-11-13 09:00")
    user = person()
    for _ in range(4):
        assert log_in(client, user, "Wrong-word-1").status_code == 200
    fifth = log_in(client, user, "Wrong-word-1")
    assert fifth.status_code == 429
    assert "15 分钟" in fifth.content.decode()
    assert log_in(client, user).status_code == 429
    assert ask_token(client, user).status_code == 429
    assert log_in(client, person()).status_code == 302  # another account at the same desk
    at("2026-11-13 09:16")
    assert log_in(Client(), user).status_code == 302


def test_the_security_administrator_opens_the_door_at_once(client: Client) -> None:
    user = person()
    for _ in range(5):
        log_in(client, user, "Wrong-word-1")
    assert log_in(client, user).status_code == 429
    accounts.unlock(user)
    assert log_in(client, user).status_code == 302


# --- the first password


def test_nothing_opens_before_the_first_password_is_changed(client: Client) -> None:
    user, first = accounts.open_account("newcomer", "李强")
    log_in(client, user, first)
    answer = client.get("/notices/?page=2")
    assert answer.status_code == 302
    assert answer["Location"] == "/password/?next=/notices/%3Fpage%3D2"
    assert client.post("/notices/")["Location"] == "/password/"
    changed = client.post(
        "/password/",
        {"old_password": first, "new_password1": GOOD, "new_password2": GOOD, "next": "/notices/"},
    )
    assert changed["Location"] == "/notices/"
    assert client.get("/notices/").status_code == 200
    assert log_in(Client(), user, first).status_code == 200
    assert log_in(Client(), user, GOOD).status_code == 302


@pytest.mark.parametrize(
    "weak", ["Ab-1", "alllower-case", "abcdefg1", "ABCDEFG1", "12345678", "password", "newcomer-A1"]
)
def test_a_weak_password_is_not_taken(client: Client, weak: str) -> None:
    user, first = accounts.open_account("newcomer", "李强")
    log_in(client, user, first)
    answer = client.post(
        "/password/", {"old_password": first, "new_password1": weak, "new_password2": weak}
    )
    assert answer.status_code == 200
    assert "f__err" in answer.content.decode()
    with pytest.raises(ValidationError):
        accounts.set_password(user, weak)


def test_the_same_password_again_is_no_new_one(client: Client) -> None:
    user = person()
    log_in(client, user)
    answer = client.post(
        "/password/", {"old_password": GOOD, "new_password1": GOOD, "new_password2": GOOD}
    )
    assert "新密码和现在的一样" in answer.content.decode()


def test_a_password_is_changed_again_after_ninety_days(at) -> None:
    at("2026-08-01 09:00")
    user = person()
    accounts.set_password(user, GOOD)
    at("2026-10-30 08:00")
    assert not accounts.needs_new_password(user)
    at("2026-10-30 10:00")
    assert accounts.needs_new_password(user)


def test_a_change_ends_every_other_session_and_token(client: Client) -> None:
    user = person()
    other = Client()
    log_in(client, user)
    log_in(other, user)
    ask_token(Client(), user)
    new = "Another-word-7"
    client.post("/password/", {"old_password": GOOD, "new_password1": new, "new_password2": new})
    assert client.get("/notices/").status_code == 200
    assert other.get("/notices/").status_code == 302
    assert not user.auth_token_set.exists()


def test_demo_accounts_may_work_as_they_are_only_where_demo_is_on(client, settings) -> None:
    user = person(is_demo=True, must_change_password=True, is_staff=True)
    settings.DEMO = True
    client.force_login(user)
    assert client.get("/notices/").status_code == 200
    settings.DEMO = False
    strict = Client()
    strict.force_login(user)
    assert strict.get("/notices/")["Location"].startswith("/password/")


# --- the second factor


def always(user: User) -> bool:
    return user.username == "peace"


def test_an_administrator_enrols_a_phone_and_is_then_asked_for_its_code(client: Client) -> None:
    user = person(is_staff=True)
    log_in(client, user)
    assert client.get("/notices/")["Location"].startswith("/second-factor/")
    assert "开始绑定" in client.get("/second-factor/").content.decode()
    assert not TOTPDevice.objects.exists()  # looking writes nothing
    client.post("/second-factor/", {"enrol": "1"})
    page = client.get("/second-factor/").content.decode()
    assert "data:image/svg+xml" in page
    device = TOTPDevice.objects.get(user=user)

    wrong = f"{(int(code_of(device)) + 1) % 1_000_000:06d}"
    assert "数字不对" in client.post("/second-factor/", {"code": wrong}).content.decode()
    assert client.get("/notices/").status_code == 302
    TOTPDevice.objects.update(throttling_failure_count=0)
    right = client.post("/second-factor/", {"code": code_of(device), "next": "/notices/"})
    assert right["Location"] == "/notices/"
    assert client.get("/notices/").status_code == 200

    again = Client()
    log_in(again, user)
    assert again.get("/notices/")["Location"].startswith("/second-factor/")
    page = again.get("/second-factor/").content.decode()
    assert "data:image" not in page  # the secret is shown once, while it is being enrolled
    assert "开始绑定" not in page


def test_others_need_it_only_where_the_town_says_so(client: Client, settings) -> None:
    settings.SECOND_FACTOR_FOR = "tests.core.test_accounts.always"
    log_in(client, person("peace"))
    assert client.get("/notices/")["Location"].startswith("/second-factor/")
    other = Client()
    log_in(other, person("window"))
    assert other.get("/notices/").status_code == 200


def test_a_lost_phone_is_forgotten_and_another_one_enrolled(client: Client) -> None:
    user = person(is_staff=True)
    TOTPDevice.objects.create(user=user, name="手机", confirmed=True)
    accounts.forget_second_factor(user)
    log_in(client, user)
    assert "开始绑定" in client.get("/second-factor/").content.decode()


# --- tokens


def test_a_token_is_given_for_name_and_password(client: Client) -> None:
    user = person()
    answer = ask_token(client, user)
    assert answer.status_code == 201
    assert len(answer.json()["token"]) >= 40
    wrong = ask_token(client, user, "Wrong-word-1")
    assert wrong.status_code == 401
    assert wrong.json()["code"] == "not_authenticated"


def test_no_token_before_the_first_password_is_changed(client: Client) -> None:
    user, first = accounts.open_account("newcomer", "李强")
    answer = ask_token(client, user, first)
    assert (answer.status_code, answer.json()["code"]) == (409, "password_owed")


def test_no_token_without_the_second_factor(client: Client) -> None:
    user = person(is_staff=True)
    device = TOTPDevice.objects.create(user=user, name="手机", confirmed=True)
    answer = ask_token(client, user)
    assert (answer.status_code, answer.json()["code"]) == (400, "needs_code")
    assert ask_token(client, user, code=code_of(device)).status_code == 201


# --- what the security administrator does


def test_a_reset_password_works_once_and_must_be_changed(client: Client) -> None:
    user = person()
    word = accounts.reset_password(user)
    assert log_in(Client(), user).status_code == 200
    assert log_in(client, user, word).status_code == 302
    assert client.get("/notices/")["Location"].startswith("/password/")


def test_the_system_is_an_actor_nobody_can_log_in_as(client: Client) -> None:
    system = accounts.system_user()
    assert accounts.system_user() == system
    assert not system.is_active
    assert not system.has_usable_password()
