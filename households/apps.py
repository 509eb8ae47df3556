from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HouseholdsConfig(AppConfig):
    name = "households"
    verbose_name = _("Hộ nghèo, hộ cận nghèo")

    def ready(self):
        """Make known what lower modules cannot import: the standards of provinces, which are rows,
        to the leaf `standards`; the names of deadlines and papers to the journal."""
        from campaign import details  # noqa: PLC0415 - needs the models
        from households import local_standards, standards, steps  # noqa: PLC0415 - needs the models
        from households.choices import ReviewPaper  # noqa: PLC0415 - needs the models

        standards.register(local_standards.find)
        details.bring("code", {rule.code: rule.label for rule in steps.RULES})
        details.bring("paper", dict(ReviewPaper.choices))
