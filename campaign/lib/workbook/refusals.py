"""Why a file is refused as a file: one table, code to a sentence that says what to do."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    # --- not a workbook at all ---
    "empty": _("Tệp rỗng (0 byte). Hãy kiểm tra lại tệp trên máy của bạn rồi tải lên lại."),
    "too_large": _(
        "Tệp lớn hơn %(limit)s MB. Hãy xóa hình ảnh và các trang không cần thiết, hoặc tách danh "
        "sách theo xã rồi tải lên từng tệp."
    ),
    "pdf": _(
        "Đây là tệp PDF, không phải bảng tính. Hãy tải lên tệp Excel gốc (.xlsx) dùng để in ra "
        "tệp PDF này."
    ),
    "word": _(
        "Đây là văn bản Word, không phải bảng tính. Hãy chép bảng sang Excel, lưu thành tệp .xlsx "
        "rồi tải lên lại."
    ),
    "slides": _(
        "Đây là tệp trình chiếu, không phải bảng tính. Hãy chép bảng sang Excel, lưu thành tệp "
        ".xlsx rồi tải lên lại."
    ),
    "image": _(
        "Đây là tệp hình ảnh, hệ thống không đọc được chữ trong ảnh. Hãy tải lên tệp Excel (.xlsx) "
        "có dữ liệu gốc."
    ),
    "html": _(
        "Tệp này là trang web (HTML hoặc XML) được đặt tên như tệp Excel. Hãy mở tệp bằng Excel, "
        "chọn Lưu thành (Save As), kiểu “Excel Workbook (.xlsx)”, rồi tải tệp mới lên."
    ),
    "archive": _(
        "Đây là tệp nén, không phải bảng tính. Hãy giải nén và tải lên tệp Excel (.xlsx) ở bên "
        "trong."
    ),
    "xlsb": _(
        "Tệp Excel nhị phân (.xlsb) không được nhận. Hãy mở tệp bằng Excel, chọn Lưu thành "
        "(Save As), kiểu “Excel Workbook (.xlsx)”, rồi tải tệp mới lên."
    ),
    "not_a_workbook": _(
        "Không nhận ra đây là bảng tính. Hệ thống nhận tệp Excel (.xlsx, .xls), LibreOffice (.ods) "
        "và tệp .csv. Hãy lưu danh sách thành tệp .xlsx rồi tải lên lại."
    ),
    "damaged": _(
        "Tệp bị hỏng hoặc tải lên chưa trọn vẹn. Hãy mở tệp bằng Excel, chọn Lưu thành (Save As) "
        "một tệp .xlsx mới rồi tải lên lại."
    ),
    "csv_damaged": _(
        "Tệp .csv không đọc được từ dòng %(row)s: có dấu nháy kép chưa đóng hoặc một ô quá dài. "
        "Hãy sửa dòng đó, hoặc lưu danh sách thành tệp .xlsx rồi tải lên lại."
    ),
    # --- a workbook with something in it that is never opened ---
    "password": _(
        "Tệp được đặt mật khẩu. Hãy mở tệp, bỏ mật khẩu (Tệp > Thông tin > Bảo vệ sổ làm việc > "
        "Mã hóa bằng mật khẩu, xóa trống mật khẩu), lưu lại rồi tải lên."
    ),
    "macros": _(
        "Tệp có chứa macro. Hãy chọn Lưu thành (Save As), kiểu “Excel Workbook (.xlsx)”, chọn Có "
        "(Yes) khi Excel hỏi về việc bỏ macro, rồi tải tệp mới lên."
    ),
    "embedded": _(
        "Tệp có đối tượng nhúng (tệp khác, ActiveX hoặc OLE). Hãy xóa các đối tượng đó, hoặc chép "
        "riêng phần dữ liệu sang một sổ làm việc mới (dán dạng Giá trị), lưu thành .xlsx rồi tải "
        "lên."
    ),
    "external_links": _(
        "Tệp có liên kết tới tệp hoặc nguồn dữ liệu bên ngoài. Hãy vào Dữ liệu (Data) > Sửa liên "
        "kết (Edit Links) > Ngắt liên kết (Break Link), hoặc dán dữ liệu dạng Giá trị sang sổ làm "
        "việc mới, lưu lại rồi tải lên."
    ),
    "doctype": _(
        "Tệp có khai báo DOCTYPE hoặc ENTITY, thứ mà Excel không bao giờ ghi ra; tệp có thể đã bị "
        "can thiệp. Hãy chép dữ liệu sang một sổ làm việc mới, lưu thành .xlsx rồi tải lên."
    ),
    # --- a container that lies or explodes ---
    "zip_too_many_parts": _(
        "Tệp có quá nhiều thành phần bên trong (hơn %(limit)s). Hãy chép riêng phần dữ liệu sang "
        "một sổ làm việc mới, lưu thành .xlsx rồi tải lên."
    ),
    "zip_too_big": _(
        "Dữ liệu bên trong tệp quá lớn (hơn %(limit)s MB sau khi giải nén). Hãy xóa các cột, dòng "
        "và trang thừa, hoặc tách danh sách theo xã rồi tải lên từng tệp."
    ),
    "zip_bomb": _(
        "Tệp nén bất thường: phần “%(part)s” phình ra quá nhiều lần khi giải nén. Hãy xóa các dòng "
        "thừa ở cuối trang, hoặc chép phần dữ liệu sang một sổ làm việc mới, lưu lại rồi tải lên."
    ),
    "zip_malformed": _(
        "Cấu trúc bên trong tệp không hợp lệ (“%(part)s”). Hãy mở tệp bằng Excel, chọn Lưu thành "
        "(Save As) một tệp .xlsx mới rồi tải lên lại."
    ),
    "xml_malformed": _(
        "Phần “%(part)s” bên trong tệp không đúng định dạng. Hãy mở tệp bằng Excel, chọn Lưu thành "
        "(Save As) một tệp .xlsx mới rồi tải lên lại."
    ),
    # --- too much in it ---
    "stray_cell": _(
        "Ô %(cell)s nằm quá xa phần dữ liệu của trang “%(where)s”. Hãy xóa ô đó cùng "
        "các dòng, cột thừa quanh nó, lưu lại rồi tải lên."
    ),
    "too_many_cells": _(
        "Trang tính quá lớn (%(rows)s dòng × %(columns)s cột). Hãy xóa các cột thừa hoặc tách danh "
        "sách theo xã rồi tải lên từng tệp."
    ),
    "too_much_text": _(
        "Dòng %(row)s có quá nhiều chữ (hơn một triệu ký tự). Hãy xóa phần chữ thừa ở dòng đó, lưu "
        "lại rồi tải lên."
    ),
    "too_many_rows": _(
        "Danh sách có hơn %(limit)s dòng. Hãy tách danh sách theo xã hoặc theo huyện rồi tải lên "
        "từng tệp."
    ),
    "too_many_merged": _(
        "Tệp có quá nhiều ô gộp (hơn %(limit)s). Hãy chọn cả trang, bỏ gộp ô (Unmerge Cells), ghi "
        "đủ giá trị vào từng dòng rồi tải lên lại."
    ),
    # --- the reader itself gave up ---
    "reader_crashed": _(
        "Không đọc được tệp này. Hãy mở tệp bằng Excel, chọn Lưu thành (Save As) một tệp .xlsx mới "
        "rồi tải lên lại; nếu vẫn lỗi, hãy chép riêng phần dữ liệu sang một sổ làm việc mới."
    ),
    "reader_timeout": _(
        "Đọc tệp quá lâu nên hệ thống đã dừng lại. Hãy xóa các dòng, cột và trang thừa, hoặc tách "
        "danh sách theo xã rồi tải lên từng tệp."
    ),
    "reader_memory": _(
        "Tệp cần quá nhiều bộ nhớ để đọc. Hãy xóa các dòng, cột thừa ở xa phần dữ liệu, hoặc tách "
        "danh sách theo xã rồi tải lên từng tệp."
    ),
}


class UploadRefused(Exception):
    """A file that is not opened, or not further: `code` for logs and tests, `str()` for people."""

    def __init__(self, code, **values):
        super().__init__(code, values)
        self.code = code
        self.values = values

    def __str__(self):
        return str(SENTENCES[self.code]) % self.values
