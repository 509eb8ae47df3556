from households.choices import BatchState
from households.models import Household, Status
from tests.households.imports.conftest import line, problems, sheet_of


def test_a_clean_list_goes_in(desk, ground):
    batch = desk.check(sheet_of([line(n) for n in range(1, 6)]))
    assert problems(batch) == {}
    assert (batch.state, batch.rows_read, batch.accepted, batch.created) == ("checked", 5, 5, 5)
    assert Status.objects.count() == Household.objects.count() == 0


def test_confirming_writes_every_field(desk, ground, cast):
    rows = [
        line(1, Đối_tượng="Người có công", Ghi_chú="neo đơn"),
        line(2, Phân_loại="Hộ cận nghèo"),
    ]
    rows[1].update({"Thiếu hụt 7": None, "Thiếu hụt 10": None, "Điểm B2": 20})
    batch = desk.commit(sheet_of(rows))
    assert (batch.state, batch.created, batch.committed_by) == (BatchState.COMMITTED, 2, cast.lan)
    first, second = Status.objects.order_by("pk")
    assert (first.head_name, first.head_birth_year, first.head_sex) == (
        "Nguyễn Văn B",
        1951,
        "male",
    )
    assert (first.poverty_class, first.b1, first.b2, first.members) == ("poor", 120, 40, 2)
    assert (first.deprivations, first.causes, first.flags) == (0b1001001001, 0b10, 0b1)
    assert (first.ethnicity, first.is_minority, first.note) == ("Kinh", False, "neo đơn")
    assert first.village.name == "Thôn 1" and first.commune == ground.a
    assert (first.district, first.province, first.area) == (None, ground.province, "rural")
    assert (second.poverty_class, second.is_minority, second.deprivations) == ("near_poor", True, 9)
    assert first.household.citizen_id_tail == "0001" and first.batch == batch
