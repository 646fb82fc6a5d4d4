"""The shape of what comes in and goes out (DESIGN §5.4). Rules are the services' and the graph's."""

from typing import Any

from django.http import QueryDict
from rest_framework import serializers

from cases import access, enums, labels
from cases.models import Case, Deadline, Event, Stage
from cases.selectors.rows import is_late
from cases.workflow import FieldSpec
from cases.workflow.limitation import limitation_warning
from mediation.core import clock
from mediation.core.privacy import mask_address, mask_id, mask_name, mask_phone


class AgentIn(serializers.Serializer[Any]):
    name = serializers.CharField(label="姓名", max_length=80)
    phone = serializers.CharField(label="电话", max_length=20, required=False, allow_blank=True)
    relation = serializers.CharField(label="关系", max_length=40, required=False, allow_blank=True)
    has_authority = serializers.BooleanField(label="有授权委托书", required=False)


class PartyIn(serializers.Serializer[Any]):
    role = serializers.ChoiceField(enums.PartyRole.choices, label="身份")
    kind = serializers.ChoiceField(
        enums.PartyKind.choices, label="个人或单位", default=enums.PartyKind.PERSON
    )
    name = serializers.CharField(label="姓名或名称", max_length=80)
    id_kind = serializers.RegexField(r"^\d{3}$", label="证件种类", required=False)
    id_number = serializers.CharField(
        label="证件号码", max_length=40, required=False, allow_blank=True
    )
    phone = serializers.CharField(label="电话", max_length=30, required=False, allow_blank=True)
    address = serializers.CharField(label="住址", max_length=200, required=False, allow_blank=True)
    sex = serializers.ChoiceField(enums.Sex.choices, label="性别", required=False)
    needs = serializers.ListField(
        child=serializers.ChoiceField(enums.Need.choices), label="需要的照顾", required=False
    )
    agent = AgentIn(label="代理人", required=False)
    guardian = AgentIn(label="监护人", required=False)
    agent_power = serializers.ChoiceField(
        enums.AgentPower.choices, label="代理权限", required=False, allow_blank=True
    )
    is_minor = serializers.BooleanField(label="未成年人", required=False)
    interpreter = serializers.CharField(
        label="翻译或手语翻译", max_length=80, required=False, allow_blank=True
    )
    support_person = serializers.CharField(
        label="陪同的人", max_length=80, required=False, allow_blank=True
    )
    is_address_hidden = serializers.BooleanField(label="住址对另一方保密", required=False)
    no_id_reason = serializers.ChoiceField(
        enums.MissingReason.choices, label="没有证件号的原因", required=False, allow_blank=True
    )
    no_phone_reason = serializers.ChoiceField(
        enums.MissingReason.choices, label="没有电话的原因", required=False, allow_blank=True
    )
    no_address_reason = serializers.ChoiceField(
        enums.MissingReason.choices, label="没有住址的原因", required=False, allow_blank=True
    )


class CaseIn(serializers.Serializer[Any]):
    form_key = serializers.UUIDField(label="表单键", required=False)
    window = serializers.ChoiceField(enums.Window.choices, label="窗口", required=False)
    source = serializers.ChoiceField(enums.Source.choices, label="来源")
    category = serializers.CharField(label="类别", max_length=2)
    subtype = serializers.CharField(label="细类", max_length=4, required=False, allow_blank=True)
    narrative = serializers.CharField(label="怎么回事", max_length=20_000)
    demand = serializers.CharField(
        label="想要什么结果", max_length=4_000, required=False, allow_blank=True
    )
    occurred_on = serializers.DateField(label="发生日期", required=False, allow_null=True)
    received_on = serializers.DateField(label="收到日期", required=False, allow_null=True)
    entered_later = serializers.BooleanField(label="补录（纸上先登的）", required=False)
    limitation_on = serializers.DateField(label="时效届满日", required=False, allow_null=True)
    division = serializers.CharField(label="村（社区）或网格代码", max_length=14)
    place = serializers.CharField(label="地点", max_length=100, required=False, allow_blank=True)
    people_count = serializers.IntegerField(
        label="涉及人数", min_value=1, max_value=999_999, required=False
    )
    amount = serializers.DecimalField(
        label="涉及金额（元）", max_digits=14, decimal_places=2, min_value=0,
        required=False, allow_null=True,
    )  # fmt: skip
    risk = serializers.ChoiceField(enums.Risk.choices, label="风险等级")
    risk_reason = serializers.CharField(label="风险理由", max_length=200)
    safety_note = serializers.CharField(
        label="人身安全提示", max_length=500, required=False, allow_blank=True
    )
    has_minor = serializers.BooleanField(label="涉及未成年人", required=False)
    route = serializers.ChoiceField(enums.Route.choices, label="分流", required=False)
    route_reason = serializers.ChoiceField(
        enums.RouteReason.choices, label="分流理由", required=False, allow_blank=True
    )
    scale = serializers.ChoiceField(enums.Scale.choices, label="事件规模", required=False)
    difficulty = serializers.ChoiceField(enums.Difficulty.choices, label="难易", required=False)
    trend = serializers.ChoiceField(enums.Trend.choices, label="趋势", required=False)
    external_number = serializers.CharField(
        label="外部编号", max_length=60, required=False, allow_blank=True
    )
    keeps_numbers = serializers.BooleanField(label="号码要留在正文里", required=False)
    lead = serializers.IntegerField(label="苗头", required=False, allow_null=True)
    sweep = serializers.IntegerField(label="哪一轮排查发现的", required=False, allow_null=True)
    parties = PartyIn(many=True, label="当事人")


