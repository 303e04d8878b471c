"""Threads for what is short, processes as soon as it is seen that they pay.

Two threads wait for each other whenever neither is inside a kernel, so that they play 1.1 to 1.6 times what one does;
two processes play 1.9 times, but take five seconds to begin and 400 MB each. What a run costs is known after the first
batches; before that nobody can tell which is better. Results do not depend on who plays.
"""

from __future__ import annotations

from gbad.studies.crew import Processes, Threads
from gbad.studies.player import Job, Played

# [s] of work of one worker that must be left: two processes are ahead of two threads after about thirty
WORTH_S = 40.0


class Growing:
    """A crew that begins with threads and hires processes when more than ``WORTH_S`` of work is left.

    ``columns`` is the number of measures of a run, ``left`` the number of runs that are not yet played.
    """

    def __init__(self, workers: int, columns: int, left: int) -> None:
        self._workers, self._columns, self._left = workers, columns, left
        self._threads = Threads(workers)
        self._processes: Processes | None = None
        # the first batch of every thread may have loaded or even compiled kernels: it tells nothing
        self._telling = -workers
        self._runs, self._work_s = 0, 0.0

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
        return self._processes.finished() if self._processes is not None else []

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
        if self._workers > 1 and self._runs and not self.grown and self._left * self._work_s > WORTH_S * self._runs:
            self._processes = Processes(self._workers, self._columns)
