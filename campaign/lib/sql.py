"""Set-based writers: whole columns to the database in a constant number of statements.

The ORM's bulk methods cost an object, a validation and some thirty parameters a row, and cut a
set into statements of a few hundred rows. Here PostgreSQL gets a COPY and SQLite one prepared
statement. Nothing is validated and no signal is sent: only checked values may come here.
"""

import io
import json
import re
from datetime import date, datetime
from itertools import repeat

from django.db import connection, connections, models, router
from django.db.models.expressions import RawSQL
from django.db.transaction import TransactionManagementError

_SPECIAL = re.compile(r"[\\\t\n\r]")
_ESCAPES = {"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"}
_NULL = r"\N"
_PLAIN = {int, str, bool, float, bytes, type(None)}


def reserve_ids(model, count):
    """`count` primary keys that nobody else will get, as a list.

    Must be called inside a transaction: SQLite keeps them by the write lock alone.
    """
    if not count:
        return []
    connection = _connection(model)
    if not connection.in_atomic_block:
        raise TransactionManagementError("reserve_ids needs a transaction")
    table, pk = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
                [f'"{table}"', pk, count],
            )
            return [row[0] for row in cursor.fetchall()]
        quote = connection.ops.quote_name
        cursor.execute(
            f"SELECT max(coalesce((SELECT max({quote(pk)}) FROM {quote(table)}), 0),"  # noqa: S608
            " coalesce((SELECT seq FROM sqlite_sequence WHERE name = %s), 0))",
            [table],
        )
        first = cursor.fetchone()[0] + 1
    return list(range(first, first + count))


def insert_rows(model, fields, rows):
    """Insert `rows` (sequences of values in the order of `fields`); return how many."""
    rows = list(rows)
    return insert_columns(model, dict(zip(fields, zip(*rows, strict=True), strict=True)), len(rows))


def insert_columns(model, columns, count):
    """Insert `count` rows given as {field name: its values, or one value for every row}.

    A field may be named by its attribute ("village_id"). A `list` or `tuple` is one value a row;
    anything else stands for every row. Fields that are left out get their default.
    """
    if not count:
        return 0
    columns = {_field(model, name): column for name, column in columns.items()}
    columns = _without_nulls(_defaults(model, columns, count) | columns)
    connection = _connection(model)
    if connection.vendor == "postgresql":
        _copy(connection, model._meta.db_table, columns, columns.values(), count)
        return count
    quote = connection.ops.quote_name
    names = ", ".join(quote(field.column) for field in columns)
    values, marks = [], []
    for field, column in columns.items():
        literal = _literal(connection, field, column)
        marks.append("%s" if literal is None else literal)
        if literal is None:
            values.append(_prepared(connection, field, column, count))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {quote(model._meta.db_table)} ({names})"  # noqa: S608
            f" VALUES ({', '.join(marks)})",
            list(zip(*values, strict=True)) if values else [()] * count,
        )
    return count


def update_rows(model, fields, rows):
    """Set `fields` of the rows given as (primary key, values in the order of `fields`)."""
    rows = list(rows)
    if not rows:
        return 0
    connection = _connection(model)
    concrete = [model._meta.pk, *(_field(model, name) for name in fields)]
    columns = list(zip(*rows, strict=True))
    quote = connection.ops.quote_name
    table, pk = quote(model._meta.db_table), quote(model._meta.pk.column)
    names = [quote(field.column) for field in concrete]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                f"CREATE TEMPORARY TABLE portal_update AS SELECT {', '.join(names)}"  # noqa: S608
                f" FROM {table} WITH NO DATA"
            )
            _copy(connection, "portal_update", concrete, columns, len(rows))
            settings = ", ".join(f"{name} = portal_update.{name}" for name in names[1:])
            cursor.execute(
                f"UPDATE {table} SET {settings} FROM portal_update"  # noqa: S608
                f" WHERE {table}.{pk} = portal_update.{pk}"
            )
            cursor.execute("DROP TABLE portal_update")
        else:
            settings = ", ".join(f"{name} = %s" for name in names[1:])
            values = [
                _prepared(connection, field, column, len(rows))
                for field, column in zip(concrete, columns, strict=True)
            ]
            cursor.executemany(
                f"UPDATE {table} SET {settings} WHERE {pk} = %s",  # noqa: S608
                list(zip(*values[1:], values[0], strict=True)),
            )
    return len(rows)


def delete_rows(queryset):
    """Delete the rows of `queryset` in one statement; return how many.

    Nothing is collected, signalled or cascaded: what refers to the rows must be gone before.
    """
    return queryset._raw_delete(router.db_for_write(queryset.model)) or 0


