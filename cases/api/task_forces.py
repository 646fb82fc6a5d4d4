"""Task forces over JSON; their cases as far as the caller's sight goes."""

from typing import Any

from django.http import FileResponse
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cases import enums
from cases.api.consultations import seen_case
from cases.models import TaskForce
from cases.selectors import task_forces as forces
from cases.services import task_forces
from mediation.core import clock
from mediation.core.errors import Refused
from mediation.core.files import response_for
from mediation.core.models import User


class TaskForceRow(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    name = serializers.CharField()
    missing = serializers.ListField(child=serializers.CharField())


class TaskForceIn(serializers.Serializer[Any]):
    name = serializers.CharField(label="专班名称", max_length=60)
    problem = serializers.CharField(label="突出问题", max_length=4_000)
    lead_unit = serializers.IntegerField(label="牵头单位")
    units = serializers.ListField(
        child=serializers.IntegerField(), label="配合单位", required=False, max_length=100
    )
    from_on = serializers.DateField(label="组建日期", required=False)


class TaskForceOut(serializers.Serializer[Any]):
    """Its documents by presence, its cases within the caller's sight."""

    def to_representation(self, force: TaskForce) -> dict[str, Any]:
        rows, hidden = forces.cases_of(self.context["user"], force)
        return {
            "id": force.pk,
            "name": force.name,
            "problem": force.problem,
            "lead_unit": force.lead_unit.short_name,
            "units": [unit.short_name for unit in force.units.all()],
            "from_on": force.from_on.isoformat(),
            "to_on": force.to_on.isoformat() if force.to_on else None,
            "members": [{"name": one.user.name, "duty": one.duty} for one in force.members.all()],
            "documents": [
                {
                    "kind": one.kind,
                    "label": one.label,
                    "is_there": one.is_there,
                    "text": one.last.text if one.last else "",
                    "files": [
                        {
                            "id": file.pk,
                            "name": file.name,
                            "size": file.size,
                            "sha256": file.sha256,
                            "uploaded_by": file.uploaded_by.name,
                            "uploaded_at": file.uploaded_at.isoformat(),
                        }
                        for file in ([one.last] if one.last else []) + one.older
                        if file.size
                    ],
                }
                for one in forces.folders_of(force)
            ],
            "cases": [{"id": row.case.pk, "title": row.title} for row in rows],
            "hidden": hidden,
        }


class TaskForceDocumentIn(serializers.Serializer[Any]):
    """multipart/form-data: a file, or words, or both; a new version of one of the documents."""

    kind = serializers.ChoiceField(enums.TaskForceDocumentKind.choices, label="哪一份")
    text = serializers.CharField(
        label="内容", max_length=20_000, required=False, allow_blank=True, default=""
    )
    file = serializers.FileField(label="文件", required=False, allow_empty_file=True)


class TaskForceChangeIn(serializers.Serializer[Any]):
    """One change: a member, a document's words, a case in or out, or the end."""

    member = serializers.IntegerField(label="成员", required=False)
    duty = serializers.CharField(label="分工", max_length=100, required=False, allow_blank=True)
    document = serializers.ChoiceField(
        enums.TaskForceDocumentKind.choices, label="哪一份", required=False
    )
    text = serializers.CharField(label="内容", max_length=20_000, required=False)
    case = serializers.IntegerField(label="案件", required=False)
    is_in = serializers.BooleanField(label="列入", default=True)
    has_ended = serializers.BooleanField(label="结束", default=False)


def force_of(user: User, pk: int) -> TaskForce:
    return get_object_or_404(forces.task_forces_for(user), pk=pk)


def force_as_json(user: User, pk: int) -> Any:
    return TaskForceOut(force_of(user, pk), context={"user": user}).data


class TaskForcesView(APIView):
    """工作专班."""

    @extend_schema(operation_id="task_forces_list", responses=TaskForceRow(many=True))
    def get(self, request: Request) -> Response:
        found = forces.task_forces_for(request.user)[:200]
        rows = [
            {"id": one.pk, "name": one.name, "missing": forces.missing_of(one)} for one in found
        ]
        return Response(TaskForceRow(rows, many=True).data)

    @extend_schema(request=TaskForceIn, responses={201: TaskForceOut})
    def post(self, request: Request) -> Response:
        form = TaskForceIn(data=request.data)
        form.is_valid(raise_exception=True)
        made = task_forces.found(request.user, **form.validated_data)
        return Response(force_as_json(request.user, made.pk), status=status.HTTP_201_CREATED)


class TaskForceView(APIView):
    @extend_schema(operation_id="task_forces_retrieve", responses=TaskForceOut)
    def get(self, request: Request, pk: int) -> Response:
        return Response(force_as_json(request.user, pk))

    @extend_schema(
        operation_id="task_forces_change", request=TaskForceChangeIn, responses=TaskForceOut
    )
    def post(self, request: Request, pk: int) -> Response:
        """Change one thing of it; files go to `documents/`."""
        force = force_of(request.user, pk)
        form = TaskForceChangeIn(data=request.data)
        form.is_valid(raise_exception=True)
        given = form.validated_data
        if "member" in given:
            task_forces.add_member(force, request.user, given["member"], given.get("duty", ""))
        elif "document" in given:
            task_forces.write_document(
                force, request.user, kind=given["document"], text=given.get("text", "")
            )
        elif "case" in given:
            case = seen_case(request.user, given["case"])
            task_forces.put_case(force, request.user, case, is_in=given["is_in"])
        elif given["has_ended"]:
            task_forces.end(force, request.user, clock.today())
        else:
            raise Refused("needs", "没看懂要改哪一样。")
        return Response(force_as_json(request.user, pk))


class TaskForceDocumentsView(APIView):
    @extend_schema(
        operation_id="task_forces_documents_add",
        request={"multipart/form-data": TaskForceDocumentIn},
        responses={201: TaskForceOut},
    )
    def post(self, request: Request, pk: int) -> Response:
        """Add a version of a document; a file's type is told by its content, at most 20 MB."""
        force = force_of(request.user, pk)
        form = TaskForceDocumentIn(data=request.data)
        form.is_valid(raise_exception=True)
        given = form.validated_data
        task_forces.write_document(
            force, request.user, kind=given["kind"], text=given["text"], upload=given.get("file")
        )
        return Response(force_as_json(request.user, pk), status=status.HTTP_201_CREATED)


class TaskForceFileView(APIView):
    @extend_schema(
        operation_id="task_forces_file",
        responses={(200, "application/octet-stream"): OpenApiTypes.BINARY},
    )
    def get(self, request: Request, pk: int) -> FileResponse:
        """A file of a task force that the caller sees."""
        return response_for(get_object_or_404(forces.documents_for(request.user), pk=pk))
