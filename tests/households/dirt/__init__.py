"""The ways in which the lists of officers are dirty (D01 to D74), each as a small file made by
code, with the outcome that the portal gives it.

The numbers are those of the portal's catalogue of patterns; `docs/dirty-lists.md` is written from
`patterns.ALL`. D37 was never given out.
"""
