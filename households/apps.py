from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HouseholdsConfig(AppConfig):
    name = "households"
    verbose_name = _("Hộ nghèo, hộ cận nghèo")

    def ready(self):
        """Make the standards of provinces, which are rows, known to the leaf `standards`."""
        from households import local_standards, standards  # noqa: PLC0415 - needs the models

        standards.register(local_standards.find)
