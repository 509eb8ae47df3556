"""The 54 ethnic groups of Việt Nam and the ways lists write them.

Official names and order: Danh mục các dân tộc Việt Nam (Quyết định 421-TCTK/PPCĐ, 02/03/1979).
A minority is every group but the Kinh (Nghị định 05/2011/NĐ-CP, điều 4).
"""

from campaign.lib.vietnamese import name_key, spelling_key

MAJORITY = "Kinh"
OTHER = "Khác"

# Official name -> other names and spellings found in lists, without regard to case and marks.
_NAMES = {
    "Kinh": ("Việt", "K"),
    "Tày": ("Thổ Tày", "Ngạn", "Phén", "Thù Lao", "Pa Dí"),
    "Thái": ("Tày Thanh", "Man Thanh", "Tày Mười", "Thái trắng", "Thái đen"),
    "Hoa": ("Hán", "Người Hoa", "Triều Châu", "Phúc Kiến", "Quảng Đông", "Hải Nam", "Xạ Phang"),
    "Khơ-me": ("Khmer", "Khơ me", "Khơme", "Miên", "Cur", "Cul", "Krôm"),
    "Mường": ("Mol", "Mual", "Mọi Bi", "Ao Tá"),
    "Nùng": ("Xuồng", "Nùng An", "Phàn Sinh", "Nùng Cháo", "Nùng Lòi", "Quý Rim"),
    "Hmông": ("Mông", "H'Mông", "Mèo", "Mẹo", "Miếu Hạ", "Mán trắng", "Hmong"),
    "Dao": ("Mán", "Dìu Miền", "Miên Dao", "Kiềm Miền", "Quần Trắng"),
    "Gia-rai": ("Gia rai", "Giarai", "Jarai", "J'rai", "Jrai", "Gia Lai", "Chơ Rai", "Tơ Buăn"),
    "Ngái": ("Khách Gia",),
    "Ê-đê": ("Ê đê", "Êđê", "Ede", "Ra Đê", "Rhadé", "Kpạ", "Adham", "Krung", "Bih", "Mdhur"),
    "Ba-na": ("Ba na", "Bana", "Bahnar", "Gơ Lar", "Tơ Lô", "Rơ Ngao", "Glar", "Tơ Sung"),
    "Xơ-đăng": ("Xơ đăng", "Xê đăng", "Xơđăng", "Sedang", "Xơ Teng", "Tơ Đrá", "Mơ Nâm", "Ca Dong"),
    "Sán Chay": ("Cao Lan", "Sán Chỉ", "Cao Lan - Sán Chỉ", "Mán Cao Lan", "Hờn Bạn"),
    "Cơ-ho": ("Cơ ho", "Cơho", "K'Ho", "Kơ Ho", "Kơho", "Xrê", "Nốp", "Cơ Don", "Chil", "Lát"),
    "Chăm": ("Chàm", "Chiêm Thành", "Hroi", "Chăm Hroi"),
    "Sán Dìu": ("Sán Dẻo", "Trại Đất", "Mán quần cộc"),
    "Hrê": ("H'rê", "Chăm Rê", "Chom", "Krẹ", "Lũy", "Hơ rê"),
    "Mnông": ("M'Nông", "Mơ Nông", "Pnông", "Nông", "Mnông Preh", "Bu đâng", "ĐiPri", "Biat"),
    "Ra-glai": ("Ra glai", "Raglai", "Ra glây", "Noang", "La Oang"),
    "Xtiêng": ("S'Tiêng", "Stiêng", "Xa Điêng", "Xa chiêng"),
    "Bru-Vân Kiều": ("Bru", "Vân Kiều", "Măng Coong", "Khùa"),
    "Thổ": ("Kẹo", "Mọn", "Đan Lai", "Ly Hà", "Tày Poọng"),
    "Giáy": ("Nhắng", "Dẩng", "Pầu Thìn", "Nu Nà", "Cùi Chu"),
    "Cơ-tu": ("Cơ tu", "Cơtu", "Ca tu", "Katu", "Ca Tang"),
    "Gié-Triêng": ("Gié Triêng", "Giẻ Triêng", "Giẻ-Triêng", "Gié", "Đgiéh", "Ta Riêng"),
    "Mạ": ("Châu Mạ", "Mạ Ngăn", "Mạ Xóp", "Mạ Tô", "Mạ Krung"),
    "Khơ-mú": ("Khơ mú", "Khơmú", "Xá Cẩu", "Mứn Xen", "Pu Thênh", "Tềnh", "Tày Hay", "Khmú"),
    "Co": ("Cor", "Col", "Cùa", "Trầu"),
    "Ta-ôi": ("Ta ôi", "Tà Ôi", "Tôi Ôi", "Pa Cô", "Pa Hi", "Ba Hi", "Tà Ôih"),
    "Chơ-ro": ("Chơ ro", "Chơro", "Dơ Ro", "Châu Ro", "Chrau Jro"),
    "Kháng": ("Xá Khao", "Xá Súa", "Xá Dón", "Xá Dẩng", "Xá Hốc", "Xá Ái", "Xá Bung"),
    "Xinh-mun": ("Xinh mun", "Xinhmun", "Puộc", "Pụa"),
    "Hà Nhì": ("U Ni", "Xá U Ni"),
    "Chu-ru": ("Chu ru", "Churu", "Chơ Ru"),
    "Lào": ("Lào Bốc", "Lào Nọi"),
    "La Chí": ("Cù Tê", "La Quả"),
    "La Ha": ("Xá Khắc", "Phlắc", "Khlá"),
    "Phù Lá": ("Bồ Khô Pạ", "Mu Di Pạ", "Xá Phó", "Phổ", "Va Xơ Lao"),
    "La Hủ": ("Pu Đang", "Khù Xung", "Cò Xung", "Khả Quy"),
    "Lự": ("Lừ", "Nhuồn", "Duôn"),
    "Lô Lô": ("Mun Di",),
    "Chứt": ("Sách", "May", "Rục", "Mã Liềng", "A rem", "Tu vang", "Pa leng", "Xơ Lang"),
    "Mảng": ("Mảng Ư", "Xá lá vàng"),
    "Pà Thẻn": ("Pà Hưng", "Tống"),
    "Cơ Lao": ("Cờ Lao",),
    "Cống": ("Xắm Khống", "Mấng Nhé", "Xá Xeng"),
    "Bố Y": ("Chủng Chá", "Trọng Gia", "Tu Dí", "Tu Dìn"),
    "Si La": ("Cù Dề Xừ", "Khả pẻ"),
    "Pu Péo": ("Ka Pèo", "Pen Ti Lô Lô"),
    "Brâu": ("Brao",),
    "Ơ Đu": ("Tày Hạt",),
    "Rơ-măm": ("Rơ măm", "Rơmăm"),
}
GROUPS = tuple(_NAMES)
_OTHERS = ("Khác", "DT khác", "Dân tộc khác", "DTTS khác")


