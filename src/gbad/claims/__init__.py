"""The press article, sentence by sentence: under which condition each one holds."""

from gbad.claims.evaluation import *  # noqa: F403
