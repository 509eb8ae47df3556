"""The sentences of an import, each saying what to do: errors, warnings, refusals of a whole file.

`%(value)s` is what stands in the cell, `%(column)s` the heading as the person wrote it.
"""

from django.utils.translation import gettext_lazy as _

ERRORS = {
    "value_missing": _("Cột “%(column)s” bỏ trống. Hãy điền rồi tải lên lại."),
    "value_missing_below": _(
        "Cột “%(column)s” bỏ trống. Nếu dòng này giống các dòng trên, hãy ghi lại giá trị đó vào "
        "từng dòng rồi tải lên lại."
    ),
    "name_unreadable": _("Họ tên chủ hộ không có chữ nào. Hãy ghi đầy đủ họ và tên chủ hộ."),
    "text_too_long": _("Nội dung dài hơn %(limit)s ký tự. Hãy viết ngắn lại."),
    "formula_error": _(
        "Ô có công thức bị lỗi (%(value)s). Hãy sửa công thức hoặc gõ giá trị vào ô."
    ),
    "commune_unknown": _(
        "Không có “%(value)s” trong danh mục xã, phường của %(unit)s.%(hint)s Hãy viết đúng tên "
        "trong danh mục, hoặc đưa dòng này sang danh sách của đơn vị khác."
    ),
    "commune_ambiguous": _(
        "“%(value)s” có thể là nhiều xã: %(names)s. Hãy ghi thêm tên huyện sau dấu phẩy."
    ),
    "village_unknown": _(
        "Không có “%(value)s” trong danh mục thôn, tổ dân phố của %(commune)s.%(hint)s Hãy viết "
        "đúng tên trong danh mục, hoặc thêm thôn tại trang địa bàn của %(commune)s rồi tải lên lại."
    ),
    "birth_unreadable": _(
        "Không đọc được ngày sinh “%(value)s”. Hãy ghi ngày/tháng/năm, ví dụ 15/08/1962, hoặc chỉ "
        "ghi năm 1962."
    ),
    "birth_impossible": _("Năm sinh %(value)s không thể đúng. Hãy kiểm tra lại."),
    "sex_unknown": _("Không hiểu giới tính “%(value)s”. Hãy ghi Nam hoặc Nữ."),
    "ethnicity_unknown": _(
        "Không có dân tộc “%(value)s” trong danh mục 54 dân tộc. Hãy viết đúng tên, ví dụ Kinh, "
        "Mnông, Ê-đê; nếu không có trong danh mục, ghi Khác."
    ),
    "class_unknown": _(
        "“%(value)s” không phải một phân loại hộ. Hãy ghi một trong ba: Hộ nghèo, Hộ cận nghèo, "
        "Không nghèo."
    ),
    "columns_missing": _(
        "Thiếu cột bắt buộc: %(names)s. Hãy chỉ ra cột đó ở mục “Đọc tệp này thế nào” của trang "
        "này, hoặc thêm cột vào tệp rồi tải lên lại."
    ),
    "sheets_none": _(
        "Chưa chọn trang tính nào để đọc. Hãy đánh dấu trang ở mục “Đọc tệp này thế nào”."
    ),
    "village_needed": _(
        "Tệp không có cột thôn và chưa nhận ra hộ này trong dữ liệu đã có. Hãy chọn thôn cho các "
        "hộ chưa rõ ở mục “Đọc tệp này thế nào”, hoặc thêm cột Thôn vào tệp rồi tải lên lại."
    ),
    "head_missing": _(
        "Không thấy chủ hộ của hộ bắt đầu từ dòng này. Hãy ghi “Chủ hộ” ở cột “%(column)s” tại "
        "dòng của chủ hộ."
    ),
    "only_other_standard": _(
        "Cả %(count)s hộ của trang này theo chuẩn khác với chuẩn của kỳ rà soát (%(standard)s). "
        "Hãy tải tệp này lên kỳ rà soát theo chuẩn đó."
    ),
    "class_missing": _(
        "Chưa ghi hộ thuộc loại nào. Hãy ghi Hộ nghèo, Hộ cận nghèo hoặc Không nghèo."
    ),
    "class_both": _("Hộ được đánh dấu vừa nghèo vừa cận nghèo. Hãy chỉ giữ một dấu."),
    "class_twice": _(
        "Hộ này được ghi ở hai phân loại khác nhau: dòng %(rows)s. Hãy giữ một dòng đúng, xóa dòng "
        "kia."
    ),
    "number_unreadable": _("“%(value)s” không phải một số. Hãy ghi số, ví dụ 4."),
    "members_impossible": _(
        "Số khẩu %(value)s không thể đúng: phải là số nguyên từ 1 đến %(limit)s."
    ),
    "score_impossible": _("Điểm %(value)s không thể đúng: phải là số nguyên từ 0 đến %(limit)s."),
    "b2_not_tens": _(
        "Điểm B2 là %(value)s: mỗi chỉ số thiếu hụt tính 10 điểm, nên điểm B2 phải tròn chục."
    ),
    "b2_too_high": _(
        "Điểm B2 là %(value)s, vượt mức cao nhất %(limit)s của chuẩn nghèo này. Hãy kiểm tra lại."
    ),
    "number_list_unreadable": _(
        "Không hiểu “%(value)s”. Hãy ghi số thứ tự cách nhau bằng dấu phẩy, ví dụ 1, 3, 7."
    ),
    "citizen_id_unreadable": _(
        "Số định danh cá nhân có ký tự không phải chữ số (%(value)s). Hãy ghi đủ 12 chữ số."
    ),
    "citizen_id_length": _(
        "Số định danh cá nhân có %(count)s chữ số. Số CCCD có 12 chữ số (CMND cũ có 9). Hãy kiểm "
        "tra lại, và đặt cột này ở dạng Văn bản (Text) trước khi gõ."
    ),
    "citizen_id_twice": _(
        "Số định danh này được ghi cho nhiều hộ: dòng %(rows)s. Mỗi người chỉ đứng tên một hộ; hãy "
        "sửa số sai hoặc xóa dòng thừa."
    ),
    "household_twice": _(
        "Hộ này được ghi nhiều lần: dòng %(rows)s (cùng họ tên, năm sinh và thôn). Nếu là hai hộ "
        "khác nhau, hãy ghi số định danh hoặc mã hộ của cả hai; nếu không, hãy xóa dòng thừa."
    ),
    "change_unknown": _(
        "Không hiểu diễn biến “%(value)s”. Hãy ghi: Hộ cũ, Phát sinh mới, Tái nghèo, Thoát nghèo, "
        "Chuyển đến hoặc Chuyển đi."
    ),
    "member_without_household": _(
        "Không tìm thấy hộ “%(value)s” trong danh sách hộ. Hãy ghi đúng số thứ tự (STT) của hộ."
    ),
    # --- totals ---
    "total_impossible": _("“%(value)s” không thể đúng: phải là số nguyên từ 0 trở lên."),
    "area_unknown": _("Không hiểu khu vực “%(value)s”. Hãy ghi thành thị hoặc nông thôn."),
    "unit_twice": _("%(name)s được ghi nhiều lần: dòng %(rows)s. Hãy chỉ giữ một dòng."),
    "minority_above_total": _(
        "%(what)s dân tộc thiểu số (%(part)s) lớn hơn tổng số (%(whole)s). Hãy kiểm tra lại."
    ),
    "average_above_total": _(
        "%(what)s mức sống trung bình (%(part)s) lớn hơn tổng số (%(whole)s). Hãy kiểm tra lại."
    ),
    "people_below_households": _(
        "Tổng số nhân khẩu (%(people)s) nhỏ hơn tổng số hộ (%(households)s). Hãy kiểm tra lại."
    ),
    "classes_above_total": _(
        "Số hộ nghèo và hộ cận nghèo (%(part)s) lớn hơn tổng số hộ (%(whole)s). Hãy sửa, hoặc để "
        "trống tổng số hộ nếu chưa có số đúng."
    ),
    "total_below_listed": _(
        "Tổng số hộ là %(value)s, nhưng danh sách kỳ này đã có %(listed)s hộ nghèo và cận nghèo. "
        "Hãy kiểm tra lại tổng số."
    ),
}

