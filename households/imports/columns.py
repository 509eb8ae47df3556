"""Each column of a list, declared once: reader, messages and blank templates follow from here.

A heading is recognised by its words, whatever their case, accents and line breaks. Under a merged
parent ("Thiếu hụt" over 1 to 12) parent and child are read together.
"""

from households import ethnicities
from households.choices import Change, PovertyClass, Sex
from households.imports import cleaning, words
from households.imports.column import Column, Merged

SEQUENCE = Column(
    "sequence",
    "STT",
    cleaning.short_text,
    ("số tt", "tt", "số thứ tự", "stt hộ", "stt chủ hộ", "số thứ tự chủ hộ", "stt của chủ hộ"),
    help="Số thứ tự của hộ; trang Thành viên dùng số này để chỉ hộ.",
    example="1",
    width=6,
    merged=Merged.MEMBERS,
)
COMMUNE = Column(
    "commune",
    "Xã/phường",
    cleaning.place,
    ("xã", "phường", "thị trấn", "xã phường thị trấn", "tên xã", "địa bàn xã", "đơn vị", "địa bàn")
    + ("xã phường đặc khu", "phường xã", "xã thị trấn", "tên đơn vị"),
    help="Tên xã, phường đúng như danh mục.",
    width=22,
    merged=Merged.DOWN,
)
VILLAGE = Column(
    "village",
    "Thôn, tổ dân phố",
    cleaning.place,
    ("thôn", "bản", "làng", "buôn", "bon", "ấp", "khóm", "khu phố", "khối phố", "tổ dân phố")
    + ("tdp", "địa chỉ", "thôn bon buôn tổ dân phố", "thôn bản", "thôn buôn", "thôn tdp", "khối")
    + ("thôn khu phố", "thôn bản tổ dân phố", "thôn tổ", "tên thôn", "nơi ở", "nơi cư trú", "xóm")
    + ("thôn làng", "thôn làng tổ dân phố", "thôn xóm", "chỗ ở", "thôn bon", "buôn thôn"),
    help="Tên thôn, làng, buôn, tổ dân phố đúng như danh mục của xã.",
    width=22,
    blank="value_missing",
    required=True,
    merged=Merged.DOWN,
)
# Of lists that have the members under their head; ours has them in a sheet of their own.
MEMBER_SEQUENCE = Column(
    "member_sequence",
    "STT thành viên",
    cleaning.short_text,
    ("stt tv", "số thứ tự thành viên", "stt nhân khẩu", "stt thành viên trong hộ"),
    in_template=False,
)
RELATION = Column(
    "relation",
    "Quan hệ với chủ hộ",
    cleaning.short_text,
    ("quan hệ", "quan hệ chủ hộ", "qh với chủ hộ", "mối quan hệ với chủ hộ", "qhch"),
    in_template=False,
)
ON_TICK = {"example": "x", "width": 5, "clean": words.flag}
_ONE_OF_TWO = ON_TICK | {"in_template": False, "merged": Merged.EITHER}


def labels(choices):
    return tuple(str(choice.label) for choice in choices if choice.value != "")


