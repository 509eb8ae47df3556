from awards.models.nominations import Nomination

__all__ = ["Nomination"]