WARNINGS = {
    "column_absent": _(
        "Không có cột “%(name)s”. Vẫn ghi được danh sách, nhưng số liệu theo cột này sẽ thiếu."
    ),
    "column_guessed": _(
        "Hiểu cột “%(column)s” là “%(name)s”. Nếu không đúng, hãy chọn lại ở mục “Đọc tệp này thế "
        "nào”."
    ),
    "column_unused": _("Các cột không dùng đến: %(names)s."),
    "column_twice": _("Có nhiều cột cho cùng một nội dung “%(name)s”: chỉ đọc cột %(letter)s."),
    "minority_differs": _(
        "Hộ được đánh dấu là hộ dân tộc thiểu số, nhưng cột “Dân tộc” ghi “%(value)s”. Ghi theo "
        "cột “Dân tộc”; hãy kiểm tra lại."
    ),
    "sheet_skipped": _(
        "Không đọc trang này vì không thấy dòng tiêu đề của bảng (Họ và tên chủ hộ, Thôn, Năm "
        "sinh, …)."
    ),
    "sheet_conceals": _(
        "Trang này có dòng hoặc cột đang ẩn, hoặc đang lọc: vẫn đọc cả phần ẩn. Nếu phần ẩn không "
        "thuộc danh sách, hãy xóa trong tệp rồi tải lên lại."
    ),
    "sheet_summary": _(
        "Không đọc trang này vì có vẻ là trang tổng hợp. Nếu là danh sách hộ, hãy đánh dấu trang ở "
        "mục “Đọc tệp này thế nào”."
    ),
    "head_alone": _(
        "Hộ này chỉ có một dòng: ghi 1 khẩu. Nếu còn thành viên khác, hãy thêm vào tệp."
    ),
    "day_unreadable": _("Không đọc được ngày “%(value)s”. Ngày này không được dùng đến."),
    "reviewed_outside": _(
        "Ngày rà soát %(value)s nằm ngoài thời gian của kỳ này (%(first)s – %(last)s). Vẫn ghi hộ "
        "này; hãy kiểm tra lại."
    ),
    "standard_unknown": _(
        "Không hiểu chuẩn nghèo “%(value)s”: coi là chuẩn của kỳ rà soát này. Hãy ghi “Chuẩn quốc "
        "gia” hoặc “Chuẩn tỉnh”."
    ),
    "other_standard": _(
        "%(count)s hộ theo chuẩn khác với chuẩn của kỳ rà soát này (%(standard)s) nên không đọc. "
        "Có thể tải chính tệp này lên kỳ rà soát theo chuẩn kia."
    ),
    "children_differ": _(
        "Số trẻ em (%(value)s) nhỏ hơn số trẻ em ghi ở cột khác, hoặc lớn hơn số khẩu. Ghi theo "
        "danh sách; hãy kiểm tra lại."
    ),
    "merged_rows": _(
        "Ô “%(value)s” được gộp từ dòng %(first)s đến dòng %(last)s: chỉ tính cho dòng %(first)s. "
        "Nếu đúng cho cả các dòng dưới, hãy bỏ gộp ô và ghi vào từng dòng."
    ),
    "merged_columns": _(
        "Ô “%(value)s” được gộp qua các cột %(names)s: chỉ tính cho cột “%(column)s”. Hãy bỏ gộp ô "
        "và ghi vào đúng cột."
    ),
    "sheet_hidden": _("Không đọc trang này vì trang đang ẩn."),
    "legacy_encoding": _(
        "Trang dùng phông chữ cũ %(name)s: đã chuyển %(count)s ô sang Unicode. Hãy xem lại dấu của "
        "các tên."
    ),
    "mojibake_repaired": _(
        "Trang có chữ bị lỗi mã (như “Nguyá»…n”): đã sửa lại %(count)s ô. Hãy xem lại dấu của "
        "các tên."
    ),
    "blank_cell": _("Cột “%(column)s” bỏ trống. Số liệu theo cột này sẽ thiếu hộ này."),
    "village_from_sheet": _("Không có cột thôn: lấy tên trang “%(value)s” làm tên thôn."),
    "class_implied": _("Không có cột phân loại: mọi hộ của bảng này được ghi là “%(written)s”."),
    "two_digit_year": _("Năm sinh chỉ có hai chữ số (%(value)s): hiểu là %(year)s."),
    "two_birth_columns": _("Ghi năm sinh ở cả cột Nam và cột Nữ. Hãy kiểm tra lại giới tính."),
    "citizen_id_padded": _(
        "Số định danh bị mất số 0 ở đầu do Excel: đã thêm lại thành 12 chữ số. Hãy kiểm tra lại."
    ),
    "citizen_id_old": _("Đây là số CMND 9 số. Nên thay bằng số định danh cá nhân 12 số."),
    "citizen_id_lost": _(
        "Excel đã đổi số định danh sang dạng rút gọn (%(value)s), mất chữ số cuối: không ghi số "
        "này. Hãy đặt cột ở dạng Văn bản (Text) rồi gõ lại."
    ),
    "citizen_id_province": _("Ba số đầu của số định danh không phải mã tỉnh nào. Hãy kiểm tra."),
    "code_is_citizen_id": _(
        "Mã hộ là số định danh cá nhân: không lưu ở cột mã hộ. Hãy ghi số này ở cột số định danh."
    ),
    "members_missing": _("Chưa có số khẩu. Số nhân khẩu của hộ này sẽ không được tính."),
    "members_differ": _(
        "Ghi %(value)s khẩu nhưng danh sách thành viên có %(count)s người (kể cả chủ hộ)."
    ),
    "flag_unknown": _(
        "Không hiểu dấu “%(value)s”: coi như không đánh dấu. Hãy ghi x hoặc bỏ trống."
    ),
    "target_unknown": _("Không hiểu đối tượng “%(value)s”: không ghi."),
    "points_differ": _(
        "Điểm B1 = %(b1)s, B2 = %(b2)s cho kết quả “%(computed)s”, danh sách ghi “%(written)s”. "
        "Ghi theo danh sách; hãy kiểm tra lại."
    ),
    "standard_unsure": _(
        "%(name)s: danh mục chỉ số và cách chấm điểm chưa được đối chiếu với văn bản. Tạm dùng các "
        "chỉ số của giai đoạn 2022-2025; phân loại ghi theo danh sách, không đối chiếu với điểm."
    ),
    "points_of_other_area": _(
        "Điểm B1 = %(b1)s, B2 = %(b2)s cho kết quả “%(computed)s” theo ngưỡng %(area)s, còn "
        "danh sách ghi “%(written)s”, đúng với ngưỡng của khu vực kia. Ghi theo danh sách; hãy xem "
        "lại hộ được chấm theo phiếu của khu vực nào."
    ),
    "poor_kind_differs": _(
        "Điểm B1 = %(b1)s ứng với “%(computed)s”, danh sách ghi “%(written)s”. Ghi theo danh sách; "
        "hãy kiểm tra lại."
    ),
    "b2_other_deprivations": _(
        "Điểm B2 là %(value)s, ứng với %(by_points)s chỉ số thiếu hụt, nhưng danh sách đánh dấu "
        "%(count)s chỉ số. Ghi theo danh sách; hãy kiểm tra lại."
    ),
    "poor_few_deprivations": _(
        "Hộ nghèo nhưng chỉ có %(count)s chỉ số thiếu hụt (chuẩn này cần từ %(limit)s). Ghi theo "
        "danh sách; hãy kiểm tra lại."
    ),
    "near_poor_many_deprivations": _(
        "Hộ cận nghèo nhưng có %(count)s chỉ số thiếu hụt (từ %(limit)s là hộ nghèo). Ghi theo "
        "danh sách; hãy kiểm tra lại."
    ),
    "duplicate_collapsed": _("Dòng này trùng hoàn toàn với dòng %(rows)s: chỉ ghi một lần."),
    "namesakes": _(
        "Có nhiều hộ cùng họ tên, năm sinh và thôn: dòng %(rows)s. Ghi là các hộ khác nhau vì số "
        "định danh hoặc mã hộ khác nhau; hãy kiểm tra lại."
    ),
    "member_twice": _("Số định danh của thành viên này có ở nhiều hộ: dòng %(rows)s."),
    "moved": _("Hộ này trước đây ở %(former)s: sẽ được chuyển về địa bàn của danh sách này."),
    "head_changed": _("Chủ hộ thay đổi từ “%(former)s” sang “%(value)s”. Hãy kiểm tra lại."),
    "listed_elsewhere": _(
        "Người có số định danh này đang có trong danh sách kỳ này của một xã khác. Hai xã cần "
        "thống nhất hộ thuộc xã nào; tạm ghi như một hộ riêng."
    ),
    "village_new": _(
        "“%(value)s” chưa có trong danh mục thôn, tổ dân phố của %(commune)s: sẽ được thêm khi xác "
        "nhận. Nếu tên này viết sai, hãy sửa trong tệp rồi tải lên lại."
    ),
    "removes": _(
        "Tệp không còn %(count)s hộ đang có trong danh sách kỳ này của các xã trong tệp. Khi xác "
        "nhận, các hộ đó được đưa ra khỏi danh sách kỳ này (hồ sơ hộ vẫn còn). Nếu tệp chỉ có một "
        "phần của xã, đừng xác nhận: hãy tải lên danh sách của cả xã."
    ),
    # --- aggregate tables ---
    "table_skipped": _("Không đọc trang này vì không thấy tiêu đề của một biểu tổng hợp."),
    "table_words": _("Ô này ghi chữ (“%(value)s”) thay cho số: coi như không có số."),
    "table_fraction": _(
        "Cột số nguyên nhưng ghi %(value)s: có thể là %(guess)s. Coi như không có số; hãy gõ lại "
        "số nguyên rồi tải lên lại."
    ),
    "table_village_row": _(
        "Không ghi dòng “%(value)s”: biểu tổng hợp chỉ nhập số của cả xã, không nhập số của "
        "thôn, tổ dân phố."
    ),
    "table_conflict": _(
        "%(unit)s: ô này ghi %(value)s, nhưng ở chỗ khác trong tệp ghi %(known)s. Lấy %(known)s; "
        "hãy kiểm tra lại."
    ),
    "exits_unparted": _(
        "Biểu không tách số hộ thoát nghèo thành “trở thành hộ cận nghèo” và “vượt chuẩn cận "
        "nghèo”: không ghi cột này. Cột 2, 3 của biểu R2 sẽ trống; nếu có số tách, hãy thêm hai "
        "cột đó vào tệp rồi tải lên lại."
    ),
    "unit_covered": _(
        "Mọi xã của %(unit)s đã có số liệu riêng kỳ này: số liệu cộng từ các xã, dòng này chỉ được "
        "lưu để đối chiếu."
    ),
    "rate_differs": _(
        "Tỷ lệ ghi %(value)s, nhưng tính lại là %(computed)s (%(above)s/%(below)s). Không lấy tỷ "
        "lệ trong tệp; hãy kiểm tra lại số hộ."
    ),
    "sum_differs": _(
        "%(name)s ghi %(value)s, nhưng các phần cộng lại là %(parts)s.%(hint)s Ghi theo từng dòng; "
        "hãy kiểm tra lại."
    ),
    "title_differs": _(
        "Tiêu đề ghi %(value)s hộ, nhưng các dòng cộng lại là %(parts)s. Ghi theo từng dòng; hãy "
        "kiểm tra lại."
    ),
    "flow_gap": _(
        "%(unit)s: đầu kỳ, tăng, giảm và cuối kỳ không khớp, chênh %(gap)s. Ghi như trong tệp và "
        "hiện phần chênh; hãy kiểm tra lại."
    ),
    "flow_differs": _(
        "%(unit)s: phải có %(rule)s, nhưng hai số là %(left)s và %(right)s. Ghi như trong tệp; hãy "
        "kiểm tra lại."
    ),
    "opening_differs": _(
        "%(unit)s: đầu kỳ ghi %(value)s, nhưng kỳ trước kết thúc với %(closed)s. Ghi như trong "
        "tệp; hãy kiểm tra lại."
    ),
    "unit_listed": _(
        "%(unit)s đã có danh sách hộ kỳ này: số liệu lấy từ danh sách, không lấy từ biểu này."
    ),
    "list_differs": _(
        "%(unit)s: biểu ghi %(value)s, danh sách hộ kỳ này có %(listed)s. Số liệu lấy từ danh sách."
    ),
    # --- totals ---
    "villages_differ": _(
        "Các thôn, tổ dân phố của %(name)s cộng lại có %(parts)s %(what)s, nhưng tổng số của "
        "%(name)s là %(total)s.%(hint)s Hãy kiểm tra lại cả hai số."
    ),
    "area_differs": _("Khu vực ghi trong tệp khác với loại đơn vị (%(kind)s). Ghi theo tệp."),
}