def person(this_year):
    year = cleaning.birth_year(this_year)
    return (
        Column(
            "head_name",
            "Họ và tên chủ hộ",
            cleaning.name,
            ("họ và tên", "họ tên", "họ tên chủ hộ", "chủ hộ", "tên chủ hộ", "họ và tên chủ hộ")
            + ("họ tên chủ hộ và thành viên", "họ tên chủ hộ và thành viên trong hộ", "tên hộ")
            + ("họ và tên chủ hộ và thành viên", "họ và tên chủ hộ và các thành viên")
            + ("họ và tên chủ hộ và các thành viên trong hộ", "họ và tên các thành viên trong hộ")
            + ("họ tên chủ hộ và thành viên trong hộ thôn bon buôn tổ dân phố",),
            machine="family.hostName",
            help="Họ và tên đầy đủ của chủ hộ.",
            example="Nguyễn Văn A",
            width=26,
            blank="value_missing",
            required=True,
        ),
        Column(
            "birth",
            "Năm sinh",
            year,
            ("ngày sinh", "ngày tháng năm sinh", "ns", "ngày năm sinh", "năm sinh chủ hộ")
            + ("sinh năm", "ngày tháng năm sinh chủ hộ", "ngày sinh chủ hộ", "n s"),
            help="Ngày/tháng/năm sinh hoặc chỉ năm sinh của chủ hộ.",
            example="1962",
            width=12,
            blank="value_missing",
            required=True,
        ),
        Column(
            "birth_male",
            "Năm sinh: Nam",
            year,
            ("năm sinh nam", "ngày sinh nam", "ngày tháng năm sinh nam"),
            in_template=False,
        ),
        Column(
            "birth_female",
            "Năm sinh: Nữ",
            year,
            ("năm sinh nữ", "ngày sinh nữ", "ngày tháng năm sinh nữ"),
            in_template=False,
        ),
        Column(
            "sex",
            "Giới tính",
            words.sex,
            ("nam nữ", "gt", "giới", "giới tính chủ hộ", "giới tính nam nữ", "phái"),
            machine="family.hostGender",
            help="Nam hoặc Nữ.",
            example="Nam",
            width=9,
            choices=labels(Sex),
            blank="blank_cell",
            asked=True,
        ),
        Column("sex_male", "Nam", synonyms=("giới tính nam",), in_template=False, **ON_TICK),
        Column("sex_female", "Nữ", synonyms=("giới tính nữ",), in_template=False, **ON_TICK),
        Column(
            "ethnicity",
            "Dân tộc",
            cleaning.ethnicity,
            ("dt", "thành phần dân tộc", "thành phần dt", "dân tộc chủ hộ", "tp dân tộc"),
            help="Tên dân tộc theo danh mục 54 dân tộc.",
            example="Kinh",
            choices=(*ethnicities.GROUPS, ethnicities.OTHER),
            blank="blank_cell",
            asked=True,
            merged=Merged.DOWN,
        ),
        Column(
            "citizen_id",
            "Số CCCD",
            cleaning.citizen_id,
            ("cccd", "cmnd", "số định danh cá nhân", "số đdcn", "số định danh", "cccd cmnd")
            + ("số cccd cmnd", "cmnd cccd", "số cmnd cccd", "số cmnd", "đdcn", "căn cước công dân")
            + ("số căn cước", "số căn cước công dân", "căn cước", "số cc", "số cccd đdcn")
            + ("số định danh cá nhân cccd", "số cccd chủ hộ", "số cccd số định danh cá nhân")
            + ("mã định danh", "số cmnd số cccd", "số cmt", "cmt"),
            help="12 chữ số, giữ số 0 ở đầu (cột này ở dạng Văn bản).",
            width=16,
            asked=True,
        ),
    )


def review(standard):
    return (
        Column(
            "code",
            "Mã hộ",
            cleaning.code,
            ("mã số hộ", "mã hn", "mã hộ nghèo", "mã số"),
            machine="family.code",
            help="Không bắt buộc.",
            width=14,
        ),
        Column(
            "members",
            "Số khẩu",
            cleaning.members,
            ("nhân khẩu", "số nhân khẩu", "số thành viên", "số người", "tổng số khẩu")
            + ("số khẩu trong hộ", "tổng số nhân khẩu", "khẩu", "tổng khẩu", "sk", "số nk")
            + ("tổng nk", "tổng số nk"),
            machine="family.numberOfMembers",
            help="Số người trong hộ, kể cả chủ hộ.",
            example="4",
            width=9,
            asked=True,
        ),
        Column(
            "b1",
            "Điểm B1",
            cleaning.score,
            (
                "b1",
                "điểm a",
                "tổng điểm b1",
                "tổng điểm a",
                "điểm b1 a",
                "điểm a b1",
                "điểm b1 điểm a",
            ),
            machine="b1Point",
            help="Tổng điểm B1 (điểm A) của phiếu B.",
            example="120",
            width=8,
        ),
        Column(
            "b2",
            "Điểm B2",
            # Tens, and no more than there are indicators, where the scoring is known.
            cleaning.b2_up_to(standard.b2_max) if standard.has_scoring else cleaning.score,
            (
                "b2",
                "điểm b",
                "tổng điểm b2",
                "tổng điểm b",
                "điểm b2 b",
                "điểm b b2",
                "điểm b2 điểm b",
            ),
            machine="b2Point",
            help="Tổng điểm B2 (điểm B) của phiếu B, tròn chục.",
            example="40",
            width=8,
        ),
        Column(
            "class",
            "Phân loại",
            words.poverty_class,
            ("kết quả rà soát", "loại hộ", "phân loại hộ", "kết quả", "kết quả phân loại")
            + ("kết quả phân loại hộ", "diện hộ", "hộ nghèo hộ cận nghèo", "loại", "đối tượng hộ")
            + (
                "hộ nghèo cận nghèo",
                "nghèo cận nghèo",
                "kết quả rà soát phân loại",
                "phân loại hộ nghèo",
            ),
            machine="classify",
            help="Hộ nghèo, Hộ cận nghèo hoặc Không nghèo.",
            example="Hộ nghèo",
            width=14,
            choices=labels(PovertyClass),
            blank="class_missing",
            merged=Merged.DOWN,
        ),
        Column("class_poor", "Hộ nghèo", synonyms=("nghèo",), **_ONE_OF_TWO),
        Column("class_near", "Hộ cận nghèo", synonyms=("cận nghèo",), **_ONE_OF_TWO),
        # The two kinds of poor of 2016-2020.
        Column(
            "class_income",
            "Hộ nghèo về thu nhập (N1)",
            synonyms=("n1", "nghèo n1", "hộ nghèo n1", "nghèo thu nhập", "nghèo về thu nhập")
            + ("hộ nghèo thu nhập", "hộ nghèo theo thu nhập", "hộ nghèo về thu nhập n1"),
            in_template=False,
            **ON_TICK,
        ),
        Column(
            "class_services",
            "Hộ nghèo thiếu hụt (N2)",
            synonyms=("n2", "nghèo n2", "hộ nghèo n2", "nghèo thiếu hụt", "hộ nghèo thiếu hụt n2")
            + ("hộ nghèo thiếu hụt tiếp cận dịch vụ xã hội cơ bản", "hộ nghèo thiếu hụt đa chiều"),
            in_template=False,
            **ON_TICK,
        ),
        Column(
            "standard",
            "Chuẩn nghèo",
            words.standard,
            ("chuẩn", "theo chuẩn", "chuẩn nghèo áp dụng", "áp dụng chuẩn"),
            in_template=False,
            merged=Merged.DOWN,
        ),
    )


