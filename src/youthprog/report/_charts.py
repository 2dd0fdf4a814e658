"""Pictures of results as charts of Altair, and as files that anything shows."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, Final

from youthprog.display import Pictured
from youthprog.errors import BrokenRule, MissingExtra, WrongType

if TYPE_CHECKING:
    import altair

FORMATS = ("png", "svg")
_VERSION = "5.21"
"""Of Vega-Lite, whose fifth version JupyterLab draws too."""
_TAG: Final = re.compile("<[a-z][^<>]*>")
_PARTS: Final = re.compile(' (?:role|aria-[a-z]+)="[^"]*"')


def _pictured(result: Pictured) -> Pictured:
    if not isinstance(result, Pictured):
        raise WrongType("result", "must be a result that has a picture")
    return result


def chart(result: Pictured) -> altair.TopLevelMixin:
    """Give the picture of a result as a chart of Altair, to go on with: to resize, to theme, to put beside another.

    Needs the extra `charts`. `chart.save("figure.png")`, and `.svg` and `.pdf`, work without a network.

    Args:
        result: what has a picture, such as counts, a release or a parity.

    Raises:
        MissingExtra: if the extra is not installed.
        PurposeRequired: if its figures are sensitive and not revealed.
        WrongType: if it has no picture.

    >>> from youthprog import Counts
    >>> chart(Counts({"rural": 12, "urban": 30}, of="place")).to_dict()["title"]["text"]
    'People by place'
    """
    try:
        import altair
    except ImportError as error:
        raise MissingExtra("to make charts", "charts") from error
    return altair.Chart.from_dict(_pictured(result).to_vega_lite())


def picture(result: Pictured, *, format: str, scale: float = 2.0) -> bytes:  # noqa: A002  # as in the names of files
    """Give the picture of a result as a file, drawn here and without a network.

    Needs the extra `charts`. Its letters are of the fonts of the machine; what is in the file needs none.

    Args:
        result: what has a picture, such as counts, a release or a parity.
        format: `png`, or `svg`, which bears its description for those who do not see it.
        scale: how many pixels of a PNG stand for one of the chart; 2 is sharp on paper.

    Raises:
        MissingExtra: if the extra is not installed.
        PurposeRequired: if its figures are sensitive and not revealed.
        WrongType: if it has no picture.
        BrokenRule: if the format is another.

    >>> from youthprog import Counts
    >>> picture(Counts({"rural": 12, "urban": 30}, of="place"), format="png")[1:4]
    b'PNG'
    """
    try:
        import vl_convert
    except ImportError as error:
        raise MissingExtra("to draw pictures", "charts") from error
    if format not in FORMATS:
        raise BrokenRule("format", f"must be {' or '.join(FORMATS)}")
    spec = _pictured(result).to_vega_lite()
    if format == "png":
        return vl_convert.vegalite_to_png(spec, vl_version=_VERSION, scale=scale)
    words = escape(spec["description"])
    # One image with one description: what Vega says of its parts, some of them nameless, would only be in the way.
    drawn = vl_convert.vegalite_to_svg(spec, vl_version=_VERSION)
    drawn = _TAG.sub(lambda tag: _PARTS.sub("", tag[0]), drawn)
    return drawn.replace("<svg ", f'<svg role="img" aria-label="{words}" ', 1).encode()