class PartyOut(serializers.Serializer[Any]):
    """At card level only role, kind and name; numbers are always masked."""

    id = serializers.IntegerField()
    role = serializers.CharField()
    kind = serializers.CharField()
    name = serializers.CharField()
    sex = serializers.CharField(required=False)
    id_number = serializers.CharField(required=False)
    phone = serializers.CharField(required=False)
    address = serializers.CharField(required=False)

    def to_representation(self, party: Any) -> dict[str, Any]:
        case: Case = self.context["case"]
        is_card = case.level < access.FILE
        row = {
            "id": party.pk,
            "role": party.role,
            "kind": party.kind,
            "name": mask_name(party.name) if is_card and case.is_masked else party.name,
        }
        if not is_card:
            row |= {
                "sex": party.sex,
                "id_number": mask_id(party.id_number),
                "phone": mask_phone(party.phone),
                "address": mask_address(party.paper_address) if party.paper_address else "",
            }
        return row


class CaseOut(serializers.Serializer[Any]):
    """A case as far as the reader's level goes; what is above it is absent, not empty."""

    id = serializers.IntegerField(source="pk")
    number = serializers.CharField()
    status = serializers.CharField()
    outcome = serializers.CharField(allow_null=True)
    tier = serializers.CharField()
    division = serializers.CharField(source="division.code")
    grid = serializers.CharField(source="grid.code", default=None, allow_null=True)
    category = serializers.CharField(source="category.code")
    risk = serializers.CharField()
    unit = serializers.CharField(source="unit.short_name")
    officer = serializers.CharField(source="officer.name", default=None, allow_null=True)
    owner = serializers.CharField(source="owner.username", default=None, allow_null=True)
    received_on = serializers.DateField()
    registered_at = serializers.DateTimeField()
    due_on = serializers.DateField(allow_null=True)
    due_basis = serializers.CharField()
    due_rule = serializers.SerializerMethodField()
    due_is_provisional = serializers.BooleanField()
    is_resting = serializers.BooleanField(help_text="暂停计时中：到期日不算数，恢复时再算")
    overdue = serializers.SerializerMethodField()
    version = serializers.IntegerField()
    level = serializers.IntegerField()
    parties = serializers.SerializerMethodField()
    # file level
    source = serializers.CharField(required=False)
    window = serializers.CharField(required=False)
    subtype = serializers.CharField(source="subtype.code", default=None, allow_null=True)
    narrative = serializers.CharField(required=False)
    demand = serializers.CharField(required=False)
    place = serializers.CharField(required=False)
    occurred_on = serializers.DateField(required=False, allow_null=True)
    limitation_on = serializers.DateField(required=False, allow_null=True)
    limitation_warning = serializers.SerializerMethodField()
    people_count = serializers.IntegerField(required=False)
    amount = serializers.DecimalField(max_digits=14, decimal_places=2, allow_null=True)
    scale = serializers.CharField(required=False)
    difficulty = serializers.CharField(required=False)
    trend = serializers.CharField(required=False)
    risk_reason = serializers.CharField(required=False)
    route = serializers.CharField(required=False)
    external_number = serializers.CharField(required=False)
    dossier_number = serializers.CharField(required=False)
    stuck = serializers.CharField(required=False)
    next_step = serializers.CharField(required=False)
    accepted_on = serializers.DateField(allow_null=True)
    left_on = serializers.DateField(allow_null=True)
    lead_department = serializers.CharField(
        source="lead_department.short_name", default=None, allow_null=True
    )

    FILE_FIELDS = frozenset(
        [
            "source",
            "window",
            "subtype",
            "narrative",
            "demand",
            "place",
            "occurred_on",
            "limitation_on",
            "limitation_warning",
            "people_count",
            "amount",
            "scale",
            "difficulty",
            "trend",
            "risk_reason",
            "route",
            "external_number",
            "dossier_number",
            "stuck",
            "next_step",
            "accepted_on",
            "left_on",
            "lead_department",
        ]
    )

    def get_due_rule(self, case: Case) -> str | None:
        return case.due_rule or None

    def get_limitation_warning(self, case: Case) -> str:
        """A sentence to say aloud when less than 90 days are left, else empty."""
        return limitation_warning(case, clock.today())

    def get_overdue(self, case: Case) -> bool:
        return is_late(case, clock.today())

    def get_parties(self, case: Case) -> list[dict[str, Any]]:
        return [dict(PartyOut(p, context={"case": case}).data) for p in case.parties.all()]

    def to_representation(self, case: Any) -> dict[str, Any]:
        row = super().to_representation(case)
        if case.level < access.FILE:
            row = {name: value for name, value in row.items() if name not in self.FILE_FIELDS}
        return row


