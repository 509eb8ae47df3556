"""Reference tables in Django's admin, with sheets in and out, history and the journal."""

from django.contrib import admin, messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from import_export.admin import ImportExportMixin
from import_export.forms import ExportForm
from simple_history.admin import SimpleHistoryAdmin

from campaign import audit, exchange, resources
from campaign.lib.vietnamese import name_key
from campaign.lib.workbook.refusals import UploadRefused
from campaign.models import (
    AdminUnit,
    Assignment,
    Participant,
    ParticipantGroup,
    Plan,
    UnitAlias,
    UnitChange,
    UnitName,
    User,
)


class Behind:
    """Who gets past the site's door may do everything here, except what a table closes itself.

    The door is `PortalAdminSite.has_permission`; Django's own permission rows are not used.
    """

    list_per_page = 50
    show_full_result_count = False
    deletable = False
    addable = True

    def has_module_permission(self, request):
        return self.admin_site.has_permission(request)

    def has_view_permission(self, request, obj=None):
        return self.admin_site.has_permission(request)

    has_change_permission = has_view_permission

    def has_add_permission(self, request):
        return self.addable and self.admin_site.has_permission(request)

    def has_delete_permission(self, request, obj=None):
        return self.deletable and self.admin_site.has_permission(request)

    # --- the journal -----------------------------------------------------------------------
    def log_addition(self, request, obj, message):
        audit.record("reference.add", by=request.user, subject=obj)
        return super().log_addition(request, obj, message)

    def log_change(self, request, obj, message):
        audit.record("reference.change", by=request.user, subject=obj)
        return super().log_change(request, obj, message)

    def log_deletions(self, request, queryset):
        for obj in queryset:
            audit.record("reference.delete", by=request.user, subject=obj)
        return super().log_deletions(request, queryset)


def _sentence(error):
    """What a person is told of `error`: its own words only where they were written for people."""
    if isinstance(error, exchange.SheetRefused):
        return str(error)
    return _("Không đọc được tệp. Xuất danh mục ra tệp để lấy đúng mẫu rồi tải lên lại.")


class Table(Behind, ImportExportMixin):
    """A table that leaves and comes back as a sheet."""

    import_formats = [exchange.Sheet]
    export_formats = [exchange.Workbook, exchange.Text]
    export_form_class = ExportForm

    # --- sheets in ----------------------------------------------------------------------------
    def import_action(self, request, **kwargs):
        answer = super().import_action(request, **kwargs)
        context = answer.context_data
        # The package names no columns once it has refused a file, which is when they are needed.
        context["fields_list"] = context["fields_list"] or [
            (resource.get_display_name(), [f.column_name for f in resource().get_import_fields()])
            for resource in self.get_import_resource_classes(request)
        ]
        if "result" in context:
            context["refusals"] = [_sentence(e.error) for e in context["result"].base_errors]
        return answer

    def add_data_read_fail_error_to_form(self, form, e):
        refused = isinstance(e, UploadRefused)
        form.add_error("import_file", str(e) if refused else str(UploadRefused("damaged")))

    def process_import(self, request, **kwargs):
        try:
            return super().process_import(request, **kwargs)
        except UploadRefused:
            messages.error(request, _("Bản xem trước đã hết hạn. Tải tệp lên lại."))
            return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_import")

    def process_result(self, result, request):
        totals = {kind: count for kind, count in result.totals.items() if count}
        audit.record("reference.import", by=request.user, table=self.opts.model_name, rows=totals)
        return super().process_result(result, request)

    # --- sheets out ---------------------------------------------------------------------------
    def get_export_data(self, file_format, request, queryset, **kwargs):
        audit.record("reference.export", by=request.user, table=self.opts.model_name)
        return super().get_export_data(file_format, request, queryset, **kwargs)


class ByNameKey:
    """Search as on the portal's own pages: without marks, alike on every database."""

    def get_search_results(self, request, queryset, search_term):
        return super().get_search_results(request, queryset, name_key(search_term))


@admin.register(AdminUnit)
class UnitAdmin(ByNameKey, Table, SimpleHistoryAdmin):
    resource_classes = [resources.UnitResource]
    list_display = ("name", "code", "level", "kind", "parent", "valid_from", "valid_to")
    list_filter = ("level", "kind")
    list_select_related = ("parent",)
    search_fields = ("name_key", "code")
    raw_id_fields = ("parent",)

    def get_readonly_fields(self, request, obj=None):
        """A unit's place never changes in its life: a transfer closes it and opens another."""
        return ("code", "level", "parent", "valid_from") if obj else ()


@admin.register(UnitName)
class UnitNameAdmin(ByNameKey, Table, admin.ModelAdmin):
    resource_classes = [resources.UnitNameResource]
    list_display = ("name", "kind", "unit", "valid_from", "valid_to")
    list_select_related = ("unit",)
    search_fields = ("unit__name_key", "unit__code")
    raw_id_fields = ("unit",)


@admin.register(UnitAlias)
class AliasAdmin(ByNameKey, Table, SimpleHistoryAdmin):
    resource_classes = [resources.AliasResource]
    deletable = True
    list_display = ("alias", "unit", "valid_from", "valid_to")
    list_select_related = ("unit",)
    search_fields = ("alias_key", "unit__name_key")
    raw_id_fields = ("unit",)


@admin.register(UnitChange)
class ChangeAdmin(ByNameKey, Table, admin.ModelAdmin):
    resource_classes = [resources.ChangeResource]
    list_display = ("source", "target", "kind", "extent", "date")
    list_filter = ("kind", "extent")
    list_select_related = ("source", "target")
    search_fields = ("source__name_key", "target__name_key", "source__code")
    raw_id_fields = ("source", "target")


@admin.register(Plan)
class PlanAdmin(Behind, SimpleHistoryAdmin):
    """No sheets: a plan is loaded whole, by its command."""

    list_display = ("title", "number", "unit", "start_year", "end_year")
    list_select_related = ("unit",)
    raw_id_fields = ("unit",)


@admin.register(ParticipantGroup)
class GroupAdmin(Table, SimpleHistoryAdmin):
    resource_classes = [resources.GroupResource]
    deletable = True
    list_display = ("name", "code", "plan")
    list_select_related = ("plan",)
    search_fields = ("name", "code")


@admin.register(Participant)
class ParticipantAdmin(Table, SimpleHistoryAdmin):
    resource_classes = [resources.ParticipantResource]
    deletable = True
    list_display = ("name", "group", "unit")
    list_select_related = ("group", "unit")
    search_fields = ("name",)
    raw_id_fields = ("unit",)


@admin.register(User)
class PersonAdmin(ByNameKey, Table, SimpleHistoryAdmin):
    """Passwords are given on the portal's own page, where they are shown once."""

    resource_classes = [resources.UserResource]
    addable = False
    list_display = ("username", "full_name", "position", "is_active", "last_login")
    list_filter = ("is_active",)
    search_fields = ("name_key", "username")
    fields = ("username", "full_name", "position", "last_login")
    readonly_fields = ("username", "last_login")


@admin.register(Assignment)
class AssignmentAdmin(ByNameKey, Table, SimpleHistoryAdmin):
    resource_classes = [resources.AssignmentResource]
    list_display = ("user", "role", "unit", "valid_from", "valid_to")
    list_filter = ("role",)
    list_select_related = ("user", "unit")
    search_fields = ("user__name_key", "unit__name_key")
    raw_id_fields = ("user", "unit")
