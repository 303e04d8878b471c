"""Pure functions of the physical world: earth, atmosphere, propagation, flight, dice. No air-defence nouns here."""
