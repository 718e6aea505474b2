"""Pictures of measures: for a terminal, a notebook, a file and a page. Each has its numbers as rows, and says whom they count."""

from desireline.pictures.choosing import KINDS, picture
from desireline.pictures.dots import DotsPicture
from desireline.pictures.funnel import FunnelPicture
from desireline.pictures.map import MapPicture
from desireline.pictures.moves import MovesPicture
from desireline.pictures.picture import Picture
from desireline.pictures.report import report
from desireline.pictures.returns import ReturnsPicture
from desireline.pictures.routes import RoutesPicture
from desireline.pictures.times import TimesPicture

__all__ = [
    "KINDS",
    "DotsPicture",
    "FunnelPicture",
    "MapPicture",
    "MovesPicture",
    "Picture",
    "ReturnsPicture",
    "RoutesPicture",
    "TimesPicture",
    "picture",
    "report",
]
