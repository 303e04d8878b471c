"""From a reference to results: prepare, the spine, tabulate, manifest, run. Import the files by name."""