REFUSALS = {
    "quota": _("Hôm nay bạn đã tải lên %(limit)s tệp. Hãy tải tiếp vào ngày mai."),
    "review_closed": _(
        "Kỳ rà soát này ở tình trạng “%(state)s”, không nhận danh sách mới. Muốn sửa, hãy đề nghị "
        "cơ quan quản lý giảm nghèo cấp tỉnh mở lại kỳ rà soát, rồi tải lên lại."
    ),
    "commune_recognised": _(
        "%(units)s đã có quyết định công nhận nên không nhận danh sách mới. Muốn sửa, hãy thu hồi "
        "bước công nhận ở trang tiến độ của xã, ghi lý do, rồi tải lên lại."
    ),
    "unit_not_in_review": _("%(unit)s không thuộc kỳ rà soát này. Hãy chọn đúng địa bàn và năm."),
    "no_heading": _(
        "Không tìm thấy dòng tiêu đề của bảng. Bảng cần có các cột: %(names)s. Nên dùng mẫu tải từ "
        "trang này."
    ),
    "no_table": _(
        "Không tìm thấy biểu tổng hợp nào. Bảng cần có cột tên đơn vị và ít nhất hai cột số, ví dụ "
        "Tổng số hộ, Hộ nghèo. Nên dùng mẫu tải từ trang này."
    ),
    "no_commune_row": _(
        "Không thấy dòng số liệu của cả xã. Hãy thêm dòng Tổng cộng rồi tải lên lại."
    ),
    "columns_missing": _("Thiếu cột bắt buộc: %(names)s. Hãy thêm cột rồi tải lên lại."),
    "no_rows": _("Tệp không có dòng dữ liệu nào dưới dòng tiêu đề."),
    "too_many_rows": _(
        "Danh sách có hơn %(limit)s dòng. Hãy tách danh sách theo xã hoặc theo huyện rồi tải lên "
        "từng tệp."
    ),
    "another_unit": _(
        "Tệp này có vẻ là danh sách của nơi khác: %(count)s trên %(total)s dòng ghi xã không thuộc "
        "%(unit)s (ví dụ “%(value)s”). Hãy chọn đúng tệp hoặc đúng địa bàn."
    ),
    "other_villages": _(
        "Tệp này có vẻ là danh sách của nơi khác: không thôn nào trong %(total)s dòng (ví dụ "
        "“%(value)s”) có trong danh mục của %(unit)s. Hãy chọn đúng tệp, hoặc thêm các thôn tại "
        "trang địa bàn."
    ),
    "stored_file_lost": _("Không còn tệp đã lưu. Hãy tải tệp lên lại."),
}
