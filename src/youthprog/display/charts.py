"""The pictures that answer questions, each a function of plain rows and words, as Vega-Lite 5 charts.

What all have in common: the colours of Okabe and Ito, which those who see few colours tell apart, and never colour
alone; bars that begin at zero; axes in words with their unit; labels of any script and any length, shortened in the
picture and whole in the tooltip; the data inside the chart; and a `description`, which is read to those who do not see
it. The functions know no figure of people: results give them rows.

Source of the colours: M. Okabe and K. Ito, Color Universal Design (2008).
"""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from youthprog.display._html import listed, number

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from youthprog.display._shown import VegaLite

__all__ = [
    "SCHEMA",
    "bars",
    "chances",
    "crossed",
    "in_words",
    "journeys",
    "over_the_years",
    "over_time",
    "profile",
    "shares_beside",
    "targets",
]

SCHEMA: Final = "https://vega.github.io/schema/vega-lite/v5.json"

BLACK, BLUE, SKY, VERMILION = "#000000", "#0072B2", "#56B4E9", "#D55E00"
GREEN, ORANGE, PURPLE, YELLOW = "#009E73", "#E69F00", "#CC79A7", "#F0E442"
GREY, PALE = "#595959", "#D0D0D0"
PALETTE: Final = (BLUE, VERMILION, GREEN, ORANGE, PURPLE, SKY, BLACK, YELLOW)
SHAPES: Final = ("circle", "square", "diamond", "triangle-up", "cross", "triangle-down", "triangle-right", "stroke")
DASHES: Final = ([1, 0], [6, 3], [2, 2], [8, 2, 2, 2], [10, 4], [4, 1], [1, 3], [12, 2, 2, 2, 2, 2])

WIDTH: Final = 440
TOLD: Final = 8
"""How many figures a description tells, and how many categories a scale of colours has at most."""

_CONFIG: Final[dict[str, Any]] = {
    "font": "Noto Sans, DejaVu Sans, Segoe UI, Helvetica Neue, Arial, sans-serif",
    "background": "#FFFFFF",
    "view": {"stroke": None},
    "title": {
        "anchor": "start",
        "frame": "group",
        "fontSize": 15,
        "limit": 640,
        "subtitleColor": GREY,
        "subtitleFontSize": 12,
        "subtitlePadding": 6,
        "offset": 14,
    },
    "axis": {
        "domain": False,
        "gridColor": "#E6E6E6",
        "labelColor": "#333333",
        "labelFontSize": 12,
        "labelLimit": 220,
        "tickColor": PALE,
        "titleColor": "#333333",
        "titleFontSize": 12,
        "titleFontWeight": "normal",
        "titlePadding": 8,
    },
    "axisY": {"ticks": False, "labelPadding": 8},
    "legend": {
        "labelFontSize": 12,
        "labelLimit": 560,
        "offset": 8,
        "orient": "top",
        "symbolSize": 110,
        "symbolStrokeWidth": 1.5,
        "title": None,
    },
    "text": {"fontSize": 12, "limit": 240},
}

_PERCENT: Final = ".0%"
_POINT: Final = {"filled": True, "opacity": 1}
_EPOCH: Final = dt.date(1970, 1, 1).toordinal()
"""From which day a chart counts, in milliseconds."""


def in_words(figures: Iterable[tuple[str, str]]) -> str:
    """List figures with their names, the first eight of them.

    >>> in_words([("rural", "12"), ("urban", "30")])
    'rural 12, urban 30'
    """
    told = [f"{name} {figure}" for name, figure in figures]
    more = len(told) - TOLD
    return ", ".join(told) if more <= 0 else f"{', '.join(told[:TOLD])} and {more} more"


def _chart(title: str, description: str, *, subtitle: Sequence[str] = (), **body: Any) -> VegaLite:
    lines = [line for line in subtitle if line]
    return {
        "$schema": SCHEMA,
        "description": description,
        "title": {"text": title, **({"subtitle": lines} if lines else {})},
        "config": _CONFIG,
        **body,
    }


def _rows_of(field: str, names: Iterable[str]) -> dict[str, Any]:
    """Put the names down the left side, in the order in which they are given, each once."""
    scale = {"domain": list(dict.fromkeys(names))}
    return {"field": field, "type": "nominal", "sort": None, "scale": scale, "axis": {"title": None, "grid": False}}


