"""What only a trial run has: secrets made on the spot, and accounts that everybody knows."""

import base64
import os
import secrets
from pathlib import Path

FILE = "demo.env"  # read by mediation.settings
PASSWORD = "demo-2026"  # noqa: S105 (printed at every start; works with DEMO=1 only)
ACCOUNTS = {
    "window": "窗口登记员",
    "village": "致远社区调委会",
    "village2": "水磨滩村调委会",
    "mediator": "街道人民调解室（负责人）",
    "mediator2": "街道人民调解室",
    "leader": "包案领导（致远等）",
    "leader2": "包案领导（水磨滩等）",
    "peace": "平安办",
    "justice": "司法所",
    "guide": "调解指导员",
    "police": "派出所",
    "department": "规建办",
    "grid": "网格员",
    "director": "中心主任",
    "petition": "信访接待员",
    "discipline": "纪检办",
    "auditor": "审计管理员",
    "secadmin": "安全管理员",
    "sysadmin": "系统管理员",
}


def read(data_dir: Path) -> dict[str, str]:
    """What an earlier trial run wrote; empty the first time."""
    try:
        lines = (data_dir / FILE).read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return {}
    return dict(line.split("=", 1) for line in lines if "=" in line)


def with_secrets(values: dict[str, str]) -> dict[str, str]:
    """The same values and every secret that they lack. Old ones stay: data is sealed with them."""
    return {
        "SECRET_KEY": secrets.token_urlsafe(50),
        "FIELD_KEYS": "d1:" + base64.b64encode(secrets.token_bytes(32)).decode(),
        "FIELD_INDEX_KEY": base64.b64encode(secrets.token_bytes(32)).decode(),
    } | values


def write(data_dir: Path, values: dict[str, str]) -> None:
    """Replace the file in one step; only its owner may read it."""
    draft = data_dir / f"{FILE}.new"
    draft.touch(mode=0o600)
    draft.write_text("".join(f"{name}={value}\n" for name, value in values.items()), "utf-8")
    os.replace(draft, data_dir / FILE)
