"""The annual report, the home page, and the commands that look at the whole.

Owns annual reports and their deadline, the demo, the benchmarks, the checks.
It imports every other app and is imported by none.
Read `deadlines.py` and `views/home.py` first.
"""
