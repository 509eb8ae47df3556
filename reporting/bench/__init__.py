"""Benchmarks as ratios measured in one run, against a scratch database that is thrown away.

`measure` counts CPU seconds (ours, our children's, the database server's), `scratch` makes the
database, `lists` the file and the ground; each other module is one benchmark.
"""
