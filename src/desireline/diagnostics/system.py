"""What the operating system says of a file, in the words of a headline."""

import os
import re


def said_by_the_system(error: Exception) -> str:
    """Why it refused, such as `no space left on device`. DuckDB wraps what it was told; of an error of its own, the first line."""
    wrapped = re.search(r'"errno":"(\d+)"', str(error))
    if wrapped:
        return os.strerror(int(wrapped[1])).lower()
    said = error.strerror if isinstance(error, OSError) and error.strerror else str(error).split("\n", 1)[0]
    return said.lower()
