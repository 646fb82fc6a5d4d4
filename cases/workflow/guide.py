"""分类导入办理程序 (seed 002): three questions lead to a way, one table, readable by a clerk.

Who is it with; is a public office, its decision or its duty in it; how far has it come. Every
combination leads somewhere (`tests/guide.csv` is the same table, written by hand). The way is
advice: the clerk may take any other one, and the court stands beside each (人民调解法3条(3)).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from cases.workflow.guide_leaflets import LEAFLETS, Leaflet
from cases.workflow.guide_words import Public, Stage, Who
from grids.enums import GuideWay

W = GuideWay
ALL_WHO = frozenset(Who)


@dataclass(frozen=True, slots=True)
class Turn:
    """One line of the table: these answers lead to `way`, because `why`; `also` stand beside it."""

    who: frozenset[str]
    public: frozenset[str]
    stage: frozenset[str]
    way: str
    why: str
    also: tuple[str, ...] = ()

    def fits(self, who: str, public: str, stage: str) -> bool:
        return who in self.who and public in self.public and stage in self.stage


def turn(who: object, public: object, stage: object, way: str, why: str, *also: str) -> Turn:
    """`who`, `public`, `stage`: one answer, or several as a set."""
    sets = [
        one if isinstance(one, frozenset) else frozenset({str(one)}) for one in (who, public, stage)
    ]
    return Turn(sets[0], sets[1], sets[2], way, why, also)


CIVIL = frozenset({Who.PEOPLE, Who.COMPANY})
FRESH, AT_COURT, ELSEWHERE, DECIDED = Stage.FRESH, Stage.AT_COURT, Stage.ELSEWHERE, Stage.DECIDED
NONE, DECISION, DUTY = Public.NONE, Public.DECISION, Public.DUTY

TURNS: tuple[Turn, ...] = (
    # --- nothing begun yet ----------------------------------------------------------------------
    turn(CIVIL, NONE, FRESH, W.MEDIATION,
         "民事纠纷，没有走别的程序，双方愿意就可以在这里调解，不收费（人民调解法第2条、第4条）。"),
    turn(Who.EMPLOYER, NONE, FRESH, W.LABOUR,
         "劳动争议要先仲裁才能起诉（劳动争议调解仲裁法第5条），时效只有一年；愿意先调解的，可以同时在这里调解。",
         W.MEDIATION, W.REPORT),
    turn(Who.CONTRACT_LAND, NONE, FRESH, W.LAND,
         "土地承包经营纠纷可以仲裁，也可以直接起诉（农村土地承包经营纠纷调解仲裁法第4条）；愿意先调解的，可以在这里调解。",
         W.MEDIATION),
    turn(Who.TENURE, frozenset({NONE, DUTY}), FRESH, W.RULING,
         "土地、林木林地归谁有争议，协商不成的先由人民政府处理，对处理决定不服的可以起诉（土地管理法第14条、森林法第22条）；协商阶段可以在这里调解。",
         W.MEDIATION),
    turn(Who.OFFICE, NONE, FRESH, W.PETITION,
         "对机关、单位和工作人员反映情况，提建议、意见或者请求，没有别的法定程序的，按信访程序办理（信访工作条例第17条、第31条第六项）。",
         W.HOTLINE),
    turn(Who.NOBODY, NONE, FRESH, W.HOTLINE,
         "问政策、提建议、公共设施的事，热线最快；要书面答复的，可以提出信访事项（信访工作条例第17条）。",
         W.PETITION),
    turn(ALL_WHO, DECISION, FRESH, W.RECONSIDERATION,
         "不服机关的决定，可以申请行政复议，期限只有六十日（行政复议法第20条）。",
         W.PETITION),
    turn(ALL_WHO - {Who.TENURE}, DUTY, FRESH, W.REPORT,
         "要机关来查、来管，向主管机关投诉举报或者申请履行职责；机关收到后要依法处理（信访工作条例第31条第五项）。",
         W.HOTLINE, W.PETITION),
    # --- a court has taken it up ----------------------------------------------------------------
    turn(ALL_WHO, frozenset(Public), AT_COURT, W.COURT,
         "法院已经立案的，由法院办完；双方愿意调解的，可以请法院委托本中心调解（民事诉讼法第98条、特邀调解规定）。"),
    # --- another body is handling it ------------------------------------------------------------
    turn(CIVIL, NONE, ELSEWHERE, W.ARBITRATION,
         "已经在仲裁或者别处办的，由那里办完，不重复受理；双方都愿意改在这里调解的，那边撤回后可以来。",
         W.MEDIATION),
    turn(Who.EMPLOYER, NONE, ELSEWHERE, W.LABOUR,
         "已经申请劳动仲裁的，由仲裁委员会办完；裁决以前双方仍可以和解、调解（劳动争议调解仲裁法第41条、第42条）。"),
    turn(Who.CONTRACT_LAND, NONE, ELSEWHERE, W.LAND,
         "已经申请土地承包仲裁的，由仲裁委员会办完；裁决以前双方仍可以和解、调解。"),
    turn(Who.TENURE, frozenset({NONE, DUTY}), ELSEWHERE, W.RULING,
         "人民政府正在处理权属争议的，等处理决定；决定以前不要改变土地利用现状（土地管理法第14条）。"),
    turn(Who.OFFICE, NONE, ELSEWHERE, W.PETITION,
         "信访事项正在办理的，由原单位答复，可以凭查询码查进度；新的事实和材料可以补交。"),
    turn(Who.NOBODY, NONE, ELSEWHERE, W.HOTLINE,
         "热线或者单位正在办的，凭工单号查进度；没有回音的可以提出信访事项。", W.PETITION),
    turn(ALL_WHO, DECISION, ELSEWHERE, W.RECONSIDERATION,
         "行政复议正在办的，等复议决定；对决定不服的，收到之日起十五日内可以起诉（行政诉讼法第45条）。"),
    turn(ALL_WHO - {Who.TENURE}, DUTY, ELSEWHERE, W.REPORT,
         "主管机关正在查的，问它进度和办理期限；两个月没有履行职责的，可以申请行政复议、起诉（行政诉讼法第47条）。",
         W.RECONSIDERATION),
    # --- there is a result already --------------------------------------------------------------
    turn(CIVIL | {Who.EMPLOYER, Who.CONTRACT_LAND}, NONE, DECIDED, W.COURT,
         "已有判决、裁决或者调解书的：不服的在法定期限内上诉、起诉或者申请再审；对方不履行的申请执行，执行期限二年（民事诉讼法第250条）。"),
    turn(Who.TENURE, frozenset({NONE, DUTY}), DECIDED, W.RECONSIDERATION,
         "对人民政府的权属处理决定不服，可以先申请行政复议；也可以在接到通知之日起三十日内起诉（土地管理法第14条）。"),
    turn(Who.OFFICE, NONE, DECIDED, W.PETITION,
         "不服信访处理意见的，收到之日起三十日内申请复查；不服复查意见的，三十日内申请复核（信访工作条例第35条、第36条）。"),
    turn(Who.NOBODY, NONE, DECIDED, W.PETITION,
         "对已有的答复还有意见、建议的，可以提出信访事项，由有权处理的单位书面答复。", W.HOTLINE),
    turn(ALL_WHO, DECISION, DECIDED, W.COURT,
         "已有复议决定的，收到之日起十五日内向人民法院起诉；已有判决的，可以上诉、申请再审（行政诉讼法第45条、第85条）。"),
    turn(ALL_WHO - {Who.TENURE}, DUTY, DECIDED, W.RECONSIDERATION,
         "对查处结果或者不予查处的答复不服，可以申请行政复议；不履行职责的要先申请复议（行政复议法第23条）。"),
)  # fmt: skip

# 信访工作条例31条: which of its six ways this is, were the matter brought as a petition.
ARTICLE_31: Mapping[str, str] = {
    W.COURT: "第一项",
    W.LABOUR: "第二项",
    W.LAND: "第二项",
    W.ARBITRATION: "第二项",
    W.RECONSIDERATION: "第四项",
    W.RULING: "第四项",
    W.REPORT: "第五项",
    W.PETITION: "第六项",
}
# A dispute registered after the guide has its kind suggested (domain.md §3.1).
CATEGORY_OF: Mapping[str, str] = {Who.EMPLOYER: "11", Who.CONTRACT_LAND: "07", Who.TENURE: "07"}

# A petition registered after it has what was gone through before (已走程序, F1).
PRIOR_STEP_OF: Mapping[str, str] = {Stage.FRESH: "none", Stage.AT_COURT: "court"}


@dataclass(frozen=True, slots=True)
class Answer:
    """What the guide says to three answers. `also` always holds the court, unless it leads."""

    way: str
    why: str
    leaflet: Leaflet
    also: tuple[str, ...]
    article_31: str


def lead(who: str, public: str, stage: str) -> Answer:
    """The way for three answers. Raises LookupError for a word that is no answer."""
    found = next((one for one in TURNS if one.fits(who, public, stage)), None)
    if found is None:
        raise LookupError(f"{who}/{public}/{stage}")
    also = tuple(one for one in (*found.also, W.COURT) if one != found.way)
    return Answer(found.way, found.why, LEAFLETS[found.way], also, ARTICLE_31.get(found.way, ""))


def prefill(way: str, answers: Mapping[str, str]) -> dict[str, str]:
    """What a register form may begin with: the kind of a dispute, what a petition went through."""
    if way == W.MEDIATION:
        category = CATEGORY_OF.get(answers.get("who", ""))
        return {"category": category} if category else {}
    prior = PRIOR_STEP_OF.get(answers.get("stage", ""))
    return {"prior_step": prior} if way == W.PETITION and prior else {}
