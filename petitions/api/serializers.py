"""The shape of what comes in and goes out (DESIGN §5.4). Rules are the services' and the graph's."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from cases.enums import Risk
from mediation.core import clock
from mediation.core.privacy import mask_address, mask_id, mask_phone
from petitions import access, enums, labels
from petitions.models import Attachment, Deadline, Demand, Event, Petition, Petitioner
from petitions.selectors import level_of
from petitions.services.people import LONGEST_DEMAND

Text = serializers.CharField


class PetitionerIn(serializers.Serializer[Any]):
    name = Text(label="姓名", max_length=80)
    id_kind = serializers.RegexField(r"^\d{3}$", label="证件种类", required=False)
    id_number = Text(label="证件号码", max_length=40, required=False, allow_blank=True)
    phone = Text(label="电话", max_length=30, required=False, allow_blank=True)
    address = Text(label="住址", max_length=200, required=False, allow_blank=True)
    sex = Text(label="性别", max_length=1, required=False, allow_blank=True)


class PetitionIn(serializers.Serializer[Any]):
    """A registration. Of an accusation (`kind` accusation) `content` and `division` may be absent."""

    form_key = serializers.UUIDField(label="表单键", required=False)
    channel = serializers.ChoiceField(enums.Channel.choices, label="信访形式")
    sender = serializers.ChoiceField(
        enums.Sender.choices, label="谁转来的", required=False, allow_blank=True
    )
    sent_by = Text(label="转来的机关", max_length=100, required=False, allow_blank=True)
    external_number = Text(label="来文编号", max_length=60, required=False, allow_blank=True)
    received_on = serializers.DateField(label="收到日期", required=False, allow_null=True)
    entered_later = serializers.BooleanField(label="补录（纸上先登的）", required=False)
    kind = serializers.ChoiceField(enums.Kind.choices, label="法定分类")
    purpose = serializers.ChoiceField(enums.Purpose.choices, label="信访目的", required=False)
    content = Text(label="内容分类代码", max_length=6, required=False, allow_blank=True)
    title = Text(label="事由", max_length=100, required=False, allow_blank=True)
    narrative = Text(label="原话", max_length=20_000)
    keeps_numbers = serializers.BooleanField(label="号码要留在正文里", required=False)
    division = Text(label="村（社区）或网格代码", max_length=14, required=False, allow_blank=True)
    place = Text(label="地点", max_length=100, required=False, allow_blank=True)
    head_count = serializers.IntegerField(
        label="人数", min_value=1, max_value=99_999, required=False
    )
    petitioners = PetitionerIn(many=True, label="信访人（代表最多五位）", required=False)
    demands = serializers.ListField(
        child=Text(max_length=LONGEST_DEMAND), label="诉求，一项一条", min_length=1
    )
    prior_step = serializers.ChoiceField(enums.PriorStep.choices, label="已走程序", required=False)
    repeats = serializers.IntegerField(
        label="同一事项的前一件（id）", required=False, allow_null=True
    )
    risk = serializers.ChoiceField(Risk.choices, label="风险等级", required=False)
    risk_reason = Text(label="风险理由", max_length=200, required=False, allow_blank=True)
    is_urgent = serializers.BooleanField(label="重大紧急", required=False)
    notice_waived = serializers.ChoiceField(
        enums.WaivedNotice.choices, label="无法告知的原因", required=False, allow_blank=True
    )
    has_follow_up_consent = serializers.BooleanField(label="同意回访", required=False)


class PetitionerOut(serializers.Serializer[Any]):
    """At card level the name alone; numbers are always masked, of an accusation nobody is named."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    id_number = serializers.CharField(required=False)
    phone = serializers.CharField(required=False)
    address = serializers.CharField(required=False)

    def to_representation(self, one: Petitioner) -> dict[str, Any]:
        row: dict[str, Any] = {"id": one.pk, "name": one.name}
        if level_of(self.context["petition"]) >= access.FILE:
            row |= {
                "id_number": mask_id(one.id_number),
                "phone": mask_phone(one.phone),
                "address": mask_address(one.address) if one.address else "",
            }
        return row


