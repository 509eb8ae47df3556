from decimal import Decimal

from campaign.lib import numbers


def test_integers_are_grouped_with_dots():
    assert numbers.integer(1234567) == "1.234.567"
    assert numbers.integer(None) == ""


def test_decimals_round_half_up_and_keep_their_zeros():
    assert numbers.decimal(Decimal("8.6")) == "8,60"
    assert numbers.decimal(Decimal("15.945")) == "15,95"
    assert numbers.decimal(Decimal("-0.005")) == "-0,01"
    assert numbers.decimal(Decimal("1234.5"), places=1) == "1.234,5"
    assert numbers.decimal(Decimal("43"), places=0) == "43"
