"""Bring in data: a file is sent, looked at before anything of it is stored, imported into a lake, and a map is drafted from it."""

from desireline.service.studio.bring.operations import operations

__all__ = ["operations"]
