"""`manage.py import_aggregates FILE --unit CODE --year Y --by USER [--confirm] [--json]`."""

from households.choices import BatchKind
from households.management.commands._importing import ImportCommand


class Command(ImportCommand):
    help = "Nhập biểu tổng hợp (R1, R2, R3) của kỳ không còn danh sách hộ."
    batch_kind = BatchKind.AGGREGATES
