"""The back office: places, rooms, rules, calendar, texts and accounts, nothing of any matter.

Two of the three administrators work here: the security administrator has accounts, units, posts
and rules, the system administrator places, rooms, calendar and texts. Rows are closed by a date or a
switch, never deleted, because cases point at them.
"""

from typing import Any, ClassVar

from django.contrib import admin, messages
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html

from grids.access import is_administrator, roles_with_deputies
from grids.enums import ResourceKind, Role
from grids.forms.channels import channel_form
from grids.models import (
    Category,
    ChecklistItem,
    Department,
    Deputy,
    Division,
    DivisionName,
    GridPoint,
    GuidePlace,
    InquiryAnswer,
    InstructionPreset,
    Mediator,
    Post,
    Resource,
    Room,
    RoutingRule,
    Station,
    Subtype,
    TeamSeat,
)
from mediation.core import accounts
from mediation.core.models import CalendarDay, Channel, Rule, User


class BackOffice(admin.AdminSite):
    site_header = site_title = "系统设置"
    index_title = "设置"
    site_url = "/"

    def has_permission(self, request: HttpRequest) -> bool:
        return isinstance(request.user, User) and is_administrator(request.user)

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """One door for everybody: the house's own log-in page, with its locks."""
        return redirect(f"{reverse('core:login')}?next={reverse('admin:index')}")


site = BackOffice(name="admin")


