"""Write the golden runs anew, with the reason why they changed: ``python tools/write_golden.py "the reason"``.

Look at the difference before it is committed: every line that moved is a rule that moved.
"""

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests" / "helpers"))

from golden_runs import FILE, SCENARIOS, SEED, golden

HEAD = f"# Golden runs, seed {SEED}: what they hold is told in tests/helpers/golden_runs.py. Reasons, newest last:"


def main() -> None:
    """Play the scenarios and write the file, its reasons kept and the new one added."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("reason", help="why the numbers changed, one line")
    reason = " ".join(parser.parse_args().reason.split())
    if not reason:
        parser.error("a reason is needed")
    old = FILE.read_text(encoding="utf-8").splitlines() if FILE.exists() else []
    lines = [HEAD, *(line for line in old if line.startswith("# - ")), f"# - {reason}"]
    for scenario in SCENARIOS:
        lines.append(f"{scenario}:")
        for name, rows in golden(scenario).items():
            lines.append(f"  {name}:" + ("" if rows else " []"))
            lines += [f"    - [{', '.join(_cell(value) for value in row)}]" for row in rows]
    FILE.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _cell(value: object) -> str:
    return f"{value}" if isinstance(value, int | float) else f'"{value}"' if value in ("", "none") else str(value)


if __name__ == "__main__":
    main()
