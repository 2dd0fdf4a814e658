"""The one way in which results show themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, SupportsIndex, TypeAlias

from youthprog._checks import Unchanging
from youthprog.display._html import note, table
from youthprog.errors import BrokenRule, PurposeRequired

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Plain: TypeAlias = str | int | float | bool | None
"""What stands in a cell of a row."""

VegaLite: TypeAlias = dict[str, Any]
"""A chart in the words of Vega-Lite 5, with its data inside."""


class Shown(Unchanging):
    """A result that shows itself in a notebook and gives its rows.

    What may not be seen does not pickle either. A class that is one says `_columns` and `_lines`, and if its table is
    to read better than those, `_table`; where its numbers may not be seen, `_hidden` says in words what is there.
    """

    __slots__ = ()

    def __reduce_ex__(self, protocol: SupportsIndex) -> str | tuple[Any, ...]:
        if self._hidden():
            msg = "sensitive figures do not pickle; reveal the counts for a purpose, or publish a release"
            raise TypeError(msg)
        return super().__reduce_ex__(protocol)

    def _hidden(self) -> str:
        """Say what is there without its numbers; nothing where they may be seen."""
        return ""

    def _columns(self) -> Sequence[tuple[str, type]]:
        """Give the name of each column and the type of its values, which may also be None."""
        raise NotImplementedError

    def _lines(self) -> Iterable[Sequence[Plain]]:
        """Give the rows, a value for each column."""
        raise NotImplementedError

    def _caption(self) -> str:
        """Say what the table shows."""
        raise NotImplementedError

    def _foot(self) -> str:
        """Say what the figures rest on."""
        return ""

    def _table(self) -> str:
        """Give the rows as a table in HTML, the first column naming them."""
        head, *others = (name.replace("_", " ") for name, _ in self._columns())
        rows = (tuple(map(_words, line)) for line in self._lines())
        return table(self._caption(), (head, *others), ((name, cells) for name, *cells in rows), foot=self._foot())

    def _seen(self) -> None:
        hidden = self._hidden()
        if hidden:
            raise PurposeRequired(hidden)

    def to_dicts(self) -> list[dict[str, Plain]]:
        """Give the rows, each flat and of plain values: text, numbers, true or false, or None; shares as floats.

        `frames.to_frame` makes a frame of the same rows.

        Raises:
            PurposeRequired: if the figures are sensitive and not revealed.
            BrokenRule: if two columns would bear one name.

        >>> from youthprog import Counts
        >>> Counts({"rural": 12}, undisclosed={"declined": 3}, of="place").to_dicts()
        [{'place': 'rural', 'missing': None, 'people': 12}, {'place': None, 'missing': 'declined', 'people': 3}]
        """
        self._seen()
        names = columns(self)
        return [dict(zip(names, line, strict=True)) for line in self._lines()]

    def _repr_html_(self) -> str:
        hidden = self._hidden()
        return note(hidden) if hidden else self._table()

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        """Give what a notebook may choose from, which leaves out by itself what it was told to."""
        return {"text/plain": repr(self), "text/html": self._repr_html_()}


class Pictured(Shown):
    """A result that also has a picture, which answers a question; `_picture` makes it."""

    __slots__ = ()

    def _picture(self) -> VegaLite:
        raise NotImplementedError

    def to_vega_lite(self) -> VegaLite:
        """Give the picture as a Vega-Lite 5 chart: plain data that JSON can hold.

        Its data are inside, nothing is loaded, and `description` says in a sentence what is to be seen, for those who
        do not see it. `report.chart` makes an Altair chart of it, `report.picture` a PNG or an SVG.

        Raises:
            PurposeRequired: if the figures are sensitive and not revealed.

        >>> from youthprog import Counts
        >>> chart = Counts({"rural": 12, "urban": 30}, of="place").to_vega_lite()
        >>> chart["$schema"], chart["description"]
        ('https://vega.github.io/schema/vega-lite/v5.json', 'People by place: rural 12, urban 30.')
        """
        self._seen()
        return self._picture()

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        bundle = super()._repr_mimebundle_()
        if not self._hidden():
            bundle["application/vnd.vegalite.v5+json"] = self.to_vega_lite()
        return bundle


def columns(result: Shown) -> dict[str, type]:
    """Give the name of each column of a result and the type of its values, which may also be None.

    Raises:
        BrokenRule: if two would bear one name.
    """
    given = result._columns()  # the one other place that reads them
    if len(dict(given)) < len(given):
        names = ", ".join(name for name, _ in given)
        raise BrokenRule("dimensions", f"must not repeat a name or be called as another column: {names}")
    return dict(given)


def _words(value: Plain) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value is None:
        return ""
    return f"{value:.4g}" if isinstance(value, float) else str(value)
