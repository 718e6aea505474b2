"""The studio: the page of a journey with what customers really did on it, for one person on the own machine, or beside maps that run."""

from desireline.service.studio.beside import StudioBeside
from desireline.service.studio.door import Door
from desireline.service.studio.operations import operations
from desireline.service.studio.serving import serve, studio
from desireline.service.studio.sources import Sources

__all__ = ["Door", "Sources", "StudioBeside", "operations", "serve", "studio"]
