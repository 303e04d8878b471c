"""``python -m gbad`` is ``gbad``."""

from gbad.cli import main

main()
