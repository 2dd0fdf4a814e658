"""Laws of the pictures.

- Every chart is Vega-Lite 5 with its data inside: it loads nothing, fits the schema, and JSON holds it.
- Its description is a sentence with the main figures.
- A label comes out as text, in any script, and no label is taken for markup; the longest are shortened in the picture.
- A picture has a mark for each figure, and what is hidden is said in words and drawn as no mark.
- Whatever shows itself gives words, a table and, where it has one, a picture; sensitive figures give their shape alone.
"""

from __future__ import annotations

import json
import re
import struct
import zlib
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import altair
import pytest
import vl_convert

from youthprog import Counts, report
from youthprog.display import charts

if TYPE_CHECKING:
    from collections.abc import Iterator

LATIN, CYRILLIC, SPITEFUL, LONG = (
    "Dundgovi",
    "Хөдөөгийн өсвөр үе",
    "<script>alert('x')</script> & \"onload=\"",
    "a very long label " * 20,
)
LABELS = (LATIN, CYRILLIC, SPITEFUL, LONG)


def every_chart() -> dict[str, Any]:
    """A chart of each kind, with labels of every sort in every place that takes one."""
    name, words, other, long = LABELS
    shares = {"share": 0.3, "low": 0.2, "high": 0.4, "interval_low": 0.25, "interval_high": 0.36, "reference": 0.2}
    chance = {"chance_low": 0.15, "chance_high": 0.25}
    quota = {"yes": 7, "unknown": 2, "needed": 10, "allowed": 20, "status": "not met"}
    year = {"active": 4, "perhaps_active": 1, "established": 2, "perhaps_established": 0}
    return {
        "bars": charts.bars([(one, 3, True) for one in LABELS], title=words, subtitle=(other, long)),
        "crossed": charts.crossed([(one, other, 3, 0.5) for one in LABELS], title=words),
        "shares_beside": charts.shares_beside(
            [{"name": one, **shares, **chance} for one in LABELS], title=words, words="95% interval", chance="by lot"
        ),
        "profile": charts.profile([(0, 3.0, 2.0, 4.0), (1, 2.5, 2.0, 3.0)], title=words, subtitle=[name, other, long]),
        "targets": charts.targets([{"quota": one, **quota} for one in LABELS], title=words),
        "chances": charts.chances([(one, 3, 0.2) for one in LABELS], equal=0.3, title=words),
        "journeys": charts.journeys(
            [(one, place + 1, 100.0 * place, 5) for place, one in enumerate(LABELS)],
            [(name, words, 1), (words, other, 1), (other, long, 2)],
            title=words,
            axis="km by road",
        ),
        "over_the_years": charts.over_the_years(
            [{"year": 2021, **year}, {"year": 2022, **year}],
            kinds=["established"],
            title=words,
            subtitle=[name, other, long],
        ),
        "over_time": charts.over_time(
            [(f"20{20 + place}-12-31", 0.2, 0.1, 0.3, one) for place, one in enumerate(LABELS)],
            title=words,
            axis="share",
        ),
    }


MARKS = {
    "bars": {"bar": 4, "text": 4},
    "crossed": {"rect": 4, "text": 4},
    "shares_beside": {"bar": 8, "rule": 4, "tick": 4, "point": 4},
    "profile": {"area": 1, "line": 1, "point": 2, "text": 2},
    "targets": {"bar": 12, "tick": 8, "text": 8},
    "chances": {"rule": 4, "point": 8, "text": 4},
    "journeys": {"rule": 3, "point": 4, "text": 8},
    "over_the_years": {"bar": 6, "text": 4},
    "over_time": {"rule": 4, "line": 4, "point": 4, "text": 4},
}
"""How many marks of each kind there are, by what is given above."""
DRAWN = {"rect": "rect", "bar": "rect", "tick": "rect", "rule": "rule", "area": "area", "line": "line"}
CHARTS = every_chart()


def svg(chart: Any) -> ET.Element:
    return ET.fromstring(vl_convert.vegalite_to_svg(chart, vl_version="5.21"))  # noqa: S314  # made here


def texts(picture: ET.Element) -> list[str]:
    return [one.text for one in picture.iter() if one.tag.endswith(("}text", "}tspan")) and one.text]


def marks(picture: ET.Element) -> dict[str, int]:
    """Count the marks of a picture's data by kind, as the drawn groups call them."""
    found: dict[str, int] = {}
    for group in picture.iter():
        kind = re.fullmatch(r"mark-(\w+) role-mark.*", group.get("class", ""))
        if kind and "layer" in group.get("class", ""):
            found[kind[1]] = found.get(kind[1], 0) + len(group)
    return found


