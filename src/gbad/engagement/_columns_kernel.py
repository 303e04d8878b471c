"""Columns of the packed rows that the engagement kernels share: parameters of a type, state of a flying round."""

# parameters of an interceptor type, (draws, types, PARAMETERS): motor and airframe
MASS, PROPELLANT, BOOST, THRUST, DELAY, AREA, DRAG, LOAD, SLOWEST, DESTRUCT = 0, 1, 2, 3, 4, 5, 6, 7, 8, 9
# side thrusters: force and how long it lasts in all; the load without which an arrival is no intercept
SIDE_THRUST, SIDE_TIME, LEAST_LOAD = 10, 11, 12
# angle above the horizontal below which its tube does not point; a quarter turn is a vertical tube
LEAST_ELEVATION = 13
# speed that an engine holds to the end of the flight; 0 of what coasts after a boost
CRUISE = 14
# seeker: range at a reference strength [dB], lit from how far at that; angle errors by update at best and at that range
SEEKER, STRENGTH, LIT_FROM, SIGMA, WEAK_SIGMA, NAVIGATION = 15, 16, 17, 18, 19, 20
PARAMETERS = 21

# state of a round, (runs, rounds, STATES): Earth-fixed position and velocity
X, Y, Z, VX, VY, VZ = 0, 1, 2, 3, 4, 5
# lateral acceleration achieved, filtered line-of-sight rate, the seeker's last two angle errors
AX, AY, AZ, WX, WY, WZ, N0, N1 = 6, 7, 8, 9, 10, 11, 12, 13
# time to go; last known estimate of the target (position, velocity, time); time since when its radar lost it
TO_GO, EX, EY, EZ, EVX, EVY, EVZ, KNOWN, LOST = 14, 15, 16, 17, 18, 19, 20, 21, 22
# at closest approach: how near, how fast, cosine between the way they pass and the target's axis, load at hand [m/s2]
MISS, CLOSING, ASPECT, AT_HAND = 23, 24, 25, 26
# mid-course: angle above the line of sight at launch, and the distance then; side thrust burnt so far [s]
LOFT, FROM, BURNT = 27, 28, 29
# range at which the seeker could lock onto what it holds [m], and at which it did; of the two angle errors: glint [m],
# by how much they have just changed, the noise in them [rad]
COULD_LOCK, LOCKED, G0, G1, D0, D1, M0, M1 = 30, 31, 32, 33, 34, 35, 36, 37
# units of time between two looks of its radar at the target it homes on; 0 or nan: it looks all the time
EVERY = 38
# when its radar had the target again after it had lost it on the way [s]
AGAIN = 39
# where the estimate puts a falling target at a time: that time and the place, nan where another has to be worked out
PLACE_AT, PX, PY, PZ = 40, 41, 42, 43
STATES = 44

# whole numbers of a round, (runs, rounds, COUNTS): units of time flown, phase, next look at radar and plan, lock
STEP, PHASE, NEXT_CHECK, NEXT_PLAN, LOCK, SLOT, BALLISTIC = 0, 1, 2, 3, 4, 5, 6
# rows of the object it left for and of the one its seeker took, and which shot at the former it is
AIMED, TARGET, SHOT = 7, 8, 9
NEXT_LOOK = 10  # of a seeker that has nothing yet
ON_NOISE = 11  # whether it homes on the noise of its target, and needs no radar any more
COUNTS = 12
MIDCOURSE, TERMINAL = 0, 1

# all steps are whole multiples of one unit since launch, so ticks never cut a step
UNIT_S = 1.0 / 32.0
COAST_UNITS, NEAR_UNITS, BOOST_UNITS, APPROACH_UNITS, FINAL_UNITS = 16, 8, 4, 2, 1

# how a round finds its target, as tables.GUIDANCE_*: radar supported, active, infrared, command
SUPPORTED, ACTIVE, INFRARED, COMMAND = 0, 1, 2, 3
