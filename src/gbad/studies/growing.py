"""Threads for what is short, processes as soon as it is seen that they pay.

Two threads wait for each other whenever neither is inside a kernel, so that they play 1.1 to 1.6 times what one does;
two processes play 1.9 times, but take five seconds to begin and 400 MB each. What a run costs is known after the first
batches; before that nobody can tell which is better. Results do not depend on who plays.

Nobody has asked for processes here, so a study does not end because none can be had: what they had goes back to the
threads, and a note says so.
"""

from __future__ import annotations

import multiprocessing

from gbad.errors import ResourceError
from gbad.studies.crew import Processes, Stillborn, Threads
from gbad.studies.player import Job, Played

# [s] of work of one worker that must be left: two processes are ahead of two threads after about thirty
WORTH_S = 40.0


class Growing:
    """A crew that begins with threads and hires processes when more than ``WORTH_S`` of work is left.

    ``columns`` is the number of measures of a run, ``left`` the number of runs that are not yet played.
    """

    def __init__(self, workers: int, columns: int, left: int) -> None:
        # a process that is just being spawned reads its program again: were it to play, so would each of its like
        if getattr(multiprocessing.current_process(), "_inheriting", False):
            raise ResourceError('calls of gbad.study belong under if __name__ == "__main__":')
        self._workers, self._columns, self._left = workers, columns, left
        self._threads = Threads(workers)
        self._processes: Processes | None = None
        # the first batch of every thread may have loaded or even compiled kernels: it tells nothing
        self._telling = -workers
        self._runs, self._work_s = 0, 0.0
        # a daemon (one of another pool) may have no children
        self._may_hire = workers > 1 and not multiprocessing.current_process().daemon
        self.notes: list[str] = []

    @property
    def grown(self) -> bool:
        """Whether processes play."""
        return self._processes is not None

    def room(self) -> bool:
        """Whether another job is welcome."""
        return (self._processes or self._threads).room()

    def submit(self, job: Job) -> None:
        """Give it to whoever plays now."""
        (self._processes or self._threads).submit(job)

    def finished(self) -> list[Played]:
        """What is finished; threads bring home what they have before processes are asked."""
        found = self._threads.finished()
        if found:
            self._learn(found)
            return found
        if self._processes is None:
            return []
        try:
            return self._processes.finished()
        except (OSError, Stillborn) as error:
            return self._shrink(self._processes, error) or self.finished()

    def close(self) -> None:
        """End both at once."""
        if self._processes is not None:
            self._processes.close()
        self._threads.close()

    def _learn(self, found: list[Played]) -> None:
        for played in found:
            self._left -= played.job.count
            self._telling += 1
            if self._telling > 0:
                self._runs, self._work_s = self._runs + played.job.count, self._work_s + played.work_s
        if self._may_hire and self._runs and not self.grown and self._left * self._work_s > WORTH_S * self._runs:
            try:
                self._processes = Processes(self._workers, self._columns)
            except OSError as error:
                self._stay(error)

    def _shrink(self, processes: Processes, error: Exception) -> list[Played]:
        """Give the threads what the processes had; what these finished comes home."""
        self._processes = None
        jobs, found = processes.give_back()
        for job in jobs:
            self._threads.submit(job)
        self._stay(error)
        return found

    def _stay(self, error: Exception) -> None:
        self._may_hire = False
        self.notes.append(f"went on in threads, for no processes were to be had: {error}")
