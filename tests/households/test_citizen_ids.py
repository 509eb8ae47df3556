import datetime

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError

from campaign.models import Event
from households import citizen_ids
from households.models import Household, Member

ID = "067162000123"


@pytest.fixture
def household(ground):
    village = ground.a_villages[0]
    cipher, index, tail = citizen_ids.seal(ID)
    return Household.objects.create(
        head_name="Nguyễn Văn A",
        head_key="nguyen van a",
        village=village,
        commune=ground.a,
        province=ground.province,
        citizen_id_cipher=cipher,
        citizen_id_index=index,
        citizen_id_tail=tail,
    )


def test_a_sealed_id_tells_nothing_but_its_tail():
    (cipher, index, tail), other = citizen_ids.seal(ID), citizen_ids.seal(ID)
    assert ID.encode() not in cipher and cipher != other[0]
    assert index == other[1] == citizen_ids.index(ID) and ID not in index
    assert (tail, citizen_ids.masked(tail)) == ("0123", "••••••••0123")
    assert citizen_ids.index("") == citizen_ids.masked("") == ""
    assert citizen_ids.indexes([ID, "", ID]) == [index, "", index]


def test_runs_of_9_and_12_digits_are_masked_and_others_are_not():
    text = "CCCD 067162000123, CMND 245678901, điện thoại 0912345678, 12/11/2025"
    masked = "CCCD ••••••••0123, CMND ••••••••8901, điện thoại 0912345678, 12/11/2025"
    assert citizen_ids.scrub(text) == masked
    assert citizen_ids.normalise(" 067 162-000.123") == ID


def test_a_wrong_cell_repeats_no_mistyped_id_either():
    typed = "06716200012, 0671620001234, 67162000, 1234567, 12/11/2025"
    veiled = "••••••••0012, ••••••••1234, ••••••••2000, 1234567, 12/11/2025"
    assert citizen_ids.veil(typed) == veiled


def test_a_reveal_needs_a_reason_and_is_recorded(household, cast, ground):
    with pytest.raises(ValidationError):
        citizen_ids.reveal(household, cast.lan, "  ")
    assert Event.objects.filter(verb=citizen_ids.REVEAL_VERB).count() == 0
    assert citizen_ids.reveal(household, cast.lan, f"đối chiếu {ID}") == ID
    event = Event.objects.get(verb=citizen_ids.REVEAL_VERB)
    assert (event.actor, event.unit, event.object_id) == (cast.lan, ground.a, str(household.pk))
    assert event.reason == "đối chiếu ••••••••0123"


def test_a_members_id_is_revealed_like_the_heads(household, cast):
    cipher, index, tail = citizen_ids.seal("067300000456")
    member = Member.objects.create(
        household=household, name="B", citizen_id_cipher=cipher, citizen_id_index=index,
        citizen_id_tail=tail,
    )  # fmt: skip
    assert citizen_ids.reveal(member, cast.lan, "đối chiếu") == "067300000456"


@pytest.mark.parametrize("who", ["hoa", "minh", "son"])
def test_a_reveal_needs_the_right_in_that_commune(household, cast, who):
    with pytest.raises(PermissionDenied):
        citizen_ids.reveal(household, getattr(cast, who), "đối chiếu")


def test_nobody_reveals_more_than_thirty_in_an_hour(household, cast):
    with time_machine.travel(datetime.datetime(2025, 11, 30, 8, tzinfo=datetime.UTC)) as clock:
        for _ in range(citizen_ids.REVEALS_PER_HOUR):
            citizen_ids.reveal(household, cast.lan, "đối chiếu")
        with pytest.raises(PermissionDenied, match="30"):
            citizen_ids.reveal(household, cast.lan, "đối chiếu")
        assert citizen_ids.reveal(household, cast.admin, "đối chiếu") == ID
        clock.shift(datetime.timedelta(minutes=61))
        assert citizen_ids.reveal(household, cast.lan, "đối chiếu") == ID
