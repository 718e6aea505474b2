"""Desireline: customer journeys as one text file, checked, run, and held against what customers really do.

The Python API is `desireline.api`; the rooms below it may be imported on their own.
"""

__version__ = "0.1.0"
