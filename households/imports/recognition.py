"""Households of a list that names no village, known again by code, name and sex.

The export of the ministry's system gives a household's code, head and sex, but neither village nor
birth. A code is no key, so it counts together with the name, and only where one household alone
in the commune has both.
"""

from households.imports.cleaning import person_spelling
from households.imports.matching import Scope
from households.models import Household


def villages(roster, rows, ground):
    """{row: village id on the review's day} of the `rows` that are surely a stored household.

    A birth year that the list has no column for is taken from the household. A constant number
    of queries.
    """
    if "code" not in roster.present:
        return {}
    scope = Scope.of({roster["commune_id"][index] for index in rows})
    stored, twice = {}, set()
    fields = ("code", "head_name", "head_sex", "village", "head_birth_year")
    households = Household.objects.filter(commune__in=scope.related).exclude(code="")
    for code, name, sex, village, birth in households.values_list(*fields):
        key = (code, person_spelling(name))
        if key in stored:
            twice.add(key)
        stored[key] = (sex, scope.life(village), birth)
    found = {}
    births_unsaid = "birth" not in roster.present
    for index in rows:
        key = (roster["code"][index], person_spelling(roster["head_name"][index]))
        sex, village, birth = stored.get(key, ("", None, None))
        other = sex and roster["sex"][index] and sex != roster["sex"][index]
        if key in twice or other or village not in ground.village_ids:
            continue
        found[index] = village
        if births_unsaid:
            roster["birth"][index] = birth
    return found
