from django.apps import AppConfig


class GridsConfig(AppConfig):
    name = "grids"
    verbose_name = "辖区与岗位"
    default_auto_field = "django.db.models.BigAutoField"
