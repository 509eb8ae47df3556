"""Households, and what each was at each review.

Owns reviews, households, their statuses, the totals they are set against, uploads on their way
in, and every figure that is counted from them.
It imports `campaign` only.
Read `models/statuses.py` and `standards.py` first, then `imports/` for the way in and
`measures.py`, `rollup.py` for the way out.
"""
