"""The columns of the official tables counted one household after the other, for the tests to hold
the tables against: a column is a function of a World and of a weight, households or people."""

from decimal import Decimal

from tests.households import population

POOR = ("poor",)
NEAR = ("near_poor",)


def number(classes, holds=lambda row: True):
    """A column: households of the classes for which `holds`, or their people."""

    def column(world, weight):
        rows = [row for row in world.rows if row.poverty_class in classes and holds(row)]
        return sum(row.members or 0 for row in rows) if weight else len(rows)

    return column


def people_of(classes, holds=lambda row: True):
    return lambda world, _weight: number(classes, holds)(world, "_people")


def total(code):
    def column(world, _weight):
        return world.total(code)

    column.code = code
    return column


def rate(above, below):
    """Two columns by their place, from 1: nothing without a denominator that can hold it."""

    def column(world, weight):
        numerator, denominator = world.cell(above, weight), world.basis(above, below, weight)
        if numerator is None or not denominator or numerator > denominator:
            return None
        return Decimal(100) * numerator / denominator

    return column


def less(*places):
    def column(world, weight):
        numbers = [world.cell(place, weight) for place in places]
        return None if None in numbers else numbers[0] - sum(numbers[1:])

    return column


def move(name):
    return lambda world, weight: world.moves.get(f"mv_{name}{weight}", 0)


def share(classes, bit):
    def column(world, weight):
        whole = number(classes)(world, "")
        part = number(classes, lambda row: row.deprivations >> bit & 1)(world, "")
        return Decimal(100) * part / whole if whole else None

    return column


def children(classes, field):
    """Known of the households that say it; where there are households and none does, not known."""

    def column(world, _weight):
        rows = [row for row in world.rows if row.poverty_class in classes]
        said = [getattr(row, field) for row in rows if getattr(row, field) is not None]
        return None if rows and not said else sum(said)

    return column


def ethnic(classes, group):
    return number(classes, lambda row: row.is_minority and row.ethnicity == group)


def minority(row):
    return row.is_minority


def kinh(row):
    return not row.is_minority


def local(row):
    return row.flags & population.LOCAL_MINORITY


def merit(row):
    return row.flags & population.MERIT


def no_labour(row):
    return row.flags & population.NO_LABOUR


def in_no_group(row):
    return not (minority(row) or merit(row) or no_labour(row))


def woman(row):
    return row.head_sex == "female"


def deprived(classes):
    def all_of_them(world, _weight):
        rows = [row for row in world.rows if row.poverty_class in classes]
        return sum(bin(row.deprivations).count("1") for row in rows)

    each = [number(classes, lambda row, n=n: row.deprivations >> n & 1) for n in range(12)]
    return [number(classes), all_of_them, *each]


def of_groups(classes):
    traits = [minority, no_labour, merit, in_no_group]
    return [number(classes), *(number(classes, trait) for trait in traits)]


def of_ethnicities(classes, groups):
    named = [ethnic(classes, group) for group in groups]
    return [number(classes), number(classes, kinh), number(classes, minority), *named]


def groups_in(rows):
    """The minorities of the listed in the official order; those of no name come last."""
    found = {row.ethnicity for row in rows if row.is_minority and row.poverty_class != "none"}
    return [group for group in ("Ba-na", "Chăm", "Hrê") if group in found] + [""]


def of_causes(classes):
    each = [number(classes, lambda row, n=n: row.causes >> n & 1) for n in range(8)]
    return [number(classes), *each]


def of_children(classes):
    fields = ("children", "children_uninsured", "children_malnourished", "children_out_of_school")
    return [children(classes, field) for field in fields]


def by_kinh(classes):
    return [
        *(total("households"), less(1, 3), total("minority_households"), lambda *_: None),
        *(total("people"), less(5, 7), total("minority_people"), lambda *_: None),
        *(number(classes), number(classes, kinh), number(classes, minority)),
        *(number(classes, trait) for trait in (local, merit, no_labour, woman)),
        *(people_of(classes), people_of(classes, kinh), people_of(classes, minority)),
        *(people_of(classes, local), rate(9, 1), rate(11, 3), lambda *_: None),
    ]


def flow(names):
    return [move(name) for name in names.split()]


R2 = "poor_opening poor_to_near poor_above poor_other_out poor_from_near poor_relapsed poor_new"
R3 = "near_opening near_above near_to_poor near_other_out near_from_poor near_relapsed near_new"
TRUTH = {
    "r1": [
        *(total("households"), total("people"), number(POOR), rate(3, 1), number(NEAR), rate(5, 1)),
        *(total("average_households"), rate(7, 1), people_of(POOR), rate(9, 2)),
        *(people_of(NEAR), rate(11, 2), total("average_people"), rate(13, 2)),
    ],
    "r2": flow(f"{R2} poor_other_in poor_closing"),
    "r3": flow(f"{R3} near_other_in near_closing"),
    "r4": deprived(POOR),
    "r5": [number(POOR), *(share(POOR, bit) for bit in range(12))],
    "r6": deprived(NEAR),
    "r7": [number(NEAR), *(share(NEAR, bit) for bit in range(12))],
    "r8": [*of_groups(POOR), *of_groups(NEAR)],
    "r10": [*of_causes(POOR), *of_causes(NEAR)],
    "r11": [*of_children(POOR), *of_children(NEAR)],
    "r12": by_kinh(POOR),
    "r13": by_kinh(NEAR),
}


class World:
    """What is known of one unit at one review."""

    def __init__(self, people, review, unit, moves, compared):
        self.rows = population.inside(people.rows, review, unit)
        self.people, self.review, self.unit = people, review, unit
        communes = {row.commune for row in people.rows if row.review_id == review.pk}
        own = population.line(unit)
        listed = {c for c in communes if c in own or unit in population.line(c)}
        self.is_listed, self.is_compared = bool(listed), bool(listed & compared)
        self.moves, self.columns = moves[unit], ()

    def total(self, code):
        return population.total(code, self.people.rows, self.review, self.unit)

    def basis(self, above, below, weight):
        """What a rate divides by: of a total, the part of it of which the numerator is known."""
        code = getattr(self.columns[below - 1], "code", "")
        beside = getattr(self.columns[above - 1], "code", "")
        if not code:
            return self.cell(below, weight)
        return population.basis(code, self.people.rows, self.review, self.unit, beside)

    def cell(self, place, weight):
        return self.columns[place - 1](self, weight)

    def row(self, columns, weight, *, is_flow):
        self.columns = columns
        known = self.is_compared if is_flow else self.is_listed
        return [None if not known and not _is_total(c, self) else c(self, weight) for c in columns]


def _is_total(column, world):
    """Totals are known also of a unit without a list."""
    return column.__qualname__.startswith(("total.", "less."))


def worlds(people, review, unit):
    years = people.years
    place = years.index(review)
    earlier, memory = years[place - 1], years[: place - 1]
    moves, compared = population.moved(people.rows, review, earlier, memory)
    return lambda one: World(people, review, one, moves, compared)
