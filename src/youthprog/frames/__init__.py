"""Any dataframe, of any size: the engine that holds the rows counts them, and our formulas do the rest.

A frame is one of pandas, polars (eager or lazy), pyarrow, DuckDB or PySpark, with a person a row. What its columns hold
is said in the words that `exchange` has for spreadsheets. Needs narwhals and numpy (the extra `frames`), and loads no
library of frames that its caller has not loaded.
"""

from __future__ import annotations

from youthprog.frames._measures import diversity_by, representation_by, segregation, share_by
from youthprog.frames._members import members, to_frame
from youthprog.frames._tally import tally

__all__ = ["diversity_by", "members", "representation_by", "segregation", "share_by", "tally", "to_frame"]
