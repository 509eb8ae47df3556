"""The demonstration: a province with synthetic households, built once and then served.

`database` builds into a file of its own and puts it in place when all is there; `campaign` says
what is built, in order. No person, household or citizen id in it is real.
"""
