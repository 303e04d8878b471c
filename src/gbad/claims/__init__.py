"""What is said of a system, sentence by sentence: under which condition each one holds."""

from gbad.claims.answering import answer
from gbad.claims.evaluation import evaluate
from gbad.claims.flying import has, reaches
from gbad.claims.seeing import sees

__all__ = ["answer", "evaluate", "has", "reaches", "sees"]
