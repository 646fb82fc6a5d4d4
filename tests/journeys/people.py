"""Invented people: names, ID numbers and phones that nobody has, new in every run."""

import random
from datetime import date, timedelta

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
SURNAMES = "王李张刘陈杨黄赵周吴徐孙胡朱高林何郭马罗"
GIVEN = "秀英国强建华桂芳明德玉兰志远春梅永贵素珍大勇"


def a_name() -> str:
    return random.choice(SURNAMES) + "".join(random.choices(GIVEN, k=2))


def an_id_number(born: date, sex: str) -> str:
    """GB 11643 with the area 999901, which no place has; `sex` is 男 or 女."""
    serial = random.randrange(0, 1000, 2) + (sex == "男")
    body = f"999901{born:%Y%m%d}{serial:03d}"
    return body + check_digit(body)


def check_digit(body: str) -> str:
    """ISO 7064 MOD 11-2 over the seventeen digits."""
    total = sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True))
    return "10X98765432"[total % 11]


def a_birthday() -> date:
    return date(1950, 1, 1) + timedelta(days=random.randrange(18_000))


def a_phone() -> str:
    return f"138{random.randrange(10**8):08d}"


def words(length: int = 24) -> str:
    """A text that no other run has."""
    return "".join(random.choices("水沟田埂后墙院坝竹林小路邻家雨天屋檐谷场", k=length))
