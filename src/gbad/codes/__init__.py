"""The fixed lists of causes, reasons, ends and modes: one list each, stored in results by number and by name."""
