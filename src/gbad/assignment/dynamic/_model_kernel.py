"""Numbers below ``model``: what a command knows, what is really so, and how both move on by a stage."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from gbad._jit import kernel
from gbad.physics._random_kernel import ASSESSMENT, KILL, MOTION, uniform4

BELIEF_UNIT = 2.0**36  # beliefs are kept to one part of this, so that equal knowledge is equal to the last bit
UNSEEN = -1.0  # belief in a target before the stage at which it would appear
ZERO = np.uint64(0)


class Model(NamedTuple):
    """An instance as columns: ``T`` targets, ``W`` rows of rounds, ``B`` batteries."""

    values: NDArray[np.float64]  # (T,)
    present: NDArray[np.float64]  # (T,)  chance that it comes at all
    seen: NDArray[np.int64]  # (T,)  stage at which it appears, or turns out not to come
    chance: NDArray[np.float64]  # (W, T)  kill probability of one round
    opens: NDArray[np.int64]  # (W, T)  first stage at which the row may fire at it
    closes: NDArray[np.int64]  # (W, T)  last
    rounds: NDArray[np.int64]  # (W,)
    battery: NDArray[np.int64]  # (W,)
    channels: NDArray[np.int64]  # (B,)
    guided: NDArray[np.int64]  # (B,)  stages for which an engagement holds a channel
    reported: NDArray[np.int64]  # (B,)  stages until its report; not less than guided
    rules: NDArray[np.float64]  # false kill, missed kill, most rounds of a salvo, stages


class Known(NamedTuple):
    """What the command knows. It is changed in place."""

    stage: NDArray[np.int64]  # (1,)
    belief: NDArray[np.float64]  # (T,)  chance that it is there and alive, rounds in flight counted; UNSEEN before
    pending: NDArray[np.int64]  # (T,)  stages until the report of the engagement under way; 0 for none
    held: NDArray[np.int64]  # (T,)  stages for which its channel is still held
    by: NDArray[np.int64]  # (T,)  battery of the last engagement
    rounds: NDArray[np.int64]  # (W,)  left


class Real(NamedTuple):
    """What is really so."""

    alive: NDArray[np.bool_]  # (T,)  there and not killed
    shots: NDArray[np.int64]  # (T,)  rounds fired at it so far
    engagements: NDArray[np.int64]  # (T,)


@kernel
def copy_known(source, to):
    """Copy what is known into other arrays."""
    to.stage[0] = source.stage[0]
    to.belief[:] = source.belief
    to.pending[:] = source.pending
    to.held[:] = source.held
    to.by[:] = source.by
    to.rounds[:] = source.rounds


@kernel
def kept(belief):
    """A belief as it is kept."""
    return np.floor(belief * BELIEF_UNIT + 0.5) / BELIEF_UNIT


@kernel
def after_report(belief, killed, false_kill, missed_kill):
    """Belief after a report, and the chance of that report. ``belief`` already counts the rounds."""
    if killed:
        alive, dead = belief * false_kill, (1.0 - belief) * (1.0 - missed_kill)
    else:
        alive, dead = belief * (1.0 - false_kill), (1.0 - belief) * missed_kill
    chance = alive + dead
    return (kept(alive / chance) if chance > 0.0 else 0.0), chance


@kernel
def free_channels(model, known, free):
    """Fill ``free`` (B,) with the channels that no engagement holds."""
    free[:] = model.channels
    for target in range(known.held.size):
        if known.held[target] > 0:
            free[known.by[target]] -= 1


@kernel
def may_fire(model, known, row, target):
    """Whether a row may open an engagement at this stage, channels apart."""
    stage = known.stage[0]
    return (
        known.belief[target] > 0.0
        and known.pending[target] == 0
        and known.rounds[row] > 0
        and model.opens[row, target] <= stage <= model.closes[row, target]
        and model.chance[row, target] > 0.0
    )


@kernel
def fire(model, known, row, target, salvo):
    """Open an engagement: rounds leave the row, a channel is taken, the belief counts them."""
    known.rounds[row] -= salvo
    known.belief[target] = kept(known.belief[target] * (1.0 - model.chance[row, target]) ** salvo)
    known.pending[target] = model.reported[model.battery[row]]
    known.held[target] = model.guided[model.battery[row]]
    known.by[target] = model.battery[row]


@kernel
def strike(model, real, seed, run, row, target, salvo):
    """Throw the dice of the rounds: keyed by run, target and how many were fired at it before."""
    for _ in range(salvo):
        u = uniform4(seed, np.uint64(KILL), run, np.uint64(target), np.uint64(real.shots[target]), ZERO)[0]
        real.shots[target] += 1
        if u < model.chance[row, target]:
            real.alive[target] = False
    real.engagements[target] += 1


@kernel
def comes(model, seed, run, target):
    """Whether a target comes at all: keyed by run and target."""
    return uniform4(seed, np.uint64(MOTION), run, np.uint64(target), ZERO, ZERO)[0] < model.present[target]


@kernel
def next_stage(model, known, real, seed, run):
    """Time goes on by one stage: channels come free, reports come in (true or false), targets appear."""
    known.stage[0] += 1
    false_kill, missed_kill = model.rules[0], model.rules[1]
    for target in range(known.belief.size):
        if known.held[target] > 0:
            known.held[target] -= 1
        if known.pending[target] > 0:
            known.pending[target] -= 1
            if known.pending[target] == 0:
                ordinal = np.uint64(real.engagements[target])
                u = uniform4(seed, np.uint64(ASSESSMENT), run, np.uint64(target), ordinal, ZERO)[0]
                killed = u < false_kill if real.alive[target] else u >= missed_kill
                known.belief[target] = after_report(known.belief[target], killed, false_kill, missed_kill)[0]
        if model.seen[target] == known.stage[0]:
            known.belief[target] = 1.0 if real.alive[target] else 0.0


@kernel
def begin(model, known, real, seed, run):
    """Stage 0: full magazines; who comes is thrown, who is there at once is seen."""
    known.stage[0] = 0
    known.rounds[:] = model.rounds
    for target in range(known.belief.size):
        real.alive[target] = comes(model, seed, run, target)
        real.shots[target] = 0
        real.engagements[target] = 0
        known.pending[target] = 0
        known.held[target] = 0
        known.by[target] = 0
        known.belief[target] = UNSEEN
        if model.seen[target] == 0:
            known.belief[target] = 1.0 if real.alive[target] else 0.0
