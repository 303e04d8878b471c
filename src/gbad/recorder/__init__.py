"""Observers over the messages of a batch: what happened when to whom, kept for results and for the referee."""