def _fold(text):
    return name_key(text).replace("-", "").replace(" ", "")


def slug(name):
    """The official name in letters for a code: "hmong", "bruvankieu"; each group its own."""
    return _fold(name)


def _index():
    """Folded spelling -> name. Official names win; a spelling two groups share finds neither."""
    claims = {}
    for name, others in _NAMES.items():
        for other in others:
            claims.setdefault(_fold(other), set()).add(name)
    found = {key: names.pop() for key, names in claims.items() if len(names) == 1}
    return found | {_fold(name): name for name in GROUPS} | {_fold(name): OTHER for name in _OTHERS}


_BY_SPELLING = _index()
_YES = spelling_key("có")
_LEADS = ("nguoidantoc", "dantoc", "nguoi", "dt")


def find(text):
    """The official name for what a list says ("M'nông", "Êđê", "DT Mông"), or None."""
    key = _fold(text)
    # "Có" answers a question; the group is written Co, Cor, Col.
    if spelling_key(text) == _YES:
        return None
    if key in _BY_SPELLING:
        return _BY_SPELLING[key]
    for lead in _LEADS:
        if key.startswith(lead) and key[len(lead) :] in _BY_SPELLING:
            return _BY_SPELLING[key[len(lead) :]]
    return None


def is_minority(name):
    """Whether an official name is that of a minority; what is not known counts as none."""
    return name not in ("", MAJORITY)
