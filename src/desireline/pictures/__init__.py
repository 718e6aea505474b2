"""Pictures of measures: for a terminal, a notebook, a file and a page. Each has its numbers as rows, and says whom they count."""

from desireline.pictures.moves import MovesPicture
from desireline.pictures.picture import Picture

__all__ = ["MovesPicture", "Picture"]
