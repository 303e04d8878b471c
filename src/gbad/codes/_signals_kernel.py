"""Laws by which a signal arrives at a sensor: named by the kind of sensor, obeyed by sensing."""

# an echo of its own; what the object sends; its heat
ECHO, SOURCE, HEAT = 0, 1, 2
