"""What the sheets are called that a page hands out at once, for the log of files."""

from grids.registers import KINDS

TITLES = {
    "campaign.months": "专项行动月推进表",
    "campaign.summary": "专项行动工作总结",
    "petitions.dispatch": "信访调度清单",
    "petitions.backlog": "信访积案清单",
    "subsidies.month": "案件补贴月表",
} | {f"register.{code}": kind.label for code, kind in KINDS.items()}


def sheet_title(what: str) -> str:
    """`what` of a SheetAccess in words: "campaign.months.12" is 专项行动月推进表 12."""
    area, name, *which = what.split(".", 2)
    return " ".join([TITLES.get(f"{area}.{name}", what), *which])
