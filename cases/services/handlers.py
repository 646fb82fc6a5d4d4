"""Which function carries out which verb. The graph says whether, these say what changes."""

from cases.enums import Verb
from cases.services import directions, endings, file, ladder, mediation
from cases.services.act import Handler

HANDLERS: dict[str, Handler] = {
    Verb.ACCEPT: ladder.accept,
    Verb.DECLINE: ladder.decline,
    Verb.HAND_BACK: ladder.hand_back,
    Verb.ASSIGN: ladder.assign,
    Verb.SIGN_FOR: ladder.sign_for,
    Verb.SCHEDULE: mediation.schedule,
    Verb.RECORD: mediation.record,
    Verb.SETTLE: mediation.settle,
    Verb.ESCALATE: ladder.escalate,
    Verb.SEND_BACK: ladder.send_back,
    Verb.REFER: endings.refer,
    Verb.TRANSFER: endings.transfer,
    Verb.WITHDRAW: endings.withdraw,
    Verb.TERMINATE: endings.terminate,
    Verb.MERGE: endings.merge,
    Verb.CLOSE: endings.close,
    Verb.REOPEN: endings.reopen,
    Verb.FOLLOW_UP: endings.follow_up,
    Verb.INSTRUCT: directions.instruct,
    Verb.URGE: directions.urge,
    Verb.ANSWER: directions.answer,
    Verb.EXTEND: file.extend,
    Verb.REASSESS: file.reassess,
    Verb.AMEND: file.amend,
    Verb.NOTE: file.note,
}
