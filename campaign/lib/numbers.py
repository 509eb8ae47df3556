"""Numbers as Vietnamese offices print them: 1.234.567 and 8,60, rounded half up."""

from decimal import ROUND_HALF_UP, Decimal


def integer(value):
    """1234567 as "1.234.567"; nothing as an empty text."""
    return "" if value is None else f"{value:,}".replace(",", ".")


def decimal(value, places=2):
    """A Decimal as "1.234,56", half up, trailing zeros kept; nothing as an empty text."""
    if value is None:
        return ""
    rounded = Decimal(value).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    whole, _, fraction = f"{rounded:,f}".partition(".")
    return whole.replace(",", ".") + ("," + fraction if fraction else "")
