"""Closed forms and theory that are checked against authorities but not flown: oracles of tests, benches and pages."""
