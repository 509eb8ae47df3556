"""What the portal said of a file, kept as code and values and worded when it is read.

So a problem stored by a worker is read in the language of the person who opens the page. A value is
plain, or a word of the interface: a choice, a lazy translation, a saying inside a saying.
"""

from dataclasses import dataclass, field

from django.db.models import Choices
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext

from campaign import choices as campaign_choices
from campaign.lib.workbook.refusals import SENTENCES as OF_FILES
from households import choices
from households.sentences import ERRORS, REFUSALS, WARNINGS

_LONGEST = 500
_PLAIN = (str, int, float, type(None))


@dataclass(frozen=True)
class Saying:
    """A piece of a sentence: `text` is the Vietnamese source text, in the catalogue."""

    text: str
    values: dict = field(default_factory=dict)


def pack(values):
    """`values` of a sentence in JSON's own types."""
    return {name: _pack(value) for name, value in values.items()}


def _pack(value):
    if isinstance(value, Choices):
        return {"choice": [type(value).__name__, value.value]}
    if isinstance(value, _PLAIN):
        return value
    if isinstance(value, Saying):
        return {"text": value.text, "values": pack(value.values)}
    if isinstance(value, Promise):
        with translation.override("vi"):
            return {"text": str(value), "values": {}}
    if isinstance(value, list | tuple):
        return [_pack(part) for part in value]
    return str(value)


def unpack(values):
    """The packed `values` in the language of the page."""
    return {name: _unpack(value) for name, value in values.items()}


def _unpack(value):
    if isinstance(value, list):
        return "".join(str(_unpack(part)) for part in value)
    if not isinstance(value, dict):
        return value
    if "choice" in value:
        name, chosen = value["choice"]
        words = getattr(choices, name, None) or getattr(campaign_choices, name)
        return words(chosen).label
    return gettext(value["text"]) % unpack(value["values"])


def of_problem(problem):
    """The sentence of a problem: anything with `code`, `column`, `value` and packed `params`."""
    text = ERRORS.get(problem.code) or WARNINGS[problem.code]
    named = {"value": problem.value, "column": problem.column}
    return (str(text) % (named | unpack(problem.params)))[:_LONGEST]


def of_refusal(code, values):
    """Why a whole file is refused, as a file or as a list; "" without a code."""
    if not code:
        return ""
    text = REFUSALS.get(code) or OF_FILES[code]
    return (str(text) % unpack(values))[:_LONGEST]