def _along(field: str, title: str, **more: Any) -> dict[str, Any]:
    return {"field": field, "type": "quantitative", "title": title, **more}


def _tip(*fields: tuple[str, str], share: bool = False) -> list[dict[str, Any]]:
    """Say in full on pointing; the fields with a figure are shares if so told."""
    return [
        {"field": field, "title": title, **({"format": ".1%"} if share and place else {})}
        for place, (field, title) in enumerate(fields)
    ]


def _as(name: str, **scale: Any) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Give the transform and the encoding of a layer that is one entry of a legend."""
    return [{"calculate": json.dumps(name), "as": "key"}], {"field": "key", "type": "nominal", **scale}


def _keyed(names: Sequence[str], colours: Sequence[str], **legend: Any) -> dict[str, Any]:
    """Give a scale of colours that is explained by a legend."""
    shown = {"symbolType": "square", "symbolOpacity": 1, **legend}
    return {"scale": {"domain": list(names), "range": list(colours)}, "legend": shown}


def _whole_numbers(most: int) -> dict[str, Any]:
    # The least step of an axis is lost where layers share it, so few people get few ticks.
    return {"tickCount": min(max(most, 1), 10), "format": ",d"}


# --- Counts and releases ---------------------------------------------------------------------------------------------


def bars(
    rows: Iterable[tuple[str, int | None, bool]],
    *,
    title: str,
    hidden: str = "",
    subtitle: Sequence[str] = (),
    unit: str = "people",
) -> VegaLite:
    """How many are in each category? A bar for each, the undisclosed hollow, what is hidden said in words and never 0.

    Args:
        rows: the name of each bar, its number (`None` where it is hidden), and whether it is a category, or else a
            reason why there is none.
        title: what is counted.
        hidden: what is said in place of a hidden number.
        subtitle: lines of what the figures rest on.
        unit: what is counted along the axis.
    """
    given = list(rows)
    values = [
        {"name": name, "number": size, "said": hidden if size is None else f"{size:,}", "category": inside}
        for name, size, inside in given
    ]
    told = in_words((name, hidden if size is None else str(size)) for name, size, _ in given)
    style = {"condition": {"test": "datum.category", "value": BLUE}, "value": "#FFFFFF"}
    y = _rows_of("name", (name for name, _, _ in given))
    tip = _tip(("name", "category"), ("said", unit))
    return _chart(
        title,
        f"{title}: {told}." if told else f"{title}: nobody is counted.",
        subtitle=subtitle,
        data={"values": values},
        width=WIDTH,
        height={"step": 26},
        layer=[
            {
                "transform": [{"filter": "isValid(datum.number)"}],
                "mark": {"type": "bar", "height": {"band": 0.7}, "stroke": GREY},
                "encoding": {
                    "y": y,
                    "x": _along(
                        "number", unit, axis=_whole_numbers(max((size or 0 for _, size, _ in given), default=0))
                    ),
                    "fill": style,
                    "strokeWidth": {"condition": {"test": "datum.category", "value": 0}, "value": 1},
                    "tooltip": tip,
                },
            },
            {
                "mark": {"type": "text", "align": "left", "dx": 5, "color": BLACK},
                "encoding": {
                    "y": y,
                    "x": {"field": "end", "type": "quantitative"},
                    "text": {"field": "said"},
                    "tooltip": tip,
                },
                "transform": [{"calculate": "isValid(datum.number) ? datum.number : 0", "as": "end"}],
            },
        ],
    )


def crossed(
    rows: Iterable[tuple[str, str, int | None, float | None]],
    *,
    title: str,
    hidden: str = "",
    subtitle: Sequence[str] = (),
) -> VegaLite:
    """How are the rows composed? A cell for each, its number inside, the darker the larger its share of the row.

    Args:
        rows: the name of the row and of the column, the number (`None` where it is hidden), and its share of the row
            (`None` where there is none to tell).
        title: what is counted.
        hidden: what is said in place of a hidden number.
        subtitle: lines of what the figures rest on.
    """
    values = [
        {"row": row, "column": column, "said": hidden if size is None else f"{size:,}", "share": share}
        for row, column, size, share in rows
    ]
    told = in_words((f"{one['row']}, {one['column']}:", str(one["said"])) for one in values)
    names = list(dict.fromkeys(one["column"] for one in values))
    x = {
        "field": "column",
        "type": "nominal",
        "sort": names,
        "axis": {"title": None, "orient": "top", "grid": False, "ticks": False, "labelAngle": 0, "labelLimit": 84},
    }
    legend = {
        "orient": "bottom",
        "format": _PERCENT,
        "title": "share of the row",
        "titleFontWeight": "normal",
        "gradientLength": 180,
    }
    y = _rows_of("row", (str(one["row"]) for one in values))
    tip = _tip(("row", "row"), ("column", "column"), ("said", "people"))
    return _chart(
        title,
        f"{title}. {told}." if told else f"{title}: there is nothing to show.",
        subtitle=subtitle,
        data={"values": values},
        width={"step": 90},
        height={"step": 28},
        layer=[
            {
                "mark": {"type": "rect", "stroke": "#FFFFFF", "strokeWidth": 2},
                "encoding": {
                    "y": y,
                    "x": x,
                    "color": {
                        "condition": {
                            "test": "isValid(datum.share)",
                            "field": "share",
                            "type": "quantitative",
                            "title": "share of the row",
                            "scale": {"domain": [0, 1], "range": ["#F2F8FC", SKY]},
                            "legend": legend if any(one["share"] is not None for one in values) else None,
                        },
                        "value": "#F2F2F2",
                    },
                    "tooltip": tip,
                },
            },
            {
                "mark": {"type": "text", "color": BLACK, "limit": 84},
                "encoding": {"y": y, "x": x, "text": {"field": "said"}, "tooltip": tip},
            },
        ],
    )


# --- Representation --------------------------------------------------------------------------------------------------


def shares_beside(
    rows: Iterable[Mapping[str, Any]], *, title: str, words: str, chance: str, subtitle: Sequence[str] = ()
) -> VegaLite:
    """Does the group look like the population, beyond luck? For each category the share here, and the share there.

    Args:
        rows: for each category its `name`, its `share` here, the `low` and `high` share if the undisclosed are counted
            in, the `interval_low` and `interval_high`, the `reference` share, and `chance_low` and `chance_high`, the
            band where a draw by lot would mostly lie; `None` where there is none.
        title: what is compared.
        words: what the interval is.
        chance: what the band is.
        subtitle: lines of what the figures rest on.
    """
    values = [dict(row) for row in rows]
    here, there = "share here", "share in the population"
    unknown = "whatever the undisclosed would say"
    names, colours = [here, there, chance], [BLUE, BLACK, PALE]
    open_bounds = any(one["low"] != one["high"] for one in values)
    if open_bounds:
        names, colours = [*names, unknown], [*colours, ORANGE]
    told = "; ".join(
        f"{one['name']} {one['share']:.1%} against {one['reference']:.1%}, {_beside(one)}" for one in values[:TOLD]
    )
    y, scale = _rows_of("name", (one["name"] for one in values)), _keyed(names, colours, columns=2)
    title_x = f"share of the people whose answer is known; thin line: {words}"
    axis = {"format": _PERCENT}
    tip = _tip(
        ("name", "category"),
        ("share", here),
        ("reference", there),
        ("interval_low", f"{words}, from"),
        ("interval_high", "to"),
        ("chance_low", f"{chance}, from"),
        ("chance_high", "to"),
        ("low", "of all, at least"),
        ("high", "of all, at most"),
        share=True,
    )

    def layer(mark: dict[str, Any], name: str, low: str, high: str = "") -> dict[str, Any]:
        ends = {"x2": {"field": high}} if high else {}
        x = _along(low, title_x, axis=axis, scale={"zero": True})
        transform, color = _as(name, **scale)
        encoding = {"y": y, "x": x, **ends, "color": color, "tooltip": tip}
        return {"transform": transform, "mark": mark, "encoding": encoding}

    bounds = [layer({"type": "bar", "height": 5, "yOffset": 9}, unknown, "low", "high")] if open_bounds else []
    return _chart(
        title,
        f"{title}. {told}.",
        subtitle=subtitle,
        data={"values": values},
        width=WIDTH,
        height={"step": 38},
        layer=[
            layer({"type": "bar", "height": {"band": 0.6}}, chance, "chance_low", "chance_high"),
            *bounds,
            layer({"type": "rule", "strokeWidth": 1.5}, here, "interval_low", "interval_high"),
            layer({"type": "tick", "thickness": 3, "height": {"band": 0.6}}, there, "reference"),
            layer({"type": "point", **_POINT, "size": 110}, here, "share"),
        ],
    )


def _beside(one: Mapping[str, Any]) -> str:
    low, high = one["chance_low"], one["chance_high"]
    if one["share"] < low:
        return "less than luck explains"
    return "more than luck explains" if one["share"] > high else "as luck may have it"


# --- Diversity -------------------------------------------------------------------------------------------------------


def profile(
    rows: Iterable[tuple[float, float | None, float, float]], *, title: str, subtitle: Sequence[str] = ()
) -> VegaLite:
    """How many groups are there, the less small ones count? Hill numbers along q, and what the undisclosed could make.

    Args:
        rows: the order, the Hill number of the known (`None` if nobody is), and the least and the greatest over all
            ways the undisclosed could have answered.
        title: whose profile it is.
        subtitle: lines of what the figures rest on.
    """
    values: list[dict[str, Any]] = [
        {
            "q": q,
            "value": value,
            "low": low,
            "high": high,
            "said": f"{value:.2f}" if value and q in {0, 1, 2, 3} else None,
        }
        for q, value, low, high in rows
    ]
    told = listed(
        f"{one['said']} groups at order {one['q']:g} (from {one['low']:.2f} to {one['high']:.2f})"
        for one in values
        if one["said"]
    )
    whole = sorted({int(one["q"]) for one in values})
    q = _along("q", "order q (the higher, the less small groups count)", axis={"values": whole, "grid": False})
    names = ["of those whose answer is known", "if the undisclosed had answered"]
    color = _keyed(names, [BLUE, SKY])
    (line, dark), (band, pale) = (_as(name, **color) for name in names)
    tip = _tip(("q", "order"), ("value", "known"), ("low", "at least"), ("high", "at most"))
    y = "effective number of groups"
    return _chart(
        title,
        f"{title}, as if all groups were of one size: {told}." if told else f"{title}: nobody is known.",
        subtitle=subtitle,
        data={"values": values},
        width=WIDTH,
        height=240,
        layer=[
            {
                "transform": band,
                "mark": {"type": "area", "opacity": 0.45},
                "encoding": {
                    "x": q,
                    "y": _along("low", y, scale={"zero": True}),
                    "y2": {"field": "high"},
                    "color": pale,
                    "tooltip": tip,
                },
            },
            {
                "transform": line,
                "mark": {"type": "line", "strokeWidth": 2.5},
                "encoding": {"x": q, "y": _along("value", y), "color": dark, "tooltip": tip},
            },
            {
                "transform": [{"filter": "isValid(datum.said)"}, *line],
                "mark": {"type": "point", **_POINT, "size": 60},
                "encoding": {"x": q, "y": _along("value", y), "color": dark, "tooltip": tip},
            },
            {
                "transform": [{"filter": "isValid(datum.said)"}],
                "mark": {"type": "text", "dy": -12, "dx": 4, "align": "left", "color": BLACK},
                "encoding": {"x": q, "y": _along("value", y), "text": {"field": "said"}},
            },
        ],
    )


# --- Quotas and lotteries --------------------------------------------------------------------------------------------


def targets(rows: Iterable[Mapping[str, Any]], *, title: str, subtitle: Sequence[str] = ()) -> VegaLite:
    """Is each quota met, and how many are missing? What is certain, what may be, and what is missing to the target.

    Args:
        rows: for each quota its `quota` in words, `yes`, `unknown`, `needed`, `allowed` (`None` if nobody is too many)
            and its `status` in words.
        title: what is checked.
        subtitle: lines of what the figures rest on.
    """
    given = list(rows)
    sure, perhaps, missing = "certainly meet it", "may meet it (not known)", "missing to the minimum"
    least, most = "needed", "at most allowed"
    parts, marks = [], []
    for one in given:
        name, yes, up_to, needed = one["quota"], one["yes"], one["yes"] + one["unknown"], one["needed"]
        for part, start, end in ((sure, 0, yes), (perhaps, yes, up_to), (missing, up_to, max(needed, up_to))):
            if end > start:
                size = end - start
                parts.append({"quota": name, "part": part, "from": start, "to": end, "size": size, "of": one["status"]})
        if needed:
            marks.append({"quota": name, "mark": least, "at": needed, "said": f"{needed} {least}"})
        if one["allowed"] is not None:
            marks.append({"quota": name, "mark": most, "at": one["allowed"], "said": f"at most {one['allowed']}"})
    told = listed([_target(one) for one in given])
    y = _rows_of("quota", (one["quota"] for one in given))
    names, colours = [sure, perhaps, missing], [BLUE, SKY, "#FFFFFF"]
    most_people = max((end for one in (*parts, *marks) for key, end in one.items() if key in {"to", "at"}), default=0)
    x = _along("from", "people", axis=_whole_numbers(most_people))
    return _chart(
        title,
        f"{title}. {told}." if told else f"{title}: there is no quota.",
        subtitle=subtitle,
        width=WIDTH,
        height={"step": 46},
        layer=[
            {
                "data": {"values": parts},
                "mark": {"type": "bar", "height": {"band": 0.55}, "stroke": GREY, "strokeWidth": 1.2},
                "encoding": {
                    "y": y,
                    "x": x,
                    "x2": {"field": "to"},
                    "fill": {
                        "field": "part",
                        "type": "nominal",
                        **_keyed(names, colours, symbolStrokeColor=GREY),
                    },
                    "strokeDash": {
                        "condition": {"test": f"datum.part === '{missing}'", "value": [4, 3]},
                        "value": [1, 0],
                    },
                    "tooltip": _tip(("quota", "quota"), ("of", "status"), ("part", "these"), ("size", "people")),
                },
            },
            {
                "data": {"values": marks},
                "mark": {"type": "tick", "thickness": 3, "height": {"band": 0.8}, "opacity": 1},
                "encoding": {
                    "y": y,
                    "x": _along("at", "people"),
                    "color": {
                        "condition": {"test": f"datum.mark === '{least}'", "value": BLACK},
                        "value": VERMILION,
                    },
                    "tooltip": _tip(("quota", "quota"), ("said", "demanded")),
                },
            },
            {
                "data": {"values": marks},
                "mark": {"type": "text", "align": "left", "dx": 5, "dy": 17, "color": BLACK, "fontSize": 11},
                "encoding": {"y": y, "x": _along("at", "people"), "text": {"field": "said"}},
            },
        ],
    )


def _target(one: Mapping[str, Any]) -> str:
    perhaps = f", perhaps {one['unknown']} more" if one["unknown"] else ""
    needed = f"; {one['needed']} needed" if one["needed"] else ""
    allowed = f"; at most {one['allowed']} allowed" if one["allowed"] is not None else ""
    return f"{one['quota']} is {one['status']}: {one['yes']} for certain{perhaps}{needed}{allowed}"


def chances(
    rows: Iterable[tuple[str, int, float]], *, equal: float, title: str, subtitle: Sequence[str] = ()
) -> VegaLite:
    """What do the quotas do to the chances? For each group the chance without quotas, and with them.

    Args:
        rows: the words for a group of applicants, how many they are, and the chance of each.
        equal: the chance of each applicant if there were no quotas.
        title: what is drawn.
        subtitle: lines of what the figures rest on.
    """
    before, after = "without quotas", "with the quotas"
    given = list(rows)
    values = [
        {
            "group": name,
            "applicants": size,
            "equal": equal,
            "chance": chance,
            "said": f"{chance:.1%}",
            "side": "right" if chance >= equal else "left",
        }
        for name, size, chance in given
    ]
    told = in_words((f"{name} ({number(size, 'applicant')})", f"{chance:.1%}") for name, size, chance in given)
    y = _rows_of("group", (name for name, _, _ in given))
    shapes = {"domain": [before, after], "range": ["circle", "diamond"]}
    color = {"scale": {"domain": [before, after], "range": [GREY, BLUE]}, "legend": {}}
    axis = {"format": _PERCENT, "tickCount": 5}
    tip = [
        *_tip(("group", "group"), ("applicants", "applicants")),
        {"field": "equal", "title": before, "format": ".1%"},
        {"field": "chance", "title": after, "format": ".1%"},
    ]

    def layer(mark: dict[str, Any], x: str, **more: Any) -> dict[str, Any]:
        along = _along(x, "chance of each applicant to get a seat", axis=axis, scale={"domain": [0, 1]})
        return {"mark": mark, "encoding": {"y": y, "x": along, "tooltip": tip, **more}}

    def point(name: str, x: str) -> dict[str, Any]:
        transform, key = _as(name)
        made = layer(
            {"type": "point", **_POINT, "size": 120}, x, shape={**key, "scale": shapes}, color={**key, **color}
        )
        return {"transform": transform, **made}

    def said(side: str, dx: int, align: str) -> dict[str, Any]:
        made = layer({"type": "text", "dx": dx, "align": align, "color": BLACK}, "chance", text={"field": "said"})
        return {"transform": [{"filter": f"datum.side === '{side}'"}], **made}

    return _chart(
        title,
        f"{title}. Without quotas {equal:.1%} for each; with them {told}.",
        subtitle=subtitle,
        data={"values": values},
        width=WIDTH,
        height={"step": 34},
        layer=[
            layer({"type": "rule", "strokeWidth": 2, "color": PALE}, "equal", x2={"field": "chance"}),
            point(before, "equal"),
            point(after, "chance"),
            said("right", 10, "left"),
            said("left", -10, "right"),
        ],
    )


# --- Trainings and partners ------------------------------------------------------------------------------------------


def journeys(
    places: Iterable[tuple[str, int, float | None, int]],
    steps: Iterable[tuple[str, str, int]],
    *,
    title: str,
    axis: str,
    subtitle: Sequence[str] = (),
) -> VegaLite:
    """How far from home do trainings lead to others? Each by its generation and distance, joined where people went on.

    Args:
        places: the name of each training, its generation, its distance from home in km (`None` if none is recorded,
            and then it is not drawn), and how many learned there.
        steps: from which training to which somebody went on, and how many did.
        title: whose trainings they are.
        axis: what kind of distance it is.
        subtitle: lines of what the figures rest on.
    """
    every = list(places)
    beside: dict[tuple[int, float], int] = {}
    most = max(Counter((generation, far) for _, generation, far, _ in every if far is not None).values(), default=1)
    apart = min(0.17, 0.8 / most)  # those at one place stand below each other, and above the next generation
    points: dict[str, dict[str, Any]] = {}
    for name, generation, far, learners in every:
        if far is not None:
            place = beside[generation, far] = beside.get((generation, far), -1) + 1
            points[name] = {
                "name": name,
                "generation": generation,
                "at": generation + apart * place,
                "far": far,
                "learners": learners,
            }
    lines = [
        {
            "from": points[source]["far"],
            "at": points[source]["at"],
            "to": points[target]["far"],
            "then": points[target]["at"],
            "path": f"{source} → {target}",
            "people": people,
        }
        for source, target, people in steps
        if source in points and target in points
    ]
    absent = len(every) - len(points)
    left_out = f"not drawn, for want of a recorded distance: {number(absent, 'training')}" if absent else ""
    last = max((generation for _, generation, _, _ in every), default=0)
    told = []
    for generation in range(1, last + 1):
        fars = [one["far"] for one in points.values() if one["generation"] == generation]
        trainings = number(sum(one[1] == generation for one in every), "training")
        told.append(f"generation {generation}: {trainings}{f', up to {max(fars):,.0f} km from home' if fars else ''}")
    y = {
        "type": "quantitative",
        "title": "generation",
        "scale": {"reverse": True, "domain": [0.7, last + 0.6]},
        "axis": {"values": list(range(1, last + 1)), "format": "d"},
    }
    x = {"type": "quantitative", "title": axis, "scale": {"zero": True}, "axis": {"format": ",d", "tickCount": 6}}
    tip = _tip(("name", "training"), ("generation", "generation"), ("far", axis), ("learners", "learners"))
    return _chart(
        title,
        f"{title}; {'; '.join(told)}." if told else f"{title}: there is no training.",
        subtitle=[*subtitle, left_out],
        width=WIDTH + 80,
        height=max(160, 90 * last, 18 * most * last),
        layer=[
            {
                "data": {"values": lines},
                "mark": {"type": "rule", "color": "#8C8C8C", "strokeWidth": 1.5},
                "encoding": {
                    "x": {"field": "from", **x},
                    "x2": {"field": "to"},
                    "y": {"field": "at", **y},
                    "y2": {"field": "then"},
                    "tooltip": _tip(("path", "from → to"), ("people", "people who went on")),
                },
            },
            {
                "data": {"values": list(points.values())},
                "mark": {"type": "point", **_POINT, "size": 130},
                "encoding": {
                    "x": {"field": "far", **x},
                    "y": {"field": "at", **y},
                    "color": {
                        "field": "generation",
                        "type": "ordinal",
                        "scale": {
                            "domain": list(range(1, last + 1)),
                            "range": [PALETTE[min(g, TOLD - 1)] for g in range(last)],
                        },
                        "legend": None,
                    },
                    "shape": {
                        "field": "generation",
                        "type": "ordinal",
                        "scale": {
                            "domain": list(range(1, last + 1)),
                            "range": [SHAPES[min(g, TOLD - 1)] for g in range(last)],
                        },
                        "legend": None,
                    },
                    "tooltip": tip,
                },
            },
            *[
                {
                    "data": {"values": list(points.values())},
                    "mark": {"type": "text", "align": "left", "dx": 10, "limit": 170, **ink},
                    "encoding": {
                        "x": {"field": "far", **x},
                        "y": {"field": "at", **y},
                        "text": {"field": "name"},
                        "tooltip": tip,
                    },
                }
                for ink in ({"stroke": "#FFFFFF", "strokeWidth": 4, "strokeJoin": "round"}, {"color": BLACK})
            ],
        ],
    )


def over_the_years(
    rows: Iterable[Mapping[str, int]], *, kinds: Sequence[str], title: str, subtitle: Sequence[str] = ()
) -> VegaLite:
    """Do partnerships grow and last? How many are active at the end of each year, and what happened during it.

    Args:
        rows: for each `year` the number `active` and those of each of the kinds; for each also the number that may
            be more, its name with `perhaps_` before it.
        kinds: what may happen, at most eight.
        title: whose partnerships they are.
        subtitle: lines of what the figures rest on.
    """
    given = list(rows)
    year = {"field": "year", "type": "ordinal", "axis": {"labelAngle": 0, "grid": False, "title": None}}

    def counted(one: Mapping[str, int], kind: str) -> dict[str, Any]:
        least, most = one[kind], one[kind] + one[f"perhaps_{kind}"]
        said = f"{least:,}" if least == most else f"{least:,} to {most:,}"
        return {"year": one["year"], "kind": kind, "number": least, "most": most, "said": said}

    standing = [counted(one, "active") for one in given]
    happened = [counted(one, kind) for one in given for kind in kinds]
    told = in_words((str(one["year"]), f"{one['active']} active") for one in given)
    changed = listed([f"{sum(one[kind] for one in given)} {kind}" for kind in kinds])
    kind_offset = {"field": "kind", "type": "nominal", "sort": list(kinds)}
    number_tip = [("number", "certainly"), ("most", "at most")]

    def panel(values: list[dict[str, Any]], words: str, height: int, bar: dict[str, Any], more: Any) -> dict[str, Any]:
        whole = _whole_numbers(max((one["most"] for one in values), default=0))
        tip = _tip(("year", "year"), *([("kind", "what")] if "xOffset" in more else []), *number_tip)
        shared = {"x": year, "tooltip": tip, **{k: v for k, v in more.items() if k == "xOffset"}}
        return {
            "data": {"values": values},
            "width": WIDTH,
            "height": height,
            "layer": [
                {"mark": bar, "encoding": {**shared, "y": _along("number", words, axis=whole), **more}},
                {
                    "transform": [{"filter": "datum.most > datum.number"}],
                    "mark": {"type": "bar", "fill": "#FFFFFF", "stroke": GREY, "strokeDash": [3, 2], "strokeWidth": 1},
                    "encoding": {**shared, "y": _along("number", words), "y2": {"field": "most"}},
                },
                {
                    "transform": [{"filter": "datum.most > 0"}],
                    "mark": {"type": "text", "dy": -7, "color": BLACK, "fontSize": 11},
                    "encoding": {
                        **shared,
                        "y": _along("most", words),
                        "text": {"field": "said"},
                    },
                },
            ],
        }

    colours = [BLUE, ORANGE, BLACK, GREEN, PURPLE, SKY, VERMILION, YELLOW]
    legend = {"field": "kind", "type": "nominal", **_keyed(kinds, colours[: len(kinds)], orient="bottom")}
    return _chart(
        title,
        f"{title}: {told}; over these years {changed}." if given else f"{title}: there is no year.",
        subtitle=[*subtitle, "dashed: what incomplete dates leave open"],
        spacing=18,
        vconcat=[
            panel(standing, "active at the end of the year", 120, {"type": "bar", "color": BLUE}, {}),
            panel(happened, "during the year", 120, {"type": "bar"}, {"xOffset": kind_offset, "color": legend}),
        ],
    )


def over_time(
    rows: Iterable[tuple[str, float, float, float, str]], *, title: str, axis: str, subtitle: Sequence[str] = ()
) -> VegaLite:
    """How does a share change? A line for each definition; where the definition changes, the line breaks.

    Args:
        rows: the day as in 2022-12-31, the share among the known, the least and the greatest share of all, and the
            words of the definition.
        title: whose share it is.
        axis: what it is a share of.
        subtitle: lines of what the figures rest on.
    """
    values: list[dict[str, Any]] = [
        {"day": day, "share": share, "low": low, "high": high, "definition": words, "said": f"{share:.1%}"}
        for day, share, low, high, words in rows
    ]
    named = list(dict.fromkeys(str(one["definition"]) for one in values))
    told = in_words((str(one["day"]), str(one["said"])) for one in values)
    by = [f", by {number(len(named), 'definition')}, which are not to be compared with one another" * (len(named) > 1)]
    days = [(dt.date.fromisoformat(one["day"]).toordinal() - _EPOCH) * 86_400_000 for one in values]
    x = {
        "field": "day",
        "type": "temporal",
        "scale": {"type": "utc", "padding": 30},
        "axis": {"title": None, "format": "%Y-%m-%d", "grid": False, "values": days, "labelOverlap": True},
    }
    y = _along("share", axis, axis={"format": _PERCENT}, scale={"domainMin": 0, "zero": True})
    places = [min(place, TOLD - 1) for place in range(len(named))]

    def scale(marks: Sequence[Any]) -> dict[str, Any]:
        legend = {"orient": "bottom", "direction": "vertical", "symbolOpacity": 1, "columns": 1}
        return {
            "field": "definition",
            "type": "nominal",
            "sort": None,
            "scale": {"domain": named, "range": [marks[place] for place in places]},
            "legend": legend,
        }

    color = scale(PALETTE)
    tip = [
        {"field": "day", "title": "day", "type": "nominal"},
        *_tip(("said", "share")),
        {"field": "low", "title": "of all, at least", "format": ".1%"},
        {"field": "high", "title": "of all, at most", "format": ".1%"},
        *_tip(("definition", "definition")),
    ]
    return _chart(
        title,
        f"{title}: {told}{by[0]}." if told else f"{title}: there is no day.",
        subtitle=[*subtitle, "upright lines: what the undisclosed could make of it"],
        data={"values": values},
        width=WIDTH,
        height=220,
        layer=[
            {
                "mark": {"type": "rule", "strokeWidth": 5, "opacity": 0.35},
                "encoding": {
                    "x": x,
                    "y": _along("low", axis),
                    "y2": {"field": "high"},
                    "color": color,
                    "tooltip": tip,
                },
            },
            {
                "mark": {"type": "line", "strokeWidth": 2},
                "encoding": {"x": x, "y": y, "color": color, "strokeDash": scale(DASHES)},
            },
            {
                "mark": {"type": "point", **_POINT, "size": 80},
                "encoding": {"x": x, "y": y, "color": color, "shape": scale(SHAPES), "tooltip": tip},
            },
            {
                "mark": {"type": "text", "dy": -13, "color": BLACK},
                "encoding": {"x": x, "y": y, "text": {"field": "said"}, "tooltip": tip},
            },
        ],
    )
