"""Words for codes, as the screens say them."""

from petitions.enums import Status, Verb

# What a button says where the verb's own label would be too short or too stiff.
BUTTONS: dict[str, str] = {
    Verb.REPLY: "出具处理意见",
    Verb.WITHDRAW: "信访人撤回",
}


def button(verb: str) -> str:
    return BUTTONS.get(verb, str(Verb(verb).label))


def status(code: str) -> str:
    return str(Status(code).label)
