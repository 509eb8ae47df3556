"""`manage.py import_totals FILE --unit CODE --year Y --by USER [--confirm] [--json]`."""

from households.choices import BatchKind
from households.management.commands._importing import ImportCommand


class Command(ImportCommand):
    help = "Nhập tổng số hộ, số nhân khẩu của xã hoặc thôn: mẫu số của mọi tỷ lệ."
    batch_kind = BatchKind.TOTALS
