"""Why each leaker got through: opportunities on the true path, the cause, and the same dice with a gate opened."""
