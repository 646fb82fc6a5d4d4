"""What is private: sealing it, finding it without opening it, masking it, checking it.

Sealed text is ``v1:key:nonce:text`` (AES-256-GCM, base64url), bound to its table and column, so
that a value copied into another column does not open. It is found again through `blind_index`,
an HMAC under a key of its own that stays the same when the sealing keys are rotated.
"""

import base64
import hashlib
import hmac
import json
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import models

from mediation.core import clock

VERSION = "v1"
NONCE_BYTES = 12


class CannotUnseal(ValueError):
    """The text was sealed with a key that is not here, for another column, or was changed."""


# --- keys -----------------------------------------------------------------------------------


@lru_cache(maxsize=8)
def _ring(raw: str) -> dict[str, AESGCM]:
    """Keys by id, in the order of FIELD_KEYS: the first one writes, every one reads."""
    ring: dict[str, AESGCM] = {}
    for part in filter(None, (piece.strip() for piece in raw.split(","))):
        key_id, _, encoded = part.partition(":")
        key = base64.b64decode(encoded)
        if not key_id or ":" in encoded or len(key) != 32:
            raise ImproperlyConfigured("FIELD_KEYS: each key is id:base64 of 32 bytes")
        ring[key_id] = AESGCM(key)
    if not ring:
        raise ImproperlyConfigured("FIELD_KEYS is empty: nothing private can be stored")
    return ring


@lru_cache(maxsize=8)
def _index_key(raw: str) -> bytes:
    key = base64.b64decode(raw)
    if len(key) < 32:
        raise ImproperlyConfigured("FIELD_INDEX_KEY is base64 of at least 32 bytes")
    return key


