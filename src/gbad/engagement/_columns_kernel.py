"""Columns of the packed rows that the engagement kernels share: parameters of a type, state of a flying round."""

# parameters of an interceptor type, (draws, types, PARAMETERS)
MASS, PROPELLANT, BOOST, THRUST, DELAY, AREA, DRAG, LOAD = 0, 1, 2, 3, 4, 5, 6, 7
SLOWEST, DESTRUCT, SEEKER, SIGMA, NAVIGATION = 8, 9, 10, 11, 12
PARAMETERS = 13

# state of a round, (runs, rounds, STATES): Earth-fixed position and velocity
X, Y, Z, VX, VY, VZ = 0, 1, 2, 3, 4, 5
# lateral acceleration achieved, filtered line-of-sight rate, the seeker's last two angle errors
AX, AY, AZ, WX, WY, WZ, N0, N1 = 6, 7, 8, 9, 10, 11, 12, 13
# time to go; last known estimate of the target (position, velocity, time); time since when its radar lost it
TO_GO, EX, EY, EZ, EVX, EVY, EVZ, KNOWN, LOST = 14, 15, 16, 17, 18, 19, 20, 21, 22
MISS, CLOSING = 23, 24  # at closest approach
STATES = 25

# whole numbers of a round, (runs, rounds, COUNTS): units of time flown, phase, next look at radar and plan, lock
STEP, PHASE, NEXT_CHECK, NEXT_PLAN, LOCK, SLOT, BALLISTIC = 0, 1, 2, 3, 4, 5, 6
# rows of the object it left for and of the one its seeker took, and which shot at the former it is
AIMED, TARGET, SHOT = 7, 8, 9
COUNTS = 10
MIDCOURSE, TERMINAL = 0, 1

# all steps are whole multiples of one unit since launch, so ticks never cut a step
UNIT_S = 1.0 / 32.0
COAST_UNITS, NEAR_UNITS, BOOST_UNITS, APPROACH_UNITS, FINAL_UNITS = 16, 8, 4, 2, 1
