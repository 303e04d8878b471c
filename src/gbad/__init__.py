"""An open laboratory for ground-based air defence: simulation only."""
