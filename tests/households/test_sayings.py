"""What was said of a file is worded when it is read, in the language of the page."""

import json

from django.utils import translation
from django.utils.translation import gettext_lazy, gettext_noop

from households import sayings
from households.choices import PovertyClass
from households.imports.problems import Problem, Tally
from households.sayings import Saying


def said(code, language, **params):
    tally = Tally()
    tally.add(code, **params)
    with translation.override(language):
        (problem,) = tally.in_order()
        return Problem(*problem).message


def test_a_problem_is_read_in_the_language_of_the_page():
    facts = {"b1": 150, "b2": 30, "computed": PovertyClass.NONE, "written": PovertyClass.POOR}
    vietnamese = said("points_differ", "vi", **facts)
    english = said("points_differ", "en", **facts)
    assert "“Không nghèo”" in vietnamese and "“Hộ nghèo”" in vietnamese
    assert "Hộ nghèo" not in english and "Poor household" in english


def test_a_saying_inside_a_saying_is_translated_too():
    hint = [" ", Saying(gettext_noop("Có phải %(names)s?"), {"names": ["“Thôn 1”"]})]
    facts = {"commune": "Xã An Hòa", "hint": hint, "value": "Thôn l"}
    assert "Có phải “Thôn 1”?" in said("village_unknown", "vi", **facts)
    english = said("village_unknown", "en", **facts)
    assert "“Thôn 1”" in english and "Có phải" not in english


def test_what_stands_in_a_cell_is_never_translated():
    assert "“Nữ”" in said("class_unknown", "en", value="Nữ")


def test_packed_values_are_plain_json_and_survive_it():
    values = {"a": PovertyClass.POOR, "b": gettext_lazy("Thôn"), "c": [1, None, "x"]}
    packed = json.loads(json.dumps(sayings.pack(values)))
    with translation.override("vi"):
        assert sayings.unpack(packed)["b"] == "Thôn"
        assert sayings.unpack(packed)["a"] == "Hộ nghèo"
