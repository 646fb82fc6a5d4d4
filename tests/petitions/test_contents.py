"""The table of content categories, which a town replaces by its province's."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from petitions.forms.register import RegisterForm
from petitions.models import ContentCategory
from petitions.selectors.contents import content_pairs
from tests.petitions.factories import Office

pytestmark = pytest.mark.django_db


def table(folder: Path, *lines: str) -> str:
    path = folder / "contents.csv"
    path.write_text("\n".join(["code,name,parent", *lines]), encoding="utf-8")
    return str(path)


def test_the_provinces_table_takes_the_towns_place_and_old_petitions_keep_theirs(
    office: Office, tmp_path: Path
) -> None:
    petition = office.register(content="0501")
    file = table(tmp_path, "01,农业农村,", "0101,土地承包,01", "50,新的一类,")
    call_command("load_contents", file, dry_run=True)
    assert ("0501", "生态环境：噪声和粉尘") in content_pairs()
    call_command("load_contents", file)
    assert content_pairs() == [
        ("01", "农业农村"),
        ("0101", "农业农村：土地承包"),
        ("50", "新的一类"),
    ]
    petition.refresh_from_db()
    assert petition.content is not None
    assert (petition.content.code, petition.content.is_active) == ("0501", False)
    form = RegisterForm(centre=office.town.centre, is_discipline=False)
    assert [one[0] for one in form.fields["content"].choices] == ["", "农业农村", "新的一类"]


def test_a_table_with_one_bad_line_changes_nothing(office: Office, tmp_path: Path) -> None:
    before = content_pairs()
    for bad in ("0101,两级以上,0102", "01,再来一次,", ",没有代码,", "02,,"):
        with pytest.raises(CommandError):
            call_command("load_contents", table(tmp_path, "01,农业,", "0102,下一级,01", bad))
        assert content_pairs() == before, bad


def test_the_system_administrator_renames_and_closes_a_category(
    office: Office, settings: object
) -> None:
    settings.DEMO = True  # type: ignore[attr-defined]
    one = ContentCategory.objects.get(code="0501")
    address = reverse("admin:petitions_contentcategory_change", args=[one.pk])
    form = {"name": "噪声扰民", "parent": str(one.parent_id), "is_active": "on"}
    other, system = Client(), Client()
    other.force_login(office.town.user("secadmin"))
    system.force_login(office.town.user("sysadmin"))
    assert other.post(address, form).status_code == 403
    assert system.post(address, form).status_code == 302
    one.refresh_from_db()
    assert (one.code, one.name) == ("0501", "噪声扰民")
    deep = system.post(address, form | {"parent": str(ContentCategory.objects.get(code="0101").pk)})
    assert deep.status_code == 200  # a third level is not offered
