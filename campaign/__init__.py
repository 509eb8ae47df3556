"""The project package and the base app: who, where, which plan, which year.

Owns units on both maps, people with their roles, plans and participants, events and jobs, and the
files in `lib/` that alone know a foreign library (spreadsheets, PDF, raw SQL, ciphers).
It imports no other app; everybody imports it.
Read `models/units.py` first, then `roles.py`, `reach.py` and `access.py`.
"""
