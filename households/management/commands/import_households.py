"""`manage.py import_households FILE --unit CODE --year Y --by USER [--confirm] [--json]`."""

from households.choices import BatchKind
from households.management.commands._importing import ImportCommand


class Command(ImportCommand):
    help = "Nhập danh sách hộ nghèo, hộ cận nghèo: cùng các bước với trang tải lên."
    batch_kind = BatchKind.HOUSEHOLDS