def export():
    """Columns that only the export of the ministry's system has; the date alone is looked at."""
    return (
        Column(
            "reviewed_on",
            "Thời gian rà soát",
            cleaning.day,
            ("ngày rà soát", "thời điểm rà soát", "ngày điều tra"),
            machine="date",
            in_template=False,
            merged=Merged.DOWN,
        ),
        Column(
            "quick_result",
            "Kết quả rà soát nhanh",
            cleaning.short_text,
            ("kết quả phiếu rà soát nhanh", "kết quả phiếu a", "phiếu rà soát nhanh"),
            machine="quickReview.result",
            in_template=False,
            merged=Merged.DOWN,
        ),
        Column(
            "reviewer",
            "Người rà soát",
            cleaning.short_text,
            ("điều tra viên", "người điều tra", "cán bộ rà soát"),
            machine="reviewer",
            in_template=False,
            merged=Merged.DOWN,
        ),
    )


def children():
    """Trẻ em của hộ, as report R11 counts them."""

    def counted(key, heading, *synonyms, inner=()):
        return Column(
            key,
            heading,
            cleaning.some_members,
            synonyms,
            parents=("trẻ em", "số trẻ em", "trong đó", "trẻ em dưới 16 tuổi"),
            inner=inner,
            in_template=False,
        )

    return (
        counted(
            "children", "Số trẻ em", "tổng số trẻ em", "số trẻ em dưới 16 tuổi",
            "trẻ em dưới 16 tuổi", "số trẻ em trong hộ", inner=("tổng số", "số trẻ", "số trẻ em"),
        ),
        counted(
            "children_uninsured", "Số trẻ em không có bảo hiểm y tế", "trẻ em không có bhyt",
            "trẻ em không có bảo hiểm y tế", "số trẻ em không có bhyt", "trẻ em chưa có bhyt",
            inner=("không có bảo hiểm y tế", "không có bhyt", "chưa có bhyt"),
        ),
        counted(
            "children_malnourished", "Số trẻ em suy dinh dưỡng", "trẻ em suy dinh dưỡng",
            inner=("suy dinh dưỡng",),
        ),
        counted(
            "children_out_of_school", "Số trẻ em không đi học", "trẻ em không đi học",
            "trẻ em không đến trường", "số trẻ em bỏ học", "trẻ em chưa đi học",
            inner=("không đi học", "bỏ học", "không đến trường"),
        ),
    )  # fmt: skip


def closing():
    return (
        Column(
            "targets",
            "Đối tượng",
            words.targets,
            ("đối tượng chính sách", "diện đối tượng"),
            in_template=False,
        ),
        Column(
            "change",
            "Diễn biến",
            words.change,
            ("diễn biến trong năm", "biến động", "tình trạng", "hộ cũ mới"),
            help="So với kỳ trước: Hộ cũ, Phát sinh mới, Tái nghèo, Thoát nghèo …",
            example="Hộ cũ",
            width=16,
            choices=labels(Change),
            merged=Merged.DOWN,
        ),
        Column(
            "former",
            "Phân loại kỳ trước",
            cleaning.short_text,
            help="Để tham khảo, không được đọc khi tải lên.",
            width=14,
            merged=Merged.DOWN,
        ),
        Column(
            "note",
            "Ghi chú",
            cleaning.note,
            ("gc", "ghi chu"),
            width=24,
            merged=Merged.DOWN,
        ),
    )
