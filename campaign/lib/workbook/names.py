"""Names of our own in workbooks: never translated, as a file must be known again by them."""

# The leading column of an annotated copy; whoever reads lists leaves it out.
ERROR_COLUMN = "Lỗi"
SUMMARY_SHEET = "Tổng hợp lỗi"
# Hidden sheet with the values of drop-downs.
LIST_SHEET = "Danh mục"
# The only "sheet" of a text file.
CSV_SHEET = "CSV"