class PetitionOut(serializers.Serializer[Any]):
    """A petition as far as the reader's level goes; what is above it is absent, not empty."""

    id = serializers.IntegerField(source="pk")
    number = serializers.CharField()
    status = serializers.CharField()
    kind = serializers.CharField()
    division = serializers.CharField(source="division.code", default=None, allow_null=True)
    content = serializers.CharField(source="content.code", default=None, allow_null=True)
    risk = serializers.CharField()
    officer = serializers.CharField(source="officer.name", default=None, allow_null=True)
    owner = serializers.CharField(source="owner.username", default=None, allow_null=True)
    received_on = serializers.DateField()
    registered_at = serializers.DateTimeField()
    due_on = serializers.DateField(allow_null=True)
    due_basis = serializers.CharField()
    due_rule = serializers.SerializerMethodField()
    due_is_provisional = serializers.BooleanField()
    overdue = serializers.SerializerMethodField()
    version = serializers.IntegerField()
    level = serializers.IntegerField()
    petitioners = serializers.SerializerMethodField()
    # file level
    channel = serializers.CharField()
    sender = serializers.CharField()
    sent_by = serializers.CharField()
    external_number = serializers.CharField()
    head_count = serializers.IntegerField()
    repeats = serializers.IntegerField(source="repeats_id", allow_null=True)
    prior_step = serializers.CharField()
    purpose = serializers.CharField()
    title = serializers.CharField()
    narrative = serializers.CharField()
    place = serializers.CharField()
    risk_reason = serializers.CharField()
    is_urgent = serializers.BooleanField()
    is_difficult = serializers.BooleanField()
    way = serializers.CharField()
    is_simple = serializers.BooleanField()
    resolutions = serializers.ListField(child=serializers.CharField())
    notice_waived = serializers.CharField()
    has_follow_up_consent = serializers.BooleanField()
    notified_on = serializers.DateField(allow_null=True)
    accepted_on = serializers.DateField(allow_null=True)
    replied_on = serializers.DateField(allow_null=True)
    concluded_on = serializers.DateField(allow_null=True)
    left_on = serializers.DateField(allow_null=True)
    closed_on = serializers.DateField(allow_null=True)
    stuck = serializers.CharField()
    next_step = serializers.CharField()

    CARD_FIELDS = frozenset(
        {
            "id",
            "number",
            "status",
            "kind",
            "division",
            "content",
            "risk",
            "officer",
            "owner",
            "received_on",
            "registered_at",
            "due_on",
            "due_basis",
            "due_rule",
            "due_is_provisional",
            "overdue",
            "version",
            "level",
            "petitioners",
        }
    )

    def get_due_rule(self, petition: Petition) -> str | None:
        return petition.due_rule or None

    def get_overdue(self, petition: Petition) -> bool:
        return petition.due_on is not None and clock.today() > petition.due_on

    def get_petitioners(self, petition: Petition) -> list[dict[str, Any]]:
        people = [] if petition.is_sealed else petition.petitioners.all()
        return [dict(PetitionerOut(one, context={"petition": petition}).data) for one in people]

    def to_representation(self, petition: Any) -> dict[str, Any]:
        row = super().to_representation(petition)
        if level_of(petition) < access.FILE:
            row = {name: value for name, value in row.items() if name in self.CARD_FIELDS}
        return row


class ReceiptOut(serializers.Serializer[Any]):
    """What one petitioner needs to look his matter up; `pin` where he left no phone."""

    petitioner = serializers.IntegerField(source="pk")
    lookup_code = serializers.CharField()
    pin = serializers.CharField(source="receipt_pin")


class PetitionRegistered(PetitionOut):
    """What registration answers: the petition, and the codes for the receipts."""

    lookup_code = serializers.SerializerMethodField()
    receipts = serializers.SerializerMethodField()

    CARD_FIELDS = PetitionOut.CARD_FIELDS | {"lookup_code", "receipts"}

    def get_lookup_code(self, petition: Petition) -> str:
        return next((one.lookup_code for one in self._people(petition)), "")

    @extend_schema_field(ReceiptOut(many=True))
    def get_receipts(self, petition: Petition) -> Any:
        return ReceiptOut(self._people(petition), many=True).data

    def _people(self, petition: Petition) -> list[Petitioner]:
        """Of an accusation nobody looks anything up; else whoever may print the receipts reads them."""
        return list(petition.petitioners.all()) if self.context["has_receipt"] else []


class EarlierIn(serializers.Serializer[Any]):
    q = Text(label="编号，或者事由里的两个字", max_length=40)


class EarlierOut(serializers.Serializer[Any]):
    """A petition of perhaps the same matter. No names: they do not make it the same."""

    id = serializers.IntegerField(source="pk")
    number = serializers.CharField()
    status = serializers.CharField()
    received_on = serializers.DateField()
    division = serializers.CharField(source="division.code", default=None, allow_null=True)
    content = serializers.CharField(source="content.code", default=None, allow_null=True)


class PetitionEventOut(serializers.Serializer[Any]):
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

    def get_sentence(self, event: Event) -> str:
        return labels.sentence(event)


class PetitionDeadlineOut(serializers.ModelSerializer[Deadline]):
    label = serializers.CharField(source="rule.label")

    class Meta:
        model = Deadline
        fields = [
            "clock",
            "label",
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


class PetitionMoveIn(serializers.Serializer[Any]):
    """The verb, the version that the screen loaded, and beside them the fields of the verb."""

    verb = Text(label="动作", max_length=20)
    version = serializers.IntegerField(label="版本", required=False)


class DemandOut(serializers.ModelSerializer[Demand]):
    unit = serializers.CharField(source="unit.short_name", default=None, allow_null=True)
    answered_by = serializers.CharField(source="answered_by.name", default=None, allow_null=True)

    class Meta:
        model = Demand
        fields = [
            "id",
            "position",
            "text",
            "unit",
            "finding",
            "opinion",
            "basis",
            "answer",
            "answered_by",
            "answered_at",
            "is_answered",
        ]


class DemandIn(serializers.Serializer[Any]):
    """The answer to one demand (条例32)."""

    demand = serializers.IntegerField(label="诉求（id）")
    version = serializers.IntegerField(label="版本", required=False)
    finding = Text(label="查明", max_length=20_000, allow_blank=True)
    opinion = serializers.ChoiceField(enums.Opinion.choices, label="意见", allow_blank=True)
    basis = Text(label="依据", max_length=20_000, allow_blank=True)
    answer = Text(label="答复", max_length=20_000, required=False, allow_blank=True)


class AttachmentOut(serializers.ModelSerializer[Attachment]):
    class Meta:
        model = Attachment
        fields = ["id", "name", "size", "sha256", "uploaded_at"]


class AttachmentIn(serializers.Serializer[Any]):
    file = serializers.FileField(label="材料")
