"""Admit: bytes to a raw article, or a clear refusal."""

from service.admit.stage import Admit, Admitted

__all__ = ["Admit", "Admitted"]
