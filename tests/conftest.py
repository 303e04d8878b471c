"""Settings for all tests: property tests repeat themselves; they search anew only when asked (``GBAD_EXPLORE=1``).

``--within SECONDS`` leaves out what takes long (``helpers/taking.py``).
"""

import os

from hypothesis import settings

pytest_plugins = ("pytester", "taking")

settings.register_profile("same", derandomize=True, deadline=None)
settings.register_profile("explore", deadline=None)
settings.load_profile("explore" if os.environ.get("GBAD_EXPLORE") else "same")
