"""Addresses of lists, households, uploads and figures."""

from django.urls import path

from households.views import (
    batches,
    blanks,
    guidance,
    papers,
    persons,
    receipts,
    rolls,
    search,
    tables,
    uploads,
)
from households.views import figures as drawn
from households.views import households as listed
from households.views import reviews as opened
from households.views import standards as held
from households.views import steps as walked

urlpatterns = [
    path("households/", listed.status_list, name="status_list"),
    path("households/search/", search.household_search, name="household_search"),
    path("households/persons/<int:review>/<int:unit>/", persons.doubled_list, name="doubled_list"),
    path("households/<int:pk>/", listed.household_detail, name="household_detail"),
    path("households/<int:pk>/reveal/", listed.citizen_id_reveal, name="citizen_id_reveal"),
    path("imports/", uploads.import_list, name="import_list"),
    path("imports/new/", uploads.import_create, name="import_create"),
    path("imports/template.xlsx", blanks.template_download, name="template_download"),
    path(
        "imports/totals-template.xlsx",
        blanks.totals_template_download,
        name="totals_template_download",
    ),
    path(
        "imports/aggregates-template.xlsx",
        blanks.aggregates_template_download,
        name="aggregates_template_download",
    ),
    path("imports/<int:pk>/", batches.import_detail, name="import_detail"),
    path("imports/<int:pk>/progress/", batches.import_progress, name="import_progress"),
    path("imports/<int:pk>/answer/", batches.import_answer, name="import_answer"),
    path("imports/<int:pk>/guide/", guidance.import_guide, name="import_guide"),
    path("imports/headings/", guidance.heading_list, name="heading_list"),
    path("imports/headings/<int:pk>/forget/", guidance.heading_forget, name="heading_forget"),
    path("imports/<int:pk>/confirm/", batches.import_confirm, name="import_confirm"),
    path("imports/<int:pk>/cancel/", batches.import_cancel, name="import_cancel"),
    path("imports/<int:pk>/retry/", batches.import_retry, name="import_retry"),
    path("imports/<int:pk>/undo/", receipts.import_undo, name="import_undo"),
    path("imports/<int:pk>/changes/", receipts.import_changes, name="import_changes"),
    path("imports/<int:pk>/original/", receipts.import_original, name="import_original"),
    path(
        "imports/<int:pk>/answer-alike/",
        receipts.import_answer_alike,
        name="import_answer_alike",
    ),
    path("imports/<int:pk>/annotated.xlsx", batches.import_annotated, name="import_annotated"),
    path("reviews/papers/<slug:kind>/<int:pk>.pdf", papers.review_paper, name="review_paper"),
    path("reviews/", opened.review_list, name="review_list"),
    path("reviews/new/", opened.review_create, name="review_create"),
    path("reviews/<int:pk>/", opened.review_detail, name="review_detail"),
    path("reviews/<int:pk>/act/<str:verb>/", opened.review_act, name="review_act"),
    path("reviews/<int:pk>/board.xlsx", opened.review_board_xlsx, name="review_board_xlsx"),
    path("reviews/<int:pk>/board.csv", opened.review_board_csv, name="review_board_csv"),
    path("reviews/<int:pk>/calendar/", opened.review_calendar, name="review_calendar"),
    path("reviews/<int:pk>/rules/<str:code>/", opened.review_rule, name="review_rule"),
    path("reviews/<int:pk>/preliminary/", opened.review_preliminary, name="review_preliminary"),
    path(
        "reviews/<int:pk>/preliminary.xlsx",
        opened.review_preliminary_xlsx,
        name="review_preliminary_xlsx",
    ),
    path(
        "reviews/<int:pk>/communes/<int:commune>/",
        walked.commune_progress,
        name="commune_progress",
    ),
    path(
        "reviews/<int:pk>/communes/<int:commune>/act/<str:verb>/",
        walked.commune_act,
        name="commune_act",
    ),
    path(
        "reviews/<int:pk>/communes/<int:commune>/meetings/<int:village>/",
        walked.meeting_edit,
        name="meeting_edit",
    ),
    path(
        "reviews/<int:pk>/communes/<int:commune>/complaints/new/",
        walked.complaint_create,
        name="complaint_create",
    ),
    path(
        "reviews/<int:pk>/communes/<int:commune>/complaints/<int:complaint>/",
        walked.complaint_edit,
        name="complaint_edit",
    ),
    path("reopenings/<int:pk>/end/", opened.reopening_end, name="reopening_end"),
    path("standards/", held.standard_list, name="standard_list"),
    path("standards/new/", held.standard_create, name="standard_create"),
    path("standards/<int:pk>/edit/", held.standard_edit, name="standard_edit"),
    path("standards/<int:pk>/delete/", held.standard_delete, name="standard_delete"),
    path("figures/", drawn.figures_home, name="figures_home"),
    path("figures/<int:pk>/", drawn.figures, name="figures"),
    path("figures/<int:pk>/years/", drawn.figures_years, name="figures_years"),
    path("figures/<int:pk>/years.xlsx", drawn.years_xlsx, name="years_xlsx"),
    path("figures/<int:pk>/totals/", drawn.totals_list, name="totals_list"),
    path("figures/<int:pk>/r1.xlsx", tables.table_r1_xlsx, name="table_r1_xlsx"),
    path("figures/<int:pk>/r1.pdf", tables.table_r1_pdf, name="table_r1_pdf"),
    path("figures/<int:pk>/tables/", tables.table_list, name="table_list"),
    path("figures/<int:pk>/lists/<slug:code>/", rolls.roll_detail, name="roll_detail"),
    path("figures/<int:pk>/lists/<slug:code>.xlsx", rolls.roll_xlsx, name="roll_xlsx"),
    path("figures/<int:pk>/lists/<slug:code>.pdf", rolls.roll_pdf, name="roll_pdf"),
    path("figures/<int:pk>/tables/<slug:code>/", tables.table_detail, name="table_detail"),
    path("figures/<int:pk>/tables/<slug:code>.xlsx", tables.table_xlsx, name="table_xlsx"),
    path("figures/<int:pk>/tables/<slug:code>.pdf", tables.table_pdf, name="table_pdf"),
]
