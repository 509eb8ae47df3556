"""Columns that are ticked: deprivations by the standard's indicators, causes, flags, changes."""

from households.choices import Cause, Change, Flag, Support
from households.imports import cleaning, minorities
from households.imports.columns import ON_TICK, Column

_PARENTS_OF_DEPRIVATIONS = (
    ("thiếu hụt", "chỉ số thiếu hụt", "các chỉ số thiếu hụt", "thiếu hụt các dịch vụ xã hội cơ bản")
    + (
        "mức độ thiếu hụt",
        "các chỉ số thiếu hụt dịch vụ xã hội cơ bản",
        "chỉ số",
        "chiều thiếu hụt",
    )
    + ("thiếu hụt dịch vụ xã hội cơ bản", "chỉ số thiếu hụt dịch vụ xã hội cơ bản", "th")
    + ("thiếu hụt chỉ số", "các chiều thiếu hụt", "thiếu hụt các chỉ số")
)
_PARENTS_OF_CAUSES = (
    ("nguyên nhân", "nguyên nhân nghèo", "nguyên nhân nghèo cận nghèo", "nguyên nhân chính", "nn")
    + ("các nguyên nhân nghèo", "nguyên nhân dẫn đến nghèo", "nguyên nhân nghèo và cận nghèo")
    + ("nguyên nhân nghèo hoặc cận nghèo",)
)
# Short forms in use, by a word of the indicator's official name.
_INDICATOR_SHORT = {
    "bảo hiểm y tế": ("bhyt",),
    "trình độ giáo dục của người lớn": ("trình độ giáo dục người lớn", "giáo dục người lớn"),
    "tình trạng đi học của trẻ em": ("đi học của trẻ em", "trẻ em đi học", "đi học trẻ em"),
    "diện tích nhà ở bình quân đầu người": ("diện tích nhà ở", "diện tích nhà ở bình quân"),
    "nguồn nước sinh hoạt": ("nước sinh hoạt", "nguồn nước"),
    "nhà tiêu hợp vệ sinh": ("nhà tiêu", "hố xí"),
    "sử dụng dịch vụ viễn thông": ("dịch vụ viễn thông", "viễn thông"),
    "phương tiện phục vụ tiếp cận thông tin": ("phương tiện tiếp cận thông tin",),
    "người phụ thuộc trong hộ gia đình": ("người phụ thuộc",),
    "tiếp cận các dịch vụ y tế": ("dịch vụ y tế", "tiếp cận dịch vụ y tế"),
}
_CAUSE_SHORT = {
    Cause.LAND: ("thiếu đất", "không có đất sản xuất"),
    Cause.CAPITAL: ("không có vốn sản xuất", "vốn"),
    Cause.LABOUR: ("không có lao động",),
    Cause.TOOLS: ("thiếu công cụ sản xuất", "không có công cụ phương tiện sản xuất"),
    Cause.KNOWLEDGE: ("thiếu kiến thức", "không có kiến thức về sản xuất"),
    Cause.SKILLS: ("thiếu kỹ năng", "không có kỹ năng lao động sản xuất"),
    Cause.ILLNESS: ("ốm đau", "ốm đau bệnh nặng", "ốm đau tai nạn"),
    Cause.OTHER: (),
}
_FLAGS = {
    Flag.MERIT: ("người có công", "hộ chính sách có công", "có công", "hộ có người có công"),
    Flag.NO_LABOUR: ("không có khả năng lao động", "hộ không có khả năng lao động", "không lđ"),
    Flag.SOCIAL_PROTECTION: ("bảo trợ xã hội", "btxh", "hộ bảo trợ xã hội"),
    Flag.LOCAL_MINORITY: ("dân tộc tại chỗ", "hộ dt tại chỗ", "hộ dân tộc tại chỗ", "dt tại chỗ")
    + ("là dân tộc tại chỗ", "là dt tại chỗ", "có dân tộc tại chỗ", "người dân tộc tại chỗ")
    + ("là người dân tộc tại chỗ", "dtts tại chỗ", "hộ dtts tại chỗ", "dân tộc thiểu số tại chỗ"),
}
_SUPPORTS = {
    Support.HEALTH: ("y tế", "bảo hiểm y tế", "thẻ bhyt", "bhyt"),
    Support.EDUCATION: ("giáo dục", "giáo dục đào tạo"),
    Support.PRODUCTION: ("sản xuất", "phát triển sản xuất"),
    Support.CREDIT: ("vay vốn tín dụng", "vay vốn", "tín dụng", "vốn vay", "tín dụng ưu đãi"),
    Support.HOUSING: ("nhà ở", "về nhà ở"),
    Support.OTHER: ("khác", "chính sách khác"),
}
_PARENTS_OF_SUPPORTS = ("hỗ trợ", "chính sách hỗ trợ", "các chính sách hỗ trợ")
# Asked of some provinces only: read where a list has it, not asked for in the template.
_LOCAL_ONLY = frozenset({Flag.LOCAL_MINORITY})
_MACHINE = {Flag.LOCAL_MINORITY: "family.coDanTocTaiCho"}
_CHANGES = {
    Change.OLD: ("nghèo cũ", "hộ cũ", "cận nghèo cũ"),
    Change.NEW: ("nghèo mới", "phát sinh mới", "phát sinh", "mới", "hộ mới", "cận nghèo mới"),
    Change.RELAPSED: ("tái nghèo", "tái cận nghèo"),
    Change.ESCAPED: ("thoát nghèo", "thoát cận nghèo", "hộ thoát nghèo"),
    Change.MOVED_IN: ("chuyển đến",),
    Change.MOVED_OUT: ("chuyển đi",),
}


