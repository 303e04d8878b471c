"""Numbers below ``clairvoyant``: the dice of a run, all at once."""

import numpy as np

from gbad._jit import kernel
from gbad.assignment.dynamic._model_kernel import comes as it_comes
from gbad.physics._random_kernel import KILL, uniform4

MOST_ROUNDS = 64  # at one target; nobody misses that often
ZERO = np.uint64(0)


@kernel
def dice_of(model, seed, run, comes, first):
    """Who comes (T,), and which round at a target is the first that kills it if it is of a row (W, T); 0: none."""
    for target in range(model.values.size):
        comes[target] = it_comes(model, seed, run, target)
        for ordinal in range(MOST_ROUNDS):
            u = uniform4(seed, np.uint64(KILL), run, np.uint64(target), np.uint64(ordinal), ZERO)[0]
            for row in range(model.rounds.size):
                if first[row, target] == 0 and u < model.chance[row, target] and model.rounds[row] > 0:
                    first[row, target] = ordinal + 1
