"""What notes say of splits and mergers: "Tách từ hộ Nguyễn Văn A", "Nhập hộ Trần Thị B".

A note only gives cause to ask, and only where the name is exactly that of a household of the
commune that the review before, or this one, lists.
"""

import re
from collections import defaultdict

from households.imports import slips
from households.imports.cleaning import person_key
from households.imports.known import KEY

_TITLE = r"(?:(?:hộ|của|gia đình|ông|bà|anh|chị)\s+)*"
_SPLIT = re.compile(rf"\btách\s+(?:(?:hộ|khẩu|ra)\s+)*(?:từ|khỏi)\s+{_TITLE}(.+)", re.IGNORECASE)
_JOINED = re.compile(rf"\bnhập\s+(?:(?:thêm|cả|với|cùng)\s+)*hộ\s+{_TITLE}(.+)", re.IGNORECASE)
_AFTER_A_NAME = re.compile(r"[,.;:()\n]|\s(?:và|ở|thôn|tổ|sinh|năm|từ|ngày)\s", re.IGNORECASE)


def split_from(roster, rows, known, review):
    """{row: [ids of the households that its note says it came out of]} of `rows`."""
    return _found(roster, rows, _SPLIT, known, review)


def joined_with(roster, rows, known, review):
    """{row: [ids of the households that its note says went into it]} of `rows`."""
    return _found(roster, rows, _JOINED, known, review)


def _found(roster, rows, pattern, known, review):
    """A constant number of queries, and none where no note names a household that is known."""
    notes, names = roster["note"], {}
    for index in rows:
        match = pattern.search(notes[index]) if notes[index] else None
        name = _AFTER_A_NAME.split(match[1])[0].strip() if match else ""
        if name:
            names[index] = name
    keys = {index: person_key(name) for index, name in names.items()}
    wanted, alike = set(keys.values()), defaultdict(list)
    for pk, stored in known.stored.items() if wanted else ():
        if stored[KEY] in wanted and pk not in known.merged and known.is_here(pk):
            alike[stored[KEY]].append(pk)
    near = {index: known.spelled(name, alike[keys[index]]) for index, name in names.items()}
    near = {index: dict.fromkeys(found) for index, found in near.items() if found}
    communes = {index: roster["commune_id"][index] for index in near}
    return {i: list(pks) for i, pks in slips.listed(near, communes, known, review).items()}
