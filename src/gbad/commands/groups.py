"""The list of commands in ``gbad --help``: grouped by what one wants, each with its whole first sentence."""

from __future__ import annotations

from typing import Any

from typer.core import TyperGroup

# in the order they are told; a command that is not named here stands in the last group
GROUPS = {
    "Begin": ("demo", "new", "list", "show", "keys", "check"),
    "Play": ("run", "study", "threshold", "what-if", "sobol", "rare"),
    "Ask a result": ("why", "replay", "score", "export", "costs", "verify", "rerun"),
    "Ask without a battle": ("cover", "envelope", "claims", "case", "assign"),
    "Files and the rest": ("index", "import", "wta", "schema", "terrain", "traffic", "fit", "bench", "version"),
}
# what other programs call it: the command that does it here
CALLED = {
    "init": "new", "create": "new", "validate": "check", "explain": "check", "play": "run", "simulate": "run",
    "sim": "run", "sweep": "study", "batch": "study", "compare": "study", "montecarlo": "study", "plot": "run --open",
    "report": "run --open", "info": "show", "describe": "show", "ls": "list",
    "convert": "export", "help": "--help",
}  # fmt: skip


class GroupsOfCommands(TyperGroup):
    """Writes commands under the headings of :data:`GROUPS`; who types another program's word is told ours."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command of the first word; ends with status 2 where there is none."""
        if args and args[0] in CALLED:
            ctx.fail(f"No such command {args[0]!r}: gbad {CALLED[args[0]]} does that.")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        known = self.list_commands(ctx)
        named = [name for names in GROUPS.values() for name in names]
        last = list(GROUPS)[-1]
        for heading, names in GROUPS.items():
            more = [name for name in known if name not in named] if heading == last else []
            rows = []
            for name in (*names, *more):
                command = self.get_command(ctx, name)
                if command is not None and not command.hidden:
                    rows.append((name, (command.help or "").strip().split("\n\n")[0].replace("\n", " ")))
            with formatter.section(heading):
                formatter.write_dl(rows)
