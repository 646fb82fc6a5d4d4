"""The real forms, opened and printed by LibreOffice: one page wide, on their paper, whole."""

import os
from pathlib import Path
from typing import Any

import pytest

from reporting import tasks
from tests.reporting.exporting import made
from tests.reporting.opening import printed
from tests.reporting.test_form_survey import client_of

A3_ACROSS, A4_ACROSS, A4_UP = (420, 297), (297, 210), (210, 297)
BOOKS = {
    "survey": "/reports/forms/survey/2026-11/xlsx/",
    "mediation": "/reports/forms/mediation/2026-Q4/xlsx/",
    "half_month": "/reports/half-months/2026-11-14/xlsx/",
    "petitions": "/reports/petitions/2026-11/xlsx/",
}
LISTS = {
    "ledger": {"of": "ledger", "cut_off": "2026-11-14"},
    "gb31000": {"of": "gb31000", "month": "2026-11"},
}
KEEP_IN = "FORMS_KEPT_IN"  # a folder for the prints, for whoever wants to look at them


def test_every_form_opens_and_prints_on_its_paper(
    example: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks.write_export, "delay", lambda key: None)
    folder = Path(os.environ[KEEP_IN]) if KEEP_IN in os.environ else tmp_path
    client = client_of(example)
    books = {name: client.get(url).content for name, url in BOOKS.items()}
    books |= {
        name: made(example.town.user("peace"), **asked).file.read() for name, asked in LISTS.items()
    }
    found = printed(folder, books)
    assert {name: one.sizes[0] for name, one in found.items()} == {
        "survey": A4_UP,
        "mediation": A3_ACROSS,
        "half_month": A3_ACROSS,
        "petitions": A3_ACROSS,
        "ledger": A3_ACROSS,
        "gb31000": A3_ACROSS,
    }
    for name, words in {
        "survey": ("2026年11月", "排查情况表", "填报单位（盖章）", "乡镇街道", "签发人", "草稿"),
        "mediation": ("人民调解案件情况统计表", "调解案件总数", "合计", "填报人", "草稿"),
        "half_month": ("专项行动统计表", "挂牌督办", "司法确认", "联系电话", "草稿"),
        "petitions": ("信访情况月报表", "统计期间", "审核人", "草稿"),
        "ledger": ("专项行动工作台账", "统计期间", "责任领导", "化解时限", "是否化解", "草稿"),
        "gb31000": ("GB/T31000", "27纬度", "草稿"),
    }.items():
        for word in words:
            assert word in found[name].words[0], (name, word)
    # The form itself is as wide as its page; what is long goes on below, under its headings.
    assert "开展集中排查" in "".join(found["survey"].words[:2])
    assert found["survey"].sizes[-1] == A4_ACROSS  # what the numbers mean
    assert all(
        "Err:" not in page and "#REF" not in page for one in found.values() for page in one.words
    )
