"""Where files are that need not outlive the machine."""

import os
from pathlib import Path

_SHARED = Path("/dev/shm")
MEMORY = _SHARED if os.access(_SHARED, os.W_OK) else None
"""A folder in memory; None, where the machine has none: then temporary files are where they always are."""
