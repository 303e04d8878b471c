"""Measurements that print a table and, as the last line, one JSON object: `python -m gbad.benches.NAME`."""