class Settings(admin.ModelAdmin):
    """Open to one administrator's role; nothing is deleted."""

    role: ClassVar[str]
    actions = None
    list_per_page = 50

    def _is_open(self, request: HttpRequest) -> bool:
        return isinstance(request.user, User) and self.role in roles_with_deputies(request.user)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self._is_open(request)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self._is_open(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self._is_open(request)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self._is_open(request)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class SecuritySettings(Settings):
    role = Role.SECURITY_ADMIN


class SystemSettings(Settings):
    role = Role.SYSTEM_ADMIN


# --- the security administrator: accounts, units, posts, rules -----------------------------------


@admin.register(User, site=site)
class AccountAdmin(SecuritySettings):
    """Accounts. A new one gets its first password on the screen, once."""

    list_display = ("username", "name", "is_active", "is_demo", "last_login")
    list_filter = ("is_active", "is_demo")
    search_fields = ("username", "name")
    ordering = ("username",)
    fields = ("username", "name", "email")
    actions = ("reset_passwords", "unlock", "forget_second_factors", "close", "reopen")

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return User.objects.exclude(username=accounts.SYSTEM)

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        return ("username",) if obj else ()

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        if change:
            obj.save(update_fields=["name", "email"])
            return
        user, password = accounts.open_account(obj.username, obj.name, email=obj.email)
        obj.pk = user.pk
        self._show_password(request, user, password)

    @admin.action(description="重置口令（新口令只显示一次）")
    def reset_passwords(self, request: HttpRequest, users: QuerySet[User]) -> None:
        for user in users:
            self._show_password(request, user, accounts.reset_password(user))

    @admin.action(description="解除登录锁定")
    def unlock(self, request: HttpRequest, users: QuerySet[User]) -> None:
        for user in users:
            accounts.unlock(user)
        self.message_user(request, f"已解除 {len(users)} 个账号的锁定。")

    @admin.action(description="重新绑定动态口令")
    def forget_second_factors(self, request: HttpRequest, users: QuerySet[User]) -> None:
        for user in users:
            accounts.forget_second_factor(user)
        self.message_user(request, f"{len(users)} 个账号下次登录时重新绑定动态口令。")

    @admin.action(description="停用账号")
    def close(self, request: HttpRequest, users: QuerySet[User]) -> None:
        for user in users:
            accounts.close_account(user)
        self.message_user(request, f"已停用 {len(users)} 个账号，办过的事仍然留名。")

    @admin.action(description="恢复账号（新口令只显示一次）")
    def reopen(self, request: HttpRequest, users: QuerySet[User]) -> None:
        for user in users.filter(is_active=False):
            user.is_active = True
            user.save(update_fields=["is_active"])
            self._show_password(request, user, accounts.reset_password(user))

    def _show_password(self, request: HttpRequest, user: User, password: str) -> None:
        self.message_user(
            request,
            f"账号 {user.username} 的新口令： {password} （请当面交给本人，首次登录时要改）",
            messages.WARNING,
        )


class PersonSettings(SecuritySettings):
    """Who holds what. Nobody gives anything to himself: another administrator does."""

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.related_model is User:
            kwargs["queryset"] = User.objects.filter(is_active=True).exclude(pk=request.user.pk)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(Post, site=site)
class PostAdmin(PersonSettings):
    list_display = ("user", "department", "role", "division", "is_head", "from_on", "to_on")
    list_filter = ("role", "is_head", "department__kind")
    search_fields = ("user__name", "user__username", "department__name")
    autocomplete_fields = ("user", "department", "division")
    list_select_related = ("user", "department", "division")


@admin.register(Station, site=site)
class StationAdmin(PersonSettings):
    list_display = ("division", "user", "from_on", "to_on")
    autocomplete_fields = ("user", "division")
    list_select_related = ("user", "division")


@admin.register(Deputy, site=site)
class DeputyAdmin(PersonSettings):
    """Read here. Arranged at `grids:deputy_new`, where each has a last day and 三员 stay apart."""

    list_display = ("user", "deputy", "kind", "from_on", "to_on")
    list_select_related = ("user", "deputy")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(TeamSeat, site=site)
class TeamSeatAdmin(PersonSettings):
    list_display = ("division", "seat", "user", "from_on", "to_on")
    list_filter = ("seat",)
    autocomplete_fields = ("user", "division")
    list_select_related = ("user", "division")


@admin.register(Mediator, site=site)
class MediatorAdmin(PersonSettings):
    """The public register; a new term is a new row."""

    list_display = ("user", "unit", "kind", "studio_name", "from_on", "to_on")
    list_filter = ("kind", "unit__kind")
    search_fields = ("user__name", "unit__short_name", "studio_name")
    autocomplete_fields = ("user", "unit")
    list_select_related = ("user", "unit")


@admin.register(Rule, site=site)
class RuleAdmin(SecuritySettings):
    """A town edits the length, warning steps and switch of its own rules; laws are read."""

    list_display = ("label", "length", "unit", "law", "is_editable", "is_on", "in_force_since")
    list_filter = ("is_editable", "clock")
    ordering = ("clock", "tier", "variant")
    EDITABLE = ("length", "warn_days", "is_on", "has_auto_escalate", "note")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._is_open(request) and (obj is None or obj.is_editable)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        fields = (field.name for field in Rule._meta.fields if field.name != "id")
        return [name for name in fields if name not in self.EDITABLE]


@admin.register(Department, site=site)
class DepartmentAdmin(PersonSettings):
    list_display = ("short_name", "kind", "division", "is_handling", "phone", "is_active")
    list_filter = ("kind", "is_active", "is_handling")
    search_fields = ("name", "short_name", "code")
    autocomplete_fields = ("division", "centre", "first_responsible", "main_responsible")
    list_select_related = ("division",)
    exclude = ("succeeded_by",)  # set by a merge of villages (grids.services.changes)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("code", "centre") if obj else ()

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self._is_open(request) or site.has_permission(request)


@admin.register(ChecklistItem, site=site)
class ChecklistItemAdmin(SecuritySettings):
    """五重新, 五清楚: empty until the town writes its own lines (nothing is made up for it)."""

    list_display = ("checklist", "text", "order", "is_active")
    list_filter = ("checklist", "is_active")
    autocomplete_fields = ("centre",)


# --- the system administrator: places, rooms, calendar, texts ------------------------------------


class FormerNames(admin.TabularInline):
    model = DivisionName
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True


@admin.register(Division, site=site)
class DivisionAdmin(SystemSettings):
    """New places and new names come through `load_divisions`, which keeps the history."""

    list_display = ("code", "short_name", "level", "parent", "is_active")
    list_filter = ("level", "is_active")
    search_fields = ("short_name", "code", "initials")
    list_select_related = ("parent",)
    fields = ("code", "name", "short_name", "level", "kind", "parent", "serial_label", "valid_from")
    readonly_fields = tuple(name for name in fields if name != "serial_label")
    inlines = (FormerNames,)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """The posts' pages of the other administrator look places up."""
        return self._is_open(request) or site.has_permission(request)


@admin.register(GridPoint, site=site)
class GridPointAdmin(SystemSettings):
    """Where about a grid lies: by it a phone's position proposes the nearest one."""

    list_display = ("division", "latitude", "longitude")
    autocomplete_fields = ("division",)
    list_select_related = ("division",)


@admin.register(Room, site=site)
class RoomAdmin(SystemSettings):
    list_display = ("name", "kind", "centre", "opens_at", "closes_at", "seats", "is_active")
    exclude = ("resource",)

    def save_model(self, request: HttpRequest, obj: Room, form: Any, change: bool) -> None:
        if not change:
            obj.resource = Resource.objects.create(kind=ResourceKind.ROOM)
        obj.save()


@admin.register(CalendarDay, site=site)
class CalendarDayAdmin(SystemSettings):
    """Days that do not follow their weekday. After a change open matters are re-dated nightly."""

    list_display = ("date", "is_workday", "name", "source")
    list_filter = ("is_workday", "source")
    date_hierarchy = "date"
    ordering = ("-date",)


@admin.register(Category, site=site)
class CategoryAdmin(SystemSettings):
    list_display = ("code", "name", "short_name", "is_active", "since", "until")
    search_fields = ("code", "name")


@admin.register(Subtype, site=site)
class SubtypeAdmin(SystemSettings):
    list_display = ("code", "name", "parent", "is_active")
    search_fields = ("code", "name")
    list_select_related = ("parent",)


@admin.register(RoutingRule, site=site)
class RoutingRuleAdmin(SystemSettings):
    list_display = ("category", "subtype", "keyword", "lead", "source")
    list_filter = ("lead",)
    autocomplete_fields = ("category", "subtype", "lead", "co_departments")
    list_select_related = ("category", "subtype", "lead")


@admin.register(InstructionPreset, site=site)
class InstructionPresetAdmin(SystemSettings):
    list_display = ("text", "category", "order", "is_active")
    autocomplete_fields = ("category",)
    list_select_related = ("category",)


@admin.register(InquiryAnswer, site=site)
class InquiryAnswerAdmin(SystemSettings):
    """常用答复. The screen marks what nobody who knows the law has read yet."""

    list_display = ("question", "topic", "is_reviewed", "order", "is_active")
    list_filter = ("is_reviewed", "is_active", "topic")
    search_fields = ("question", "answer", "law")
    autocomplete_fields = ("topic",)
    list_select_related = ("topic",)


@admin.register(GuidePlace, site=site)
class GuidePlaceAdmin(SystemSettings):
    """Where the leaflets of the guide send people: address, hours, phone."""

    list_display = ("name", "way", "address", "hours", "phone", "unit", "is_active")
    list_filter = ("way", "is_active")
    autocomplete_fields = ("centre", "unit")
    list_select_related = ("unit",)


@admin.register(Channel, site=site)
class ChannelAdmin(SystemSettings):
    """企业微信, 钉钉, SMS. Kind and name first; keys are sealed and never shown again."""

    list_display = ("name", "kind", "is_on")

    def get_form(
        self, request: HttpRequest, obj: Channel | None = None, change: bool = False, **kwargs: Any
    ) -> Any:
        kwargs["form"] = channel_form(obj.kind if obj else "")
        return super().get_form(request, obj, change=change, **kwargs)

    def get_readonly_fields(
        self, request: HttpRequest, obj: Channel | None = None
    ) -> tuple[str, ...]:
        return ("kind", "trial") if obj else ()

    @admin.display(description="试发")
    def trial(self, channel: Channel) -> str:
        return format_html(
            '存好以后，到<a href="{}">通知渠道</a>那一页给自己试发一条。',
            reverse("grids:deliveries"),
        )

    def response_add(
        self, request: HttpRequest, obj: Channel, post_url_continue: str | None = None
    ) -> HttpResponse:
        return redirect("admin:core_channel_change", obj.pk)
