"""评查 by lot: which cases come out of a fixed list, and what each sheet asks. Pure.

The order of a draw is that of SHA-256(seed + case number); the first so many are drawn. Whoever has
the seed and the list finds the same cases, and nobody can know them before the seed is made.
Source: domain.md D7, §7 row 95 (各村居定期对化解案件、难案积案、不成功案件等开展评查).
"""

import hashlib
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reporting.review_enums import SampleKind

SEED_BYTES = 16


def new_seed() -> str:
    return secrets.token_hex(SEED_BYTES)


def drawn(seed: str, numbers: Iterable[str], size: int) -> list[str]:
    """The numbers that come out, in the order of the lot."""
    return sorted(set(numbers), key=lambda number: lot(seed, number))[:size]


def lot(seed: str, number: str) -> str:
    return hashlib.sha256(f"{seed}{number}".encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Point:
    """One thing that the reviewer looks at; `basis` says by which rule."""

    code: str
    words: str
    basis: str
    kinds: frozenset[str]


ALL = frozenset(SampleKind.values)
SETTLED = frozenset({SampleKind.SETTLED})
NOT_SETTLED = ALL - SETTLED
POINTS: tuple[Point, ...] = (
    Point(
        "registered", "登记完整：当事人、纠纷简要情况、申请事项、来源、类别", "调解法17、27", ALL
    ),
    Point("consent", "各方同意调解有记录，权利义务告知书已送", "调解法17、23、24", ALL),
    Point("facts", "调查、证据和调解记录能说明事实", "调解法21、22", ALL),
    Point("in_time", "各级期限内办理；延期、暂停有理由、有审批", "本镇规定；domain 1.2", ALL),
    Point("progress", "卡在哪、下一步写得清楚，责任单位和责任人落实", "专项行动方案", NOT_SETTLED),
    Point("ways_out", "没谈成的告知了仲裁、行政、司法途径和时效", "调解法26", NOT_SETTLED),
    Point("summary", "上报、终止写明了谈过什么、差在哪里", "李渡街道方案", NOT_SETTLED),
    Point(
        "agreement",
        "协议要素齐：事项、履行方式和时限，签名盖章；不损害他人",
        "调解法28、29",
        SETTLED,
    ),
    Point("performed", "履行督促和回访到位，反弹的及时重开", "调解法31；专项行动方案", SETTLED),
    Point("archived", "卷宗次序、目录、文书签收齐全", "调解法27", ALL),
    Point("neutral", "没有收费，该回避的回避，没有妨碍当事人去法院", "调解法3、4", ALL),
)
BY_CODE = {point.code: point for point in POINTS}


def points_of(kind: str) -> Sequence[Point]:
    """What a sheet of this kind asks, in order."""
    return [point for point in POINTS if kind in point.kinds]
