"""Reference tables as a client reads them."""

from rest_framework import serializers

from grids.models import Category, Department, Division, Subtype


class CodeSerializer(serializers.Serializer):
    code = serializers.CharField()
    label = serializers.CharField()


class DivisionSerializer(serializers.ModelSerializer):
    label = serializers.CharField(source="short_name")
    parent = serializers.CharField(source="parent.code", default=None)

    class Meta:
        model = Division
        fields = ["code", "label", "name", "level", "kind", "parent", "initials"]


class DepartmentSerializer(serializers.ModelSerializer):
    label = serializers.CharField(source="short_name")
    centre = serializers.CharField(source="centre.code")
    division = serializers.CharField(source="division.code", default=None)

    class Meta:
        model = Department
        fields = ["code", "label", "name", "kind", "centre", "division", "is_handling", "phone"]


class CategorySerializer(serializers.ModelSerializer):
    label = serializers.CharField(source="name")

    class Meta:
        model = Category
        fields = ["code", "label", "short_name"]


class SubtypeSerializer(serializers.ModelSerializer):
    label = serializers.CharField(source="name")
    parent = serializers.CharField(source="parent.code", default=None)

    class Meta:
        model = Subtype
        fields = ["code", "label", "parent"]


class CodesSerializer(serializers.Serializer):
    """Every reference table that is in use; `tables` are the closed lists by name."""

    divisions = DivisionSerializer(many=True)
    departments = DepartmentSerializer(many=True)
    categories = CategorySerializer(many=True)
    subtypes = SubtypeSerializer(many=True)
    tables = serializers.DictField(child=CodeSerializer(many=True))
