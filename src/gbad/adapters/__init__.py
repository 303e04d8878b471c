"""Bridges to other people's tools; each needs what it bridges to, installed as an extra of the same name."""
