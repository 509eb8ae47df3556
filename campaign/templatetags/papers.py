"""Filters of official papers: dates and numbers as Nghị định 30/2020/NĐ-CP writes them."""

from django import template

from campaign import papers

register = template.Library()
register.filter("official_date", papers.official_date)
register.filter("official_number", papers.official_number)
