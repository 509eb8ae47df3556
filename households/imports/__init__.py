"""The way of a list from an uploaded file into the data.

    batches.receive(path_or_file, name, kind=, unit=, review=, by=)   guard, store encrypted
    check.run(batch)             read, clean, match, compare, stage: nothing is changed
    staged.load(batch)           what the page shows: questions, new, changed, removed, missing
    batches.answer(batch, {question.key: household id or "new"}, by)  then check again
    commit.apply(batch, by=)     everything in one transaction, or nothing

An aggregate table (`aggregates`, for reviews of which no list survives) goes the same way with one
row a unit, as do totals.

Read `columns` first (each column of a list, declared once), then `check` and `commit`. Rows are
kept by column and worked on as sets: a step costs a little for each distinct value and next to
nothing for each row.
"""
