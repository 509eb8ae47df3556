"""An upload on its way from file to data, and what was wrong with it."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from campaign.roles import Permission
from households import sayings
from households.choices import BatchKind, BatchState, ImportAction, Severity


class BatchQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Uploads into units in which the user may see lists."""
        return user.reach(Permission.HOUSEHOLD_VIEW).units(self, prefix="unit__")

    def light(self):
        """Without the megabytes of a large list, which are fetched when they are asked for."""
        return self.defer("staged", "reversal")


class ImportBatch(models.Model):
    """One uploaded file: received, checked, confirmed, committed. Nothing else writes statuses."""

    kind = models.CharField(_("loại"), max_length=10, choices=BatchKind)
    unit = models.ForeignKey(
        "campaign.AdminUnit", models.PROTECT, verbose_name=_("địa bàn"), related_name="+"
    )
    review = models.ForeignKey(
        "households.Review", models.PROTECT, verbose_name=_("kỳ rà soát"), related_name="batches"
    )
    state = models.CharField(
        _("tình trạng"), max_length=10, choices=BatchState, default=BatchState.RECEIVED
    )
    uploaded_by = models.ForeignKey(
        "campaign.User", models.PROTECT, verbose_name=_("người tải lên"), related_name="+"
    )
    uploaded_at = models.DateTimeField(_("lúc"), auto_now_add=True)
    # The form's own key: the second of two equal submits finds the first.
    submit_key = models.UUIDField(default=uuid.uuid4, unique=True)
    file_name = models.CharField(_("tên tệp"), max_length=200)
    # Stored encrypted under a random name: an upload holds citizen ids.
    stored_name = models.CharField(max_length=100, blank=True)
    # What the guard found the file to be: xlsx, xls, ods, csv.
    file_kind = models.CharField(max_length=10, blank=True)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveIntegerField(_("dung lượng"))
    # The checked rows, encrypted and compressed JSON; emptied when the batch ends.
    staged = models.BinaryField(null=True)
    # question key -> household id, or "new": answers to "is this the same household?"
    answers = models.JSONField(default=dict)
    # commune id (as text) -> sum of its revisions in all reviews: of all that were looked at, as
    # the check saw it; once written, of those that were written to, as the commit left it.
    revisions = models.JSONField(default=dict)
    # What the person said of the file: {"sheets": [name], "headings": {heading: key or ""},
    # "villages": {name: village id or ""}}. Each is optional.
    choices = models.JSONField(default=dict)
    # What the check saw of the file: {"sheets": [{"name", "rows", "hidden", "fits"}],
    # "headings": [{"text", "letter", "sheet"}], "villages": [...]}: what may be chosen from.
    outline = models.JSONField(default=dict)
    # Why the file was refused: the code of a sentence and what it is filled with.
    refusal_code = models.CharField(max_length=40, blank=True)
    refusal_values = models.JSONField(default=dict)
    # problem code -> how many, exact even where only the first are kept
    problem_counts = models.JSONField(default=dict)
    rows_read = models.PositiveIntegerField(default=0)
    accepted = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    warnings = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    updated = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    # statuses of this review that the file no longer has
    removed = models.PositiveIntegerField(default=0)
    # households listed at the review before that the file does not speak of
    missing = models.PositiveIntegerField(default=0)
    committed_by = models.ForeignKey("campaign.User", models.PROTECT, null=True, related_name="+")
    committed_at = models.DateTimeField(null=True)
    # What stood before, encrypted: with it the batch can be undone while the review is open.
    reversal = models.BinaryField(null=True)
    undone_by = models.ForeignKey("campaign.User", models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)
    undo_reason = models.CharField(_("lý do hoàn tác"), max_length=500, blank=True)

    objects = BatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("lần tải lên")
        verbose_name_plural = _("lần tải lên")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state=BatchState.COMMITTED)
                | models.Q(committed_at__isnull=False),
                name="committed_batch_has_time",
            ),
        ]

    def __str__(self):
        return f"{self.file_name} ({self.get_state_display()})"

    @property
    def of_list(self):
        """Whether it is a list of households, which a commune recognises."""
        return self.kind == BatchKind.HOUSEHOLDS

    @property
    def refusal(self):
        """Why the file was refused, a sentence; "" when it was not."""
        return sayings.of_refusal(self.refusal_code, self.refusal_values)


class ImportProblem(models.Model):
    """One problem in the sheet's own terms; the first of each kind, the annotated file has all."""

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="problems")
    severity = models.CharField(max_length=7, choices=Severity)
    code = models.CharField(max_length=40)
    sheet = models.CharField(max_length=100, blank=True)
    row = models.PositiveIntegerField(null=True)
    # The heading as the person wrote it, and the letter the spreadsheet shows above it.
    column = models.CharField(max_length=100, blank=True)
    letter = models.CharField(max_length=3, blank=True)
    value = models.CharField(max_length=200, blank=True)
    # What the sentence of `code` is filled with, packed by `households.sayings`.
    params = models.JSONField(default=dict)

    class Meta:
        ordering = ["batch", "sheet", "row", "pk"]

    def __str__(self):
        return f"{self.sheet} {self.row}: {self.message}"

    @property
    def message(self):
        return sayings.of_problem(self)

    @property
    def place(self):
        """The heading with its letter: "Thôn (G)"."""
        return f"{self.column} ({self.letter})" if self.letter else self.column


class ImportChange(models.Model):
    """What a committed batch changed in what stood before: the values as they were.

    `before` is {"status": {field: value}, "household": {field: value}}: of an updated status the
    changed fields, of a removed one all; {"members": true} says that members were replaced. It
    never holds a citizen id.
    """

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="changes")
    household = models.ForeignKey("households.Household", models.CASCADE, related_name="changes")
    action = models.CharField(max_length=7, choices=ImportAction)
    before = models.JSONField()

    class Meta:
        ordering = ["batch", "pk"]

    def __str__(self):
        return f"{self.batch_id}: {self.household_id} {self.action}"
