"""folder -> what it holds: finished runs and studies verified, read back, played again. Import the files by name."""
