"""SVG to PNG."""

from __future__ import annotations

from desireline.diagnostics import DesirelineError, Diagnostic, Fix

_FALLBACK = "DejaVu Sans"
"""The family in the place of those that a machine does not have."""
_PROBE = '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20"><text x="2" y="16" font-size="16">{}</text></svg>'


def rasterised(svg: str, scale: int) -> bytes:
    """The PNG of an SVG without custom properties, `scale` pixels for each of its own.

    Raises DesirelineError where the package that draws it is missing, or this machine has no font: all words would be missing.
    """
    try:
        if _drawn(_PROBE.format("M"), 1) == _drawn(_PROBE.format(""), 1):
            raise DesirelineError(_NO_FONT)
        return _drawn(svg, scale)
    except ModuleNotFoundError:
        raise DesirelineError(_NO_RASTERISER) from None


def _drawn(svg: str, scale: int) -> bytes:
    import resvg_py

    return bytes(resvg_py.svg_to_bytes(svg_string=svg, zoom=scale, font_family=_FALLBACK, sans_serif_family=_FALLBACK))


_NO_RASTERISER = Diagnostic(
    "P101",
    "PNG needs a package that is not installed",
    why="what draws the pixels is an extra, so that all others need not carry it",
    fix=Fix("pip install 'desireline[pictures]', or write SVG"),
)
_NO_FONT = Diagnostic(
    "P105",
    "this machine has no font",
    why="all words and numbers would be missing in the PNG",
    fix=Fix("install one, such as Debian's fonts-dejavu-core, or write SVG, which is drawn where it is read"),
)