def pixels(png: bytes) -> tuple[int, int, bytes]:
    """Give width, height and the raw lines of a picture, which has three or four bytes a pixel."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    body, at = b"", 8
    while at < len(png):
        size, kind = struct.unpack(">I4s", png[at : at + 8])
        body += png[at + 8 : at + 8 + size] if kind == b"IDAT" else b""
        at += size + 12
    return width, height, zlib.decompress(body)


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, one in value.items():
            if key != "$schema":
                yield from strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from strings(one)
    elif isinstance(value, str):
        yield value


@pytest.mark.parametrize("kind", CHARTS)
def test_a_chart_is_whole_in_itself_and_fits_the_schema(kind: str) -> None:
    chart = CHARTS[kind]
    assert chart == json.loads(json.dumps(chart, allow_nan=False))
    assert charts.SCHEMA == chart["$schema"]
    assert not any("://" in one for one in strings(chart))
    assert '"url"' not in json.dumps(chart)
    altair.Chart.from_dict(chart, validate=True)
    assert chart["description"].startswith(CYRILLIC)
    assert chart["description"].endswith(".")


@pytest.mark.parametrize("kind", CHARTS)
def test_a_picture_bears_its_labels_as_text_and_nothing_else(kind: str) -> None:
    picture = svg(CHARTS[kind])
    said = texts(picture)
    assert CYRILLIC in said
    assert any(one.startswith("<script>alert(") for one in said)
    assert any(one.startswith("a very long label a") and len(one) < len(LONG) for one in said)
    tags = {one.tag.rpartition("}")[2] for one in picture.iter()}
    assert tags <= {"svg", "g", "path", "rect", "text", "line", "defs", "clipPath", "linearGradient", "stop", "tspan"}
    assert not any(name.startswith("on") or "href" in name for one in picture.iter() for name in one.attrib)


@pytest.mark.parametrize("kind", CHARTS)
def test_a_picture_has_a_mark_for_each_figure(kind: str) -> None:
    expected: dict[str, int] = {}
    for mark, count in MARKS[kind].items():
        drawn = DRAWN.get(mark, "symbol" if mark == "point" else mark)
        expected[drawn] = expected.get(drawn, 0) + count
    assert expected == marks(svg(CHARTS[kind]))


@pytest.mark.parametrize("kind", CHARTS)
def test_a_picture_of_dots_is_not_blank(kind: str) -> None:
    width, height, lines = pixels(vl_convert.vegalite_to_png(CHARTS[kind], vl_version="5.21"))
    assert 300 < width < 1200
    assert 120 < height < 900
    assert len(set(lines)) > 20


@pytest.mark.parametrize("people", [1, 2, 3, 4, 7, 11, 1500])
def test_an_axis_of_people_has_no_number_twice_and_no_half_people(people: int) -> None:
    one = {"quota": "x", "yes": 0, "unknown": 0, "needed": people, "allowed": None, "status": "not met"}
    year = {"year": 1970, "active": people, "perhaps_active": 0, "begun": 1, "perhaps_begun": 0}
    for chart in (
        charts.bars([("", people, True)], title=""),
        charts.targets([one], title=""),
        charts.over_the_years([year], kinds=["begun"], title=""),
    ):
        axes = [axis for axis in svg(chart).iter() if axis.get("class") == "mark-text role-axis-label"]
        for told in map(texts, axes):
            assert len(set(told)) == len(told)


def test_a_training_without_a_recorded_distance_is_said_to_be_left_out() -> None:
    far = [("home", 1, 0.0, 9), ("away", 2, 850.0, 5), ("beside", 2, 850.0, 4), ("somewhere", 2, None, 3)]
    steps = [("home", "away", 1), ("home", "somewhere", 1)]
    chart = charts.journeys(far, steps, title="Trainings", axis="km by road")
    assert ["not drawn, for want of a recorded distance: 1 training"] == chart["title"]["subtitle"]
    lines, points = (chart["layer"][at]["data"]["values"] for at in (0, 1))
    assert ["home → away"] == [one["path"] for one in lines]
    assert len({(one["far"], one["at"]) for one in points}) == len(points) == 3
    told = (
        "Trainings; generation 1: 1 training, up to 0 km from home; generation 2: 3 trainings, up to 850 km from home."
    )
    assert told == chart["description"]


@pytest.mark.parametrize(
    ("chart", "told"),
    [
        (charts.bars([], title="People"), "People: nobody is counted."),
        (charts.profile([], title="Groups"), "Groups: nobody is known."),
        (charts.targets([], title="Quotas"), "Quotas: there is no quota."),
        (charts.journeys([], [], title="Trainings", axis="km"), "Trainings: there is no training."),
        (charts.journeys([("a", 1, None, 1)], [], title="T", axis="km"), "T; generation 1: 1 training."),
        (charts.over_the_years([], kinds=[], title="Partners"), "Partners: there is no year."),
        (charts.over_time([], title="Share", axis="share"), "Share: there is no day."),
    ],
)
def test_nothing_to_show_is_said(chart: Any, told: str) -> None:
    assert told == chart["description"]
    svg(chart)


def test_more_than_eight_figures_are_told_by_their_number() -> None:
    assert "a 1, a 1, a 1, a 1, a 1, a 1, a 1, a 1 and 2 more" == charts.in_words([("a", "1")] * 10)


def test_a_drawing_is_one_image_with_one_description_and_its_labels_stay_as_they_are() -> None:
    label = 'role="x" aria-label="y"'
    drawn = report.picture(Counts({label: 3, "urban": 4}, of="residence"), format="svg")
    image, *parts = ET.fromstring(drawn).iter()  # noqa: S314  # our own drawing
    assert (image.get("role"), image.get("aria-label")) == ("img", f"People by residence: {label} 3, urban 4.")
    assert not [one for one in parts if one.get("role") or one.get("aria-label") or one.get("aria-roledescription")]
    assert label in [one.text for one in parts]
