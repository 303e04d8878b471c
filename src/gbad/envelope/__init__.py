"""A place in a radar's volume, a round's fly-out time, a meeting with a track: one spelling for every client."""
