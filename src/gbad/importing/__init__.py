"""Files of other people's -> a scenario part and a table of motion beside it, or a table of tracks to be scored.

Regular files only; what is wrong is refused by name, place and limit, and nothing is written then.
"""
