"""A return whose words state a wrong rate or sum is not confirmed, and the writer is told why."""

import uuid
from typing import Any

import pytest
from django.test import Client

from reporting.models import ReturnVersion
from tests.cases.factories import some_text
from tests.factories import V1
from tests.reporting.acts import Example

ADDRESS = f"/reports/half-months/2026-11-14/returns/{V1}/"


def told(example: Example, **analysis: str) -> str:
    """Files V1's return by its page as the village's head; the errors of the page, or nothing."""
    client = Client()
    client.force_login(example.town.user("village"))
    form = client.get(ADDRESS).context["form"]
    data = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    sent = data | {"form_key": f"{uuid.uuid4()}", "features": some_text()} | analysis
    answer = client.post(ADDRESS, sent)
    if answer.status_code == 302:
        return ""
    return " ".join(
        f"{error}" for errors in answer.context["form"].errors.values() for error in errors
    )


@pytest.mark.parametrize(
    ("field", "words", "fault"),
    [
        # V1 of the example: 应化解 6, 化解 2, 调处数 4, 成功 2 (rules.md §8).
        ("features", "本期化解率33.33%（2/6），成功率50%，受理 1+3=4 件。", ""),
        ("features", "化解率33.3%", ""),
        ("features", "化解率35%", "系统里是 2 ÷ 6，算出来是 33%"),
        ("features", "上期化解率35%，化解率要达到80%以上", ""),
        ("features", "邻里纠纷化解率100%，今年化解率92%，力争下半月化解率达到95%", ""),
        ("causes", "主动调解占 2÷6=34%", "2 ÷ 6 是 33%"),
        ("advice", "合计 1+3=5 件", "加起来是 4，写的是 5"),
        ("hotspots", "成功率66.6%（2/3）", "截去了尾数"),
    ],
)
def test_a_wrong_number_keeps_a_return_from_being_confirmed(
    example: Example, field: str, words: str, fault: str
) -> None:
    said = told(example, **{field: f"{some_text()}，{words}"})
    assert (fault in said) if fault else said == ""
    assert ReturnVersion.objects.exists() is not bool(fault)


def test_the_page_keeps_what_was_typed(example: Example) -> None:
    client, words = Client(), f"{some_text()} 1+1=3"
    client.force_login(example.town.user("village"))
    form = client.get(ADDRESS).context["form"]
    data: dict[str, Any] = {name: form[name].value() or "" for name in form.fields}
    page = client.post(ADDRESS, data | {"features": words})
    assert page.context["form"]["features"].value() == words
    assert "1+1=3" in page.content.decode()
