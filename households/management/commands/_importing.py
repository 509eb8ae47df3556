"""What the two import commands share: the upload page's pipeline, answered in text or JSON."""

import datetime
import json
import sys
from pathlib import Path

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from campaign import access, hierarchy
from campaign.lib.vietnamese import name_key
from campaign.models import User
from campaign.roles import Permission
from households import reviews, standards
from households.choices import BatchState, ReviewKind, Severity
from households.imports import batches, check, commit, meanings, staged
from households.imports.headings import fold, path_key

BLOCKED, WRONG_CALL = 1, 2
_COUNTS = ("rows_read", "accepted", "rejected", "warnings", "created", "updated", "unchanged")


class ImportCommand(BaseCommand):
    """Exit status 0 when done, 1 when the input has blocking problems, 2 when called wrongly."""

    batch_kind = ""

    def add_arguments(self, parser):
        parser.add_argument("file", help="tệp .xlsx, .xls, .ods hoặc .csv")
        parser.add_argument("--unit", required=True, help="mã đơn vị vào ngày của kỳ rà soát")
        parser.add_argument("--year", required=True, type=int)
        parser.add_argument("--kind", default=ReviewKind.ANNUAL, choices=ReviewKind.values)
        parser.add_argument(
            "--as-of",
            type=datetime.date.fromisoformat,
            help="ngày của kỳ rà soát thường xuyên (--kind adhoc), ví dụ 2026-09-15",
        )
        parser.add_argument("--standard", help="mã chuẩn nghèo, ví dụ national-2022")
        parser.add_argument("--by", required=True, help="tên đăng nhập của người tải lên")
        parser.add_argument("--sheet", action="append", metavar="NAME", help="chỉ đọc trang này")
        parser.add_argument(
            "--map",
            action="append",
            default=[],
            metavar="HEADING=COLUMN",
            help="tiêu đề trong tệp là cột nào (mã hoặc tên cột; “-” để bỏ qua cột); tiêu đề gộp "
            "nhiều dòng ghi cách nhau bằng “/”",
        )
        parser.add_argument("--confirm", action="store_true", help="ghi ngay nếu không có lỗi")
        parser.add_argument("--json", action="store_true")

    def handle(self, **options):
        by = User.objects.filter(username=options["by"], is_active=True).first()
        if by is None:
            self._wrong(_("Không có tài khoản “%(name)s”.") % {"name": options["by"]})
        if not Path(options["file"]).is_file():
            self._wrong(_("Không có tệp %(path)s.") % {"path": options["file"]})
        try:
            unit, review = self._review(by, **options)
        except _Blocked as blocked:
            self._answer({"problems": [_problem(blocked.code, str(blocked))]}, options)
            sys.exit(BLOCKED)
        choices = self._choices(options, review)
        batch, found = self._run(options, unit, review, by, choices)
        self._answer(_result(batch, found), options)
        undecided = batch.state == BatchState.CHECKED and commit.obstacle(batch)
        if batch.state == BatchState.REFUSED or undecided:
            sys.exit(BLOCKED)

    def _review(self, person, *, unit, year, kind, standard, as_of, **_options):
        if as_of and kind != ReviewKind.ADHOC:
            self._wrong(_("--as-of chỉ dùng với --kind adhoc."))
        try:
            found = hierarchy.find(unit, reviews.as_of(year, kind, as_of))
        except hierarchy.UnitUnknown as unknown:
            self._wrong(unknown.args[0])
        except (ValueError, OverflowError):
            self._wrong(_("Năm %(year)s không hợp lệ.") % {"year": year})
        if not access.allowed(person, Permission.HOUSEHOLD_IMPORT, found):
            values = {"name": person.username, "unit": found.name}
            self._wrong(_("Tài khoản %(name)s không được tải lên cho %(unit)s.") % values)
        try:
            return found, reviews.find_or_open(found, year, kind, standard, by=person, on=as_of)
        except standards.NotHolding as refusal:
            raise _Blocked("standard_elsewhere", refusal.args[0]) from None
        except standards.NoStandard:
            if standard:
                self._wrong(_("Không có chuẩn nghèo “%(code)s”.") % {"code": standard})
            sentence = _("Chưa có chuẩn nghèo nào cho năm %(year)s, nên không có kỳ rà soát.")
            raise _Blocked("no_standard", sentence % {"year": year}) from None
        except PermissionDenied as refusal:
            raise _Blocked("no_review", str(refusal)) from None

    def _choices(self, options, review):
        """What --sheet and --map say of the file, for this file alone."""
        columns = meanings.columns(self.batch_kind, review.standard)
        known = {"-": ""}
        for column in columns:
            known |= {column.key: column.key, name_key(column.heading): column.key}
        headings = {}
        for said in options["map"]:
            heading, equals, column = said.rpartition("=")
            key = known.get(column.strip(), known.get(name_key(column)))
            if not equals or key is None:
                names = ", ".join(column.key for column in columns)
                values = {"said": said, "names": names}
                self._wrong(_("Không hiểu --map “%(said)s”. Các cột: %(names)s.") % values)
            headings[path_key([fold(part) for part in heading.split("/")])] = key
        choices = {"headings": headings} if headings else {}
        return choices | ({"sheets": options["sheet"]} if options["sheet"] else {})

    def _run(self, options, unit, review, by, choices):
        path = Path(options["file"])
        batch = batches.receive(
            path, path.name, kind=self.batch_kind, unit=unit, review=review, by=by
        )
        if choices:
            batch.choices = choices
            batch.save(update_fields=["choices"])
        batch = check.run(batch)
        found = staged.load(batch)
        if options["confirm"] and not commit.obstacle(batch):
            batch = commit.apply(batch, by=by)
        return batch, found

    def _wrong(self, sentence):
        raise CommandError(sentence, returncode=WRONG_CALL)

    def _answer(self, result, options):
        for problem in result["problems"]:
            if problem["severity"] == Severity.ERROR:
                where = " ".join(
                    str(problem[key]) for key in ("sheet", "row", "column") if problem[key]
                )
                self.stderr.write(f"{where}: {problem['message']}" if where else problem["message"])
        if options["json"]:
            empty = dict.fromkeys(_COUNTS, 0)
            self.stdout.write(json.dumps(empty | result, ensure_ascii=False))
        elif "state" in result:
            self.stdout.write(f"{result['state']}: {result['rows_read']} dòng")
            for name in (*_COUNTS[1:], "removed", "missing"):
                self.stdout.write(f"  {name:10} {result[name]}")


class _Blocked(Exception):
    def __init__(self, code, sentence):
        super().__init__(sentence)
        self.code = code


def _problem(code, message, severity=Severity.ERROR.value):
    return {
        "sheet": "",
        "row": None,
        "column": "",
        "value": "",
        "code": code,
        "severity": severity,
        "message": message,
    }


def _result(batch, found):
    """The counts of a batch with every problem of its file."""
    problems = [
        {
            "sheet": problem.sheet,
            "row": problem.row,
            "column": problem.place,
            "value": problem.value,
            "code": problem.code,
            "severity": problem.severity,
            "message": problem.message,
        }
        for problem in found.problems
    ]
    if batch.refusal:
        problems.insert(0, _problem(batch.refusal_code, batch.refusal))
    questions = [
        {"key": question.key, "row": question.line.row, "reason": question.reason,
         "candidates": [line.household_id for line in question.candidates]}
        for question in found.questions
    ]  # fmt: skip
    counts = {name: getattr(batch, name) for name in (*_COUNTS, "removed", "missing")}
    return counts | {
        "state": batch.state,
        "batch": batch.pk,
        "questions": questions,
        "problems": problems,
    }
