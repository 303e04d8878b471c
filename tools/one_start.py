"""``gbad`` started once for many commands: a process that has loaded everything forks a child for each command.

Most commands of the pages take less time of their own than what they import and the kernels they load. Here that is
paid once. The child gets the arguments, folder, environment, input and outputs of whoever asks, and ends as ``gbad``
ends; pipes, files and statuses of the shell are what they would be. What is not tried in this way is the start itself:
``tests/cli`` starts processes of its own.

    python tools/one_start.py SOCKET                       serve until standard input ends
    python -I -S tools/one_start.py SOCKET ask ARGUMENT... one command, through the server; ends with its status
"""

from __future__ import annotations

import json
import os
import socket
import struct
import sys

MOST = 1 << 20  # [bytes] arguments and environment


def ask(address: str, arguments: list[str]) -> int:
    """Have one command played with our folder, environment, input and outputs; return its status."""
    with socket.socket(socket.AF_UNIX) as server:
        server.connect(address)
        asked = json.dumps({"arguments": arguments, "folder": os.getcwd(), "environment": dict(os.environ)}).encode()
        socket.send_fds(server, [struct.pack("!I", len(asked))], [0, 1, 2])
        server.sendall(asked)
        told = server.recv(4, socket.MSG_WAITALL)
    return struct.unpack("!i", told)[0] if len(told) == 4 else 1


def serve(address: str) -> None:
    """Play commands, each in a child, until standard input ends; in a child it returns, ready to be the command."""
    import select

    import gbad.cli  # noqa: F401  # what commands need is loaded before they are asked for
    from gbad.commands import check, list, run, study, warm, why  # noqa: F401

    warm.main()
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(address)
        door.listen()
        while sys.stdin not in (ready := select.select([door, sys.stdin], [], [], 1.0)[0]):
            _reaped()
            if ready and _is_the_command(door.accept()[0]):
                return
    os._exit(0)


def _is_the_command(asker: socket.socket) -> bool:
    """Fork twice: one child waits and tells the status, the other becomes the command (True there)."""
    if os.fork():
        asker.close()
        return False
    size, files, _, _ = socket.recv_fds(asker, 4, 3)
    asked = json.loads(asker.recv(struct.unpack("!I", size)[0], socket.MSG_WAITALL))
    command = os.fork()
    if command:
        for file in files:
            os.close(file)
        status = os.waitstatus_to_exitcode(os.waitpid(command, 0)[1])
        # a shell says 128 and the number of the signal
        asker.sendall(struct.pack("!i", status if status >= 0 else 128 - status))
        os._exit(0)
    asker.close()
    for number, file in enumerate(files):
        os.dup2(file, number)
        os.close(file)
    os.chdir(asked["folder"])
    os.environ.clear()
    os.environ.update(asked["environment"])
    sys.argv = ["gbad", *asked["arguments"]]
    sys.stdin = open(0, closefd=False)  # noqa: SIM115  # they live as long as the process
    sys.stdout = open(1, "w", closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", buffering=1, errors="backslashreplace", closefd=False)  # noqa: SIM115
    sys.__stdin__, sys.__stdout__, sys.__stderr__ = sys.stdin, sys.stdout, sys.stderr  # type: ignore[misc]
    return True


def _reaped() -> None:
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        pass


if __name__ == "__main__":
    if sys.argv[2:3] == ["ask"]:
        sys.exit(ask(sys.argv[1], sys.argv[3:]))
    serve(sys.argv[1])
    from gbad.cli import main

    main()
