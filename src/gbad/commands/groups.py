"""The list of commands in ``gbad --help``: grouped by what one wants, each with its whole first sentence."""

from __future__ import annotations

from typing import Any

from typer.core import TyperGroup

BEGIN, PLAY, ASK, FILES = "Begin", "Play", "Ask", "Files and the rest"


class GroupsOfCommands(TyperGroup):
    """Writes commands under the heading each was registered with, in the order of registration."""

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        groups: dict[str, list[tuple[str, str]]] = {heading: [] for heading in (BEGIN, PLAY, ASK, FILES)}
        for name in self.list_commands(ctx):
            command = self.get_command(ctx, name)
            if command is not None and not command.hidden:
                heading = getattr(command, "rich_help_panel", None)
                sentence = (command.help or "").strip().split("\n\n")[0].replace("\n", " ")
                groups[heading if heading in groups else FILES].append((name, sentence))
        for heading, rows in groups.items():
            if rows:
                with formatter.section(heading):
                    formatter.write_dl(rows)
