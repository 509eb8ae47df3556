"""The official papers of a nomination. Wording is Vietnamese only and never translated."""