def ticks(standard):
    """Deprivations, causes, flags and changes: one tick a column, or a list of numbers."""
    for indicator in standard.indicators:
        official = str(indicator.name)
        short = _INDICATOR_SHORT.get(official.lower(), ())
        yield Column(
            f"dep_{indicator.number}",
            f"Thiếu hụt {indicator.number}",
            synonyms=(str(indicator.number), official, *short),
            parents=_PARENTS_OF_DEPRIVATIONS,
            help=official,
            **ON_TICK,
        )
    for cause in Cause:
        yield Column(
            f"cause_{cause.value}",
            f"Nguyên nhân {cause.value}",
            synonyms=(str(cause.value), str(cause.label), *_CAUSE_SHORT[cause]),
            parents=_PARENTS_OF_CAUSES,
            help=str(cause.label),
            **ON_TICK,
        )
    for flag, names in _FLAGS.items():
        yield Column(
            f"flag_{flag.value}",
            names[0].capitalize(),
            synonyms=(*names, str(flag.label)),
            parents=("đối tượng",),
            machine=_MACHINE.get(flag, ""),
            in_template=flag not in _LOCAL_ONLY,
            **ON_TICK | {"width": 12},
        )
    yield Column(
        "minority",
        "Hộ dân tộc thiểu số",
        synonyms=("hộ dtts", "dtts", "dân tộc thiểu số", "là dtts", "là hộ dtts", "người dtts")
        + ("là dân tộc thiểu số", "là hộ dân tộc thiểu số", "là người dtts", "chủ hộ là dtts")
        + ("là người dân tộc thiểu số", "người dân tộc thiểu số", "hộ người dtts", "hộ đbdtts")
        + ("hộ là dtts", "hộ là người dtts", "chủ hộ là người dtts", "thuộc hộ dtts", "đbdtts"),
        parents=("đối tượng",),
        in_template=False,
        **ON_TICK | {"clean": minorities.said},
    )
    for support, names in _SUPPORTS.items():
        yield Column(
            f"support_{support.value}",
            str(support.label),
            parents=_PARENTS_OF_SUPPORTS,
            inner=names,
            in_template=False,
            **ON_TICK,
        )
    for change, names in _CHANGES.items():
        yield Column(
            f"change_{change.value}",
            names[0].capitalize(),
            synonyms=names,
            parents=("chia theo", "diễn biến"),
            in_template=False,
            **ON_TICK,
        )
    yield Column(
        "deprivation_list",
        "Các chỉ số thiếu hụt",
        cleaning.number_list(len(standard.indicators)),
        _PARENTS_OF_DEPRIVATIONS,
        in_template=False,
    )
    yield Column(
        "cause_list",
        "Nguyên nhân nghèo",
        cleaning.number_list(len(Cause)),
        _PARENTS_OF_CAUSES,
        in_template=False,
    )