class CaseRegistered(CaseOut):
    """What registration answers: the case, and the applicant's look-up code for the receipt."""

    lookup_code = serializers.SerializerMethodField()

    def get_lookup_code(self, case: Case) -> str:
        applicant = next(p for p in case.parties.all() if p.role == enums.PartyRole.APPLICANT)
        return str(applicant.lookup_code)


class EventOut(serializers.Serializer[Any]):
    seq = serializers.IntegerField()
    verb = serializers.CharField()
    sentence = serializers.SerializerMethodField()
    by = serializers.CharField(source="actor.name")
    on_behalf_of = serializers.CharField(source="on_behalf_of.name", default=None, allow_null=True)
    prepared_by = serializers.CharField(source="prepared_by.name", default=None, allow_null=True)
    on = serializers.DateField()
    booked_on = serializers.DateField()
    at = serializers.DateTimeField()
    status = serializers.CharField()
    tier = serializers.CharField()

    def get_sentence(self, event: Event) -> str:
        return labels.sentence(event)


class StageOut(serializers.ModelSerializer[Stage]):
    unit = serializers.CharField(source="unit.short_name")
    officer = serializers.CharField(source="officer.name", default=None, allow_null=True)

    class Meta:
        model = Stage
        fields = [
            "seq",
            "tier",
            "unit",
            "officer",
            "entered_on",
            "signed_at",
            "left_on",
            "outcome",
            "ground",
            "reason",
            "summary",
        ]


class DeadlineOut(serializers.ModelSerializer[Deadline]):
    label = serializers.CharField(source="rule.label")

    class Meta:
        model = Deadline
        fields = [
            "clock",
            "label",
            "tier",
            "start_on",
            "due_on",
            "is_provisional",
            "basis",
            "reckoning",
            "law",
            "stopped_on",
            "stopped_by",
            "is_office",
        ]


class ChoiceOut(serializers.Serializer[Any]):
    value = serializers.CharField()
    label = serializers.CharField()


class FieldOut(serializers.Serializer[FieldSpec]):
    name = serializers.CharField()
    label = serializers.CharField()
    type = serializers.CharField()
    required = serializers.BooleanField()
    choices = ChoiceOut(many=True)


class VerbOut(serializers.Serializer[Any]):
    verb = serializers.CharField()
    label = serializers.CharField()
    is_signed = serializers.BooleanField(help_text="false：要由别人签")
    fields = FieldOut(many=True)  # type: ignore[assignment]


class MovesOut(serializers.Serializer[Any]):
    moves = VerbOut(many=True)


class MoveIn(serializers.Serializer[Any]):
    """The verb, the version that the screen loaded, and the fields of the verb."""

    verb = serializers.CharField(label="动作", max_length=20)
    version = serializers.IntegerField(label="版本", required=False)
    obligations = serializers.ListField(
        child=serializers.DictField(),
        label="约定的事项（达成协议时）",
        required=False,
        allow_null=True,
        help_text="debtor, what, amount, due_on, state=on_spot",
    )


class ProposalOut(serializers.Serializer[Any]):
    proposal = serializers.IntegerField()
    signer = serializers.CharField()


class DecisionIn(serializers.Serializer[Any]):
    """A signer's word on what somebody prepared."""

    decision = serializers.ChoiceField([("sign", "签"), ("return", "退回")], label="决定")
    reason = serializers.CharField(
        label="退回理由", max_length=300, required=False, allow_blank=True
    )


class SimilarIn(serializers.Serializer[Any]):
    parties = serializers.ListField(child=serializers.DictField(), label="当事人")
    division = serializers.CharField(label="村（社区）", required=False, allow_blank=True)
    narrative = serializers.CharField(label="怎么回事", required=False, allow_blank=True)


class SimilarOut(serializers.Serializer[Any]):
    id = serializers.IntegerField(source="case.pk")
    number = serializers.CharField(source="case.number")
    status = serializers.CharField(source="case.status")
    reasons = serializers.ListField(child=serializers.CharField())


class SearchIn(serializers.Serializer[Any]):
    """A whole number or its last four digits; never in a URL."""

    phone = serializers.CharField(label="电话", max_length=30, required=False, allow_blank=True)
    id_number = serializers.CharField(
        label="证件号码", max_length=40, required=False, allow_blank=True
    )


def flat(data: Any) -> Any:
    """JSON as a form reads it: lists of one word stay words, null is absent."""
    query = QueryDict(mutable=True)
    for name, value in data.items():
        if isinstance(value, list):
            query.setlist(name, [str(one) for one in value])
        elif value is not None:
            query[name] = "on" if value is True else "" if value is False else str(value)
    return query
