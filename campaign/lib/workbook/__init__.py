"""Workbooks in and out: the only package that knows calamine, openpyxl and the inside of a file.

An upload is first looked at without opening it (`guard`), then read in a limited child process
(`reading`, `child`), and given back with its problems marked (`annotating`); templates and official
tables are written by `writing`. Whatever is wrong with a file as a file is one `UploadRefused`.
Nothing here is imported eagerly: the child process imports single modules without Django.
"""
