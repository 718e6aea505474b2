"""Desireline: customer journeys as one text file, checked, run, and held against what customers really do."""