def _encode(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def _decode(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


# --- sealing --------------------------------------------------------------------------------


def seal(value: str, where: str) -> str:
    """Seal `value` for the column `where` ("table.column"). An empty text stays empty."""
    if not value:
        return ""
    key_id, cipher = next(iter(_ring(settings.FIELD_KEYS).items()))
    nonce = os.urandom(NONCE_BYTES)
    text = cipher.encrypt(nonce, value.encode(), where.encode())
    return f"{VERSION}:{key_id}:{_encode(nonce)}:{_encode(text)}"


def unseal(token: str, where: str) -> str:
    """Open what `seal` made for the same column.

    Raises CannotUnseal when the key is missing, the column is another, or the text was changed.
    """
    if not token:
        return ""
    try:
        version, key_id, nonce, text = token.split(":")
        cipher = _ring(settings.FIELD_KEYS)[key_id]
        if version != VERSION:
            raise CannotUnseal(where)
        return cipher.decrypt(_decode(nonce), _decode(text), where.encode()).decode()
    except (KeyError, ValueError, InvalidTag) as fault:
        raise CannotUnseal(where) from fault


def is_sealed(text: str) -> bool:
    """True when the text has the shape of sealed text (it is not opened)."""
    return bool(re.fullmatch(r"v1:[^:]+:[\w-]{16}:[\w-]{22,}", text))


def is_sealed_with_first_key(token: str) -> bool:
    return token.split(":")[1] == next(iter(_ring(settings.FIELD_KEYS)))


class SealedField(models.TextField):  # type: ignore[type-arg]
    """Text that is sealed in the database and clear in Python.

    Nothing can be looked up by it but `isnull`: keep a `blind_index` column beside it.
    """

    @property
    def where(self) -> str:
        return f"{self.model._meta.db_table}.{self.column}"

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        return value if value is None else seal(str(value), self.where)

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> Any:
        return value if value is None else unseal(value, self.where)

    def get_lookup(self, lookup_name: str) -> Any:
        return super().get_lookup(lookup_name) if lookup_name == "isnull" else None


class SealedJSONField(SealedField):
    """A JSON value that is sealed as a whole."""

    def get_prep_value(self, value: Any) -> Any:
        if value is None:
            return None
        return super().get_prep_value(json.dumps(value, ensure_ascii=False, default=str))

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> Any:
        text = super().from_db_value(value, expression, connection)
        return json.loads(text) if text else None

    def to_python(self, value: Any) -> Any:
        return value

    def value_to_string(self, obj: models.Model) -> str:
        return json.dumps(self.value_from_object(obj), ensure_ascii=False, default=str)


# --- finding --------------------------------------------------------------------------------

_FOLD = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}


def fold(text: str) -> str:
    """Full-width letters, digits and signs made half-width, one for one (positions stay)."""
    return text.translate(_FOLD)


def normalise(value: str) -> str:
    """Letters and digits only, upper-case, half-width; a mobile number without +86."""
    plain = re.sub(r"[^0-9A-Z]", "", fold(value).upper())
    return re.sub(r"^(?:00)?86(?=1[3-9]\d{9}$)", "", plain)


def blind_index(value: str, kind: str) -> str:
    """The mark by which a sealed value is found: 64 hex digits, "" for an empty value.

    `kind` ("id_number", "phone", "address"…) keeps the marks of different things apart.
    """
    plain = normalise(value) if kind != "address" else re.sub(r"\s", "", fold(value))
    if not plain:
        return ""
    key = _index_key(settings.FIELD_INDEX_KEY)
    return hmac.new(key, f"{kind}\0{plain}".encode(), hashlib.sha256).hexdigest()


def blind_tail(value: str, kind: str) -> str:
    """The same for the last four characters, "" when there are fewer."""
    plain = normalise(value)
    return blind_index(plain[-4:], f"{kind}_tail") if len(plain) >= 4 else ""


# --- masking --------------------------------------------------------------------------------


def mask_id(value: str) -> str:
    """5001**********002X: first four and last four; a short one is hidden whole."""
    if len(value) <= 8:
        return "*" * len(value)
    return value[:4] + "*" * (len(value) - 8) + value[-4:]


def mask_phone(value: str) -> str:
    """138****5678; a short number keeps its last two digits."""
    if len(value) < 9:
        return "*" * max(len(value) - 2, 0) + value[-2:]
    return value[:3] + "*" * (len(value) - 7) + value[-4:]


def mask_name(value: str) -> str:
    """张*山, 王*, 欧**华: first and last character; of two only the first; of one nothing."""
    if len(value) <= 2:
        return value[:1] + "*" if len(value) == 2 else "*" * len(value)
    return value[0] + "*" * (len(value) - 2) + value[-1]


def mask_address(value: str) -> str:
    """The place without the door: everything from the first digit on is hidden."""
    found = re.search(r"\d", fold(value))
    return value[: found.start()] + "***" if found else value[:6] + "***"


class Found(NamedTuple):
    """A private number in a text: its kind, where it stands, and as it was written."""

    kind: str
    start: int
    end: int
    value: str


_ID_IN_TEXT = re.compile(
    r"(?<![0-9A-Za-z])[1-9]\d{5}[ -]?(?:1[89]|20)\d\d[ -]?(?:0[1-9]|1[0-2])"
    r"(?:0[1-9]|[12]\d|3[01])[ -]?\d{3}[0-9Xx](?![0-9A-Za-z])"
)
_PHONE_IN_TEXT = re.compile(
    r"(?<![0-9A-Za-z])(?:(?:\+|00)?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)"
)


def find_private_numbers(text: str) -> list[Found]:
    """18-digit ID numbers and 11-digit mobile numbers in a text, in order, not overlapping."""
    plain = fold(text)
    found = [
        Found(kind, hit.start(), hit.end(), text[hit.start() : hit.end()])
        for kind, pattern in (("id_number", _ID_IN_TEXT), ("phone", _PHONE_IN_TEXT))
        for hit in pattern.finditer(plain)
    ]
    found.sort(key=lambda one: (one.start, -one.end))
    kept: list[Found] = []
    for one in found:
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept


def mask_numbers_in(text: str) -> str:
    """The text with every private number in it masked, for lists, exports and notices."""
    parts, last = [], 0
    for one in find_private_numbers(text):
        plain = normalise(one.value)
        parts.append(text[last : one.start])
        parts.append(mask_id(plain) if one.kind == "id_number" else mask_phone(plain))
        last = one.end
    return "".join(parts) + text[last:]


# --- checking -------------------------------------------------------------------------------

_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CREDIT_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
MALE, FEMALE = "1", "2"


@dataclass(frozen=True)
class FromId:
    """What an ID number says of its holder. `sex` as in GB/T 2261.1: 1 male, 2 female."""

    birth_on: date
    sex: str


def id_check_digit(first17: str) -> str:
    """The last sign of an ID number (GB 11643-1999)."""
    total = sum(int(digit) * weight for digit, weight in zip(first17, _ID_WEIGHTS, strict=True))
    return "10X98765432"[total % 11]


def id_number_fault(value: str) -> str:
    """Why this is no ID number, in words for the person typing it; "" when it is one.

    GB 11643-1999: 18 signs, a real birth date not later than today, the check digit.
    The prefix of the place is not checked: places are merged and renamed.
    """
    plain = normalise(value)
    if len(plain) < 18:
        if len(plain) == 15 and plain.isdigit():
            return "这是 15 位的一代证号码，请用 18 位的证件"
        return f"少 {18 - len(plain)} 位，请再看一眼证件"
    if len(plain) > 18:
        return f"多 {len(plain) - 18} 位，请再看一眼证件"
    if not (plain[:17].isdigit() and re.fullmatch(r"[0-9X]", plain[17])):
        return "前 17 位应是数字，末位是数字或 X，请再看一眼证件"
    try:
        born = date(int(plain[6:10]), int(plain[10:12]), int(plain[12:14]))
    except ValueError:
        return f"第 7 到 14 位是出生日期，没有 {plain[6:14]} 这一天，请再看一眼证件"
    if born > clock.today():
        return "第 7 到 14 位是出生日期，比今天还晚，请再看一眼证件"
    if plain[17] != id_check_digit(plain[:17]):
        return "末位与前面的数字对不上，可能有一位看错了，请再看一眼证件"
    return ""


def from_id(value: str) -> FromId:
    """Birth date and sex from a checked ID number. Raises ValueError on one with a fault."""
    plain = normalise(value)
    if fault := id_number_fault(plain):
        raise ValueError(fault)
    born = date(int(plain[6:10]), int(plain[10:12]), int(plain[12:14]))
    return FromId(born, MALE if int(plain[16]) % 2 else FEMALE)


def phone_fault(value: str) -> str:
    """Why nobody can be called there; "" for a mobile or a landline with or without area code."""
    plain = normalise(value)
    if not plain.isdigit():
        return "电话只写数字，一栏写一个号码"
    if plain.startswith("1"):
        if len(plain) != 11:
            gap = 11 - len(plain)
            return f"{'少' if gap > 0 else '多'} {abs(gap)} 位，手机号是 11 位"
        return "" if plain[1] in "3456789" else "没有这样开头的手机号，请再核对一遍"
    if re.fullmatch(r"0(?:10|2\d)[2-9]\d{6,7}|0[3-9]\d\d[2-9]\d{6,7}|[2-9]\d{6,7}", plain):
        return ""
    return "座机是 7 到 8 位，可以带区号，如 023-72221234"


def credit_code_fault(value: str) -> str:
    """Why this is no unified social credit code (GB 32100-2015); "" when it is one."""
    plain = normalise(value)
    if len(plain) != 18:
        gap = 18 - len(plain)
        return f"{'少' if gap > 0 else '多'} {abs(gap)} 位，请再看一眼执照"
    if wrong := sorted(set(plain) - set(_CREDIT_SIGNS)):
        return f"代码里不会有 {'、'.join(wrong)}，请再看一眼执照"
    values = [_CREDIT_SIGNS.index(sign) for sign in plain]
    total = sum(one * pow(3, place, 31) for place, one in enumerate(values[:17]))
    if values[17] != -total % 31:
        return "末位与前面对不上，可能有一位看错了，请再看一眼执照"
    return "" if _organisation_code_holds(plain[8:17]) else "第 9 到 17 位对不上，请再看一眼执照"


def _organisation_code_holds(code: str) -> bool:
    """GB 11714: the nine signs of the organisation inside the credit code."""
    total = sum(
        (int(sign, 36)) * weight for sign, weight in zip(code, _ORGANISATION_WEIGHTS, strict=False)
    )
    return code[8] == "0123456789X0"[(11 - total % 11)]


# --- keeping clear text out -----------------------------------------------------------------


def values_in_clear(rows: Iterable[Mapping[str, str]], columns: Iterable[str]) -> list[str]:
    """Names of the given columns that hold text which is not sealed, over raw database rows."""
    names = list(columns)
    return sorted({n for row in rows for n in names if row[n] and not is_sealed(row[n])})