def plan_plainly():
    """Spare the statements of this transaction PostgreSQL's compiler, which costs more than it
    saves: a second for a commune's sums in a province of two million rows."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL jit = off")


def among(model, values):
    """`values` as the right side of `__in`: one parameter however many there are.

    The ORM's own list of parameters costs ten times as much, and SQLite takes 32,766 of them.
    """
    values = list(values)
    if not values:
        return values  # PostgreSQL cannot tell what type an empty array is of
    if _connection(model).vendor == "postgresql":
        return RawSQL("SELECT unnest(%s)", [values])  # noqa: S611 - no value in the statement
    return RawSQL("SELECT value FROM json_each(%s)", [json.dumps(values)])  # noqa: S611


def _connection(model):
    return connections[router.db_for_write(model)]


def _field(model, name):
    return next(f for f in model._meta.concrete_fields if name in {f.name, f.attname})


def _defaults(model, given, count):
    """Values for every field that is not given: its default."""
    found = {}
    for field in model._meta.concrete_fields:
        if field not in given and not field.primary_key:
            value = field.pre_save(model(), add=True)
            found[field] = [value] * count if isinstance(value, list | tuple) else value
    return found


def _without_nulls(columns):
    """{field: column}, a column that says one thing all the way down as that one thing, and none
    that says nothing: what is left out of an INSERT costs nothing and is NULL."""
    once = {field: _said_once(column) for field, column in columns.items()}
    return {field: column for field, column in once.items() if column is not None or not field.null}


def _said_once(column):
    """The one thing that a column says all the way down, else the column."""
    if not isinstance(column, list | tuple):
        return column
    first = column[0]
    says_one_thing = column[-1] == first and column.count(first) == len(column)
    return first if says_one_thing and not isinstance(first, list | tuple) else column


def _literal(connection, field, column):
    """What stands for every row, as SQL in the statement itself; None when it must be bound."""
    if isinstance(column, list | tuple):
        return None
    value = field.get_db_prep_save(column, connection)
    if isinstance(value, bool | int):
        return str(int(value))
    return {None: "NULL", "": "''"}.get(value) if isinstance(value, str | None) else None


def _prepared(connection, field, column, count):
    """The values as the driver wants them; plain numbers and texts go through untouched."""
    if not isinstance(column, list | tuple):
        (value,) = _prepared(connection, field, [column], 1)
        return repeat(value, count)
    if set(map(type, column)) <= _PLAIN and not isinstance(field, models.JSONField):
        return column
    return [field.get_db_prep_save(value, connection) for value in column]


# --- COPY -------------------------------------------------------------------------------------
def _copy(connection, table, concrete, columns, count):
    """One COPY. Its text format: tab between values, \\N for nothing, backslash escapes."""
    quote = connection.ops.quote_name
    # What stands for every row is joined once, behind the columns that differ.
    pairs = sorted(
        zip(concrete, columns, strict=True), key=lambda pair: not isinstance(pair[1], list | tuple)
    )
    names = ", ".join(quote(field.column) for field, _column in pairs)
    differing = [(field, column) for field, column in pairs if isinstance(column, list | tuple)]
    texts = [_texts(field, column) for field, column in differing]
    tail = [text for field, column in pairs[len(texts) :] for text in _texts(field, [column])]
    if tail:
        texts.append(repeat("\t".join(tail), count))
    data = "\n".join(map("\t".join, zip(*texts, strict=True)))
    with connection.cursor() as cursor:
        statement = f"COPY {quote(table)} ({names}) FROM STDIN"
        cursor.copy_expert(statement, io.StringIO(data + "\n"))


def _texts(field, values):
    """A column as the texts of the COPY format."""
    if isinstance(field, models.JSONField):
        return [_escape(json.dumps(value, cls=field.encoder)) for value in values]
    kinds = set(map(type, values))
    if kinds <= {int}:
        return map(str, values)
    if kinds <= {str}:
        # Looking once through the joined column is far cheaper than once through each value.
        plain = not _SPECIAL.search("\0".join(values))
        return values if plain else map(_escape, values)
    if kinds <= {int, type(None)}:
        return [_NULL if value is None else str(value) for value in values]
    if kinds <= {bool}:
        return ["t" if value else "f" for value in values]
    return list(map(_text, values))


def _text(value):
    if value is None:
        return _NULL
    if isinstance(value, bytes | memoryview):
        return r"\\x" + bytes(value).hex()
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, date | datetime):
        return value.isoformat()
    return _escape(str(value))


def _escape(text):
    return _SPECIAL.sub(lambda match: _ESCAPES[match[0]], text)
