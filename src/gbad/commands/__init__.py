"""One file per command of the command line, imported when it is called."""
