"""The same dates and numbers in English: 03/04/2026 must not change its month with the language."""

from campaign.formats.vi.formats import *  # noqa: F403
