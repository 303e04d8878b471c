"""One radar's figures as coverage mixes them: a row for each corner of worst and best."""

# columns of `row (2)`: where the antenna is and looks
ANTENNA_HEIGHT, BORESIGHT = range(2)
# columns of `figure (draws, 11)`
(
    LOOP_GAIN, GAS, RANGE_MAX, RANGE_MIN, PERIOD, HALF_WIDTH, ELEVATION_MIN, ELEVATION_MAX, DELAY, DWELLS, THRESHOLD,
) = range(11)  # fmt: skip
# columns of `kind (2)`: whole numbers that no draw changes
PULSES, CUED = range(2)
