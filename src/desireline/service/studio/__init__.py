"""The studio: the page of a journey with what customers really did on it, served to one person on the own machine."""

from desireline.service.studio.door import Door
from desireline.service.studio.operations import operations
from desireline.service.studio.serving import serve, studio
from desireline.service.studio.sources import Sources

__all__ = ["Door", "Sources", "operations", "serve", "studio"]
