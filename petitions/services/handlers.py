"""Which function carries out which verb. The graph says whether, these say what changes."""

from petitions.enums import Verb
from petitions.services import (
    accepting,
    delivering,
    directions,
    endings,
    file,
    handling,
    reviewing,
)
from petitions.services.act import Handler

HANDLERS: dict[str, Handler] = {
    Verb.ACCEPT: accepting.accept,
    Verb.GUIDE: accepting.guide,
    Verb.FORWARD: accepting.forward,
    Verb.RETURN: accepting.send_back,
    Verb.DECLINE: accepting.decline,
    Verb.NO_LONGER_ACCEPT: accepting.no_longer_accept,
    Verb.ASSIGN: handling.assign,
    Verb.SIGN_FOR: handling.sign_for,
    Verb.HAND_BACK: handling.hand_back,
    Verb.RECORD: handling.record,
    Verb.HEAR: handling.hear,
    Verb.MEDIATE: handling.mediate,
    Verb.EXTEND: handling.extend,
    Verb.REPLY: handling.reply,
    Verb.DELIVER: delivering.deliver,
    Verb.REVIEW_REQUESTED: reviewing.review_requested,
    Verb.REVIEW_DECIDED: reviewing.review_decided,
    Verb.FINAL_REQUESTED: reviewing.final_requested,
    Verb.FINAL_DECIDED: reviewing.final_decided,
    Verb.WITHDRAW: endings.withdraw,
    Verb.CLOSE: endings.close,
    Verb.REOPEN: endings.reopen,
    Verb.RATE: endings.rate,
    Verb.INSTRUCT: directions.instruct,
    Verb.URGE: directions.urge,
    Verb.WHISTLE: directions.whistle,
    Verb.REPORT_IN: directions.report_in,
    Verb.ANSWER: directions.answer,
    Verb.AMEND: file.amend,
    Verb.NOTE: file.note,
}
