"""Decibels, wave lengths and noise, where sensing asks for them; the radar equation itself stands in the textbook."""

from gbad.physics.waves import BOLTZMANN_J_PER_K, from_db, wavelength_m
from gbad.textbook.radar_equation import received_power_w

__all__ = ["BOLTZMANN_J_PER_K", "from_db", "received_power_w", "wavelength_m"]
