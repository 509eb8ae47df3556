"""Awards: nominations, their review, their papers.

Owns nominations and the law of awards by date (`regimes.py`), their evidence, the one table of
transitions (`workflow.py`) and the official papers in `papers/`.
It imports `campaign` and `households`.
Read `workflow.py` first, then `readiness.py` and `papers/dossier.py`.
"""
