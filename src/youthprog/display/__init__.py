"""How results show themselves: as words, as a table for a screen reader and an eye, as rows, and as a picture.

Whatever is a `Shown` gives a notebook plain text and an HTML table with a caption and scopes, without a script and with
every label escaped, and whoever asks its rows (`to_dicts`). A `Pictured` also gives a Vega-Lite v5 chart
(`to_vega_lite`), which JupyterLab draws without a network; the charts are made in `youthprog.display.charts`. Figures
of a sensitive dimension give their shape in words, and no rows and no picture, until they are revealed. Only results
show themselves; members and programmes keep their plain form.
"""

from __future__ import annotations

from youthprog.display._html import listed, note, number, table
from youthprog.display._shown import Pictured, Plain, Shown, VegaLite, columns

__all__ = ["Pictured", "Plain", "Shown", "VegaLite", "columns", "listed", "note", "number", "table"]
