"""Laws of results that show themselves.

- There is one mechanism, and every public result that shows itself uses it.
- A notebook is given the plain form, a table in HTML, and the picture where there is one.
- The rows are flat, plain, all of the same columns, and the same in a frame.
- Sensitive figures give their shape in words: no number in any form, no rows, no picture, until they are revealed.
- Nouns keep their plain form.
"""

from __future__ import annotations

import copy
import datetime as dt
import json
import pickle
import sys
from fractions import Fraction
from typing import Any

import altair
import pyarrow as pa
import pytest
from attrs import evolve

from test_results import COUNTS, REFERENCE, TABLE, applicants, public_classes, quota, results
from youthprog import (
    Counts,
    CountTable,
    Member,
    Programme,
    Purpose,
    disclosure,
    display,
    diversity,
    frames,
    quotas,
    report,
    representation,
    segregation,
    shares,
)
from youthprog.counts import Basis
from youthprog.errors import BrokenRule, MissingExtra, PurposeRequired, WrongType
from youthprog.quotas import Quota

DAY = dt.date(2022, 12, 31)
PICTURE = "application/vnd.vegalite.v5+json"
SHOWN = [one for one in results().values() if isinstance(one, display.Shown)]
PICTURED = [one for one in SHOWN if isinstance(one, display.Pictured)]


def named(result: Any) -> str:
    return type(result).__name__


def secrets() -> list[Any]:
    """Results of sensitive figures, each of which has a 17 or a 71 in it."""
    counts = Counts({"rural": 17, "urban": 71}, of="residence", sensitive=True)
    dated = Counts({"rural": 17, "urban": 71}, of="residence", sensitive=True, basis=Basis(on=DAY))
    table = CountTable({"a": counts, "b": counts}, of="residence", by="region")
    hidden, people = quota(sensitive=True), applicants()
    asked: dict[str, Any] = {"on": DAY, "purpose": Purpose.REPORT}
    return [
        counts,
        table,
        shares.share(counts, of="rural"),
        shares.over_time([shares.share(dated, of="rural")]),
        diversity.profile(counts),
        representation.gap(counts, reference=REFERENCE),
        segregation.nested(table, within={"a": "x", "b": "y"}),
        segregation.change(table, table),
        quotas.check(hidden, people, **asked),
        quotas.check_all([hidden], people, **asked),
        quotas.forecast(hidden, people, more=15, seats=20, **asked),
        quotas.explain([hidden], people, seats=4, **asked),
    ]


def test_there_is_one_mechanism() -> None:
    own = {"_repr_html_", "_repr_mimebundle_", "to_dicts", "to_vega_lite"}
    others = [one for one in public_classes() if one.__module__.split(".")[1] != "display"]
    assert not [one.__name__ for one in others if own & set(vars(one))]
    assert {type(one) for one in SHOWN} == {one for one in others if issubclass(one, display.Shown)}


@pytest.mark.parametrize("noun", [Member, Programme, Quota])
def test_nouns_keep_their_plain_form(noun: type) -> None:
    assert not issubclass(noun, display.Shown)


@pytest.mark.parametrize("result", SHOWN, ids=named)
def test_a_notebook_is_given_words_a_table_and_the_picture_if_there_is_one(result: display.Shown) -> None:
    bundle = result._repr_mimebundle_()
    assert repr(result) == bundle["text/plain"]
    assert bundle["text/html"].startswith(("<table><caption>", "<p>"))
    assert bundle["text/html"] == result._repr_html_()
    assert (PICTURE in bundle) is isinstance(result, display.Pictured)


@pytest.mark.parametrize("result", SHOWN, ids=named)
def test_rows_are_flat_and_of_the_types_their_columns_tell(result: display.Shown) -> None:
    rows, kinds = result.to_dicts(), display.columns(result)
    assert rows
    assert rows == json.loads(json.dumps(rows, allow_nan=False))
    for row in rows:
        assert list(kinds) == list(row)
        assert all(value is None or type(value) is kinds[name] for name, value in row.items())
    frame = frames.to_frame(result, backend="pyarrow")
    assert rows == frame.to_pylist()


@pytest.mark.parametrize("result", PICTURED, ids=named)
def test_a_picture_fits_the_schema_and_says_in_a_sentence_what_is_in_it(result: display.Pictured) -> None:
    chart = result.to_vega_lite()
    assert chart == result._repr_mimebundle_()[PICTURE]
    assert chart == json.loads(json.dumps(chart, allow_nan=False))
    assert chart["description"].endswith(".")
    altair.Chart.from_dict(chart, validate=True)


@pytest.mark.parametrize("result", secrets(), ids=named)
def test_sensitive_figures_show_their_shape_alone(result: display.Shown) -> None:
    bundle = result._repr_mimebundle_()
    assert set(bundle) == {"text/plain", "text/html"}
    assert "sensitive" in bundle["text/plain"]
    assert "sensitive" in bundle["text/html"]
    assert not any(number in words for number in ("17", "71", "19.3", "80.7") for words in bundle.values())
    with pytest.raises(PurposeRequired, match="sensitive"):
        result.to_dicts()
    with pytest.raises(PurposeRequired, match="sensitive"):
        frames.to_frame(result, backend="pyarrow")
    if isinstance(result, display.Pictured):
        with pytest.raises(PurposeRequired, match="sensitive"):
            result.to_vega_lite()
    with pytest.raises(TypeError, match="do not pickle"):
        pickle.dumps(result)
    assert copy.copy(result) is copy.deepcopy(result) is result


@pytest.mark.parametrize("result", SHOWN, ids=named)
def test_figures_that_may_be_seen_go_to_another_process(result: display.Shown) -> None:
    assert pickle.loads(pickle.dumps(result)) == result  # noqa: S301  # our own


def test_revealed_counts_show_their_numbers() -> None:
    counts = Counts({"rural": 17}, of="residence", not_applicable=2, sensitive=True)
    assert [
        {"residence": "rural", "missing": None, "people": 17},
        {"residence": None, "missing": "not-applicable", "people": 2},
    ] == counts.reveal(Purpose.REPORT).to_dicts()
    assert 17 == frames.to_frame(counts, backend="pyarrow", purpose=Purpose.REPORT)["people"][0].as_py()


def test_columns_of_one_name_are_refused() -> None:
    with pytest.raises(BrokenRule, match="must not repeat a name or be called as another column: people, missing"):
        Counts({"a": 1}, of="people").to_dicts()


def test_no_rows_still_have_their_columns_in_a_frame() -> None:
    frame = frames.to_frame(Counts({}, of="place"), backend="pyarrow")
    assert [("place", pa.large_string()), ("missing", pa.large_string()), ("people", pa.int64())] == [
        (one.name, one.type if one.type == pa.int64() else pa.large_string()) for one in frame.schema
    ]


def test_a_result_tells_its_columns_its_rows_its_caption_and_its_picture() -> None:
    bare = display.Pictured()
    for asked in (bare._columns, bare._lines, bare._caption, bare._picture):
        with pytest.raises(NotImplementedError):
            asked()


def test_a_table_may_be_made_of_the_rows_alone() -> None:
    class Told(display.Shown):
        def _columns(self) -> list[tuple[str, type]]:
            return [("of_whom", str), ("share", float), ("met", bool), ("more", int)]

        def _lines(self) -> list[tuple[display.Plain, ...]]:
            return [("<rural>", 1 / 3, True, None), ("urban", 0.5, False, 2)]

        def _caption(self) -> str:
            return "Shares"

    page = Told()._repr_html_()
    heads = ("of whom", "share", "met", "more")
    assert "".join(f'<th scope="col">{head}</th>' for head in heads) in page
    assert '<tr><th scope="row">&lt;rural&gt;</th><td>0.3333</td><td>yes</td><td></td></tr>' in page
    assert '<tr><th scope="row">urban</th><td>0.5</td><td>no</td><td>2</td></tr>' in page


# --- What the pictures tell -----------------------------------------------------------------------------------------


def test_what_is_hidden_in_a_release_is_said_and_never_drawn_as_a_number() -> None:
    release = disclosure.publish(Counts({"woman": 33, "man": 2, "other": 4, "both": 20}, of="gender")).release
    chart = release.to_vega_lite()
    assert "People by gender: woman 33, man not shown, other not shown, both 20." == chart["description"]
    told = {one["name"]: (one["number"], one["said"]) for one in chart["data"]["values"]}
    assert {"woman": (33, "33"), "man": (None, "not shown"), "other": (None, "not shown"), "both": (20, "20")} == told
    rows = {row["gender"]: (row["shown"], row["people"]) for row in release.to_dicts()}
    assert (False, None) == rows["man"]
    assert (True, 33) == rows["woman"]


def test_a_crossed_release_shows_shares_of_those_who_disclosed_where_nothing_is_hidden() -> None:
    uvs, zavkhan = (Counts(one, of="gender") for one in ({"woman": 30, "man": 10}, {"woman": 20, "man": 20}))
    rows = {"Uvs": uvs + Counts({}, undisclosed=8), "Zavkhan": zavkhan}
    chart = disclosure.publish(CountTable(rows, of="gender", by="region")).release.to_vega_lite()
    told = {(one["row"], one["column"]): (one["said"], one["share"]) for one in chart["data"]["values"]}
    assert ("30", 0.75) == told["Uvs", "woman"]
    assert ("8", None) == told["Uvs", "(undisclosed)"]
    assert {"Uvs", "Zavkhan"} == {row for row, _ in told}  # all disclosed their region


def test_a_release_of_sums_alone_draws_no_cell_that_it_does_not_tell() -> None:
    release = disclosure.publish(TABLE).release
    chart = evolve(release, margins=(("region",), ("gender",))).to_vega_lite()
    assert [] == chart["data"]["values"]
    assert "People by region and gender: there is nothing to show." == chart["description"]


def test_a_crossed_table_shows_the_undisclosed_apart() -> None:
    rows: dict[str | None, Counts] = {
        "Uvs": Counts({"woman": 3, "man": 1}, undisclosed=2, of="gender"),
        None: Counts({"woman": 0, "man": 0}, of="gender"),
    }
    chart = CountTable(rows, of="gender", by="region").to_vega_lite()
    told = [tuple(one.values()) for one in chart["data"]["values"]]
    assert [
        ("Uvs", "woman", "3", 0.75),
        ("Uvs", "man", "1", 0.25),
        ("(undisclosed)", "woman", "0", None),
        ("(undisclosed)", "man", "0", None),
        ("Uvs", "(undisclosed)", "2", None),
    ] == told


@pytest.mark.parametrize("compared", [representation.ratio, representation.gap])
def test_shares_beside_those_of_the_population_are_the_same_by_ratio_and_by_gap(compared: Any) -> None:
    parity = compared(Counts({"rural": 2, "urban": 18}, undisclosed=5, of="residence"), reference=REFERENCE)
    rural, urban = parity.to_vega_lite()["data"]["values"]
    assert (0.1, 0.25) == (rural["share"], rural["reference"])
    assert (0.08, 0.28) == pytest.approx((rural["low"], rural["high"]))
    assert shares.wilson(18, 20).low == pytest.approx(urban["interval_low"])
    row = parity.to_dicts()[0]
    assert ("rural", 0.1, 0.25) == (row["residence"], row["share"], row["reference"])


def test_the_chance_band_leaves_out_the_tails_of_the_binomial() -> None:
    parity = representation.gap(Counts({"rural": 2, "urban": 18}, of="residence"), reference=REFERENCE)
    row = parity.to_dicts()[0]
    # Binomial(20, 1/4): P(X <= 1) = 0.0243, P(X <= 2) = 0.0913; P(X >= 9) = 0.0409, P(X >= 10) = 0.0139.
    assert (2 / 20, 9 / 20) == (row["chance_low"], row["chance_high"])
    assert "as luck may have it" in parity.to_vega_lite()["description"]
    low = representation.gap(Counts({"rural": 1, "urban": 19}, of="residence"), reference=REFERENCE)
    words = "rural 5.0% against 25.0%, less than luck explains; urban 95.0% against 75.0%, more than luck explains."
    assert low.to_vega_lite()["description"].endswith(words)


def test_a_category_that_nobody_of_the_population_is_in_has_no_ratio_and_no_place_in_the_picture() -> None:
    shares_of = {"rural": Fraction(1), "urban": Fraction(0)}
    one = representation.ReferencePopulation(id="r", name="r", of="residence", shares=shares_of, source="made up")
    parity = representation.ratio(Counts({"rural": 2, "urban": 1}, of="residence"), reference=one)
    assert ["rural"] == [row["name"] for row in parity.to_vega_lite()["data"]["values"]]
    rural, urban = parity.to_dicts()
    assert (1.0, 1.0) == (rural["chance_low"], rural["chance_high"])
    assert (None, None, 0.0) == (urban["share"], urban["interval_low"], urban["chance_high"])


def test_counts_say_that_they_are_not_for_publication() -> None:
    for one in (COUNTS, TABLE):
        assert "working figures, not for publication" in one.to_vega_lite()["title"]["subtitle"]


def test_a_finding_shows_what_is_certain_what_may_be_and_what_is_missing() -> None:
    finding = quotas.check(quota(sensitive=False, minimum="50%"), applicants(), on=DAY)
    chart = finding.to_vega_lite()
    parts = {one["part"]: (one["from"], one["to"]) for one in chart["layer"][0]["data"]["values"]}
    assert {"certainly meet it": (0, 2), "may meet it (not known)": (2, 3), "missing to the minimum": (3, 5)} == parts
    words = "What the quota needs. rural is not met: 2 for certain, perhaps 1 more; 5 needed."
    assert words == chart["description"]
    most = Quota(name="few", of=quota(sensitive=False).of, maximum="20%")
    told = quotas.check(most, applicants(), on=DAY).to_vega_lite()
    assert ["at most 1"] == [one["said"] for one in told["layer"][1]["data"]["values"]]
    assert told["description"].endswith("; at most 1 allowed.")


def test_a_profile_never_rises_and_lies_within_its_bounds() -> None:
    found = diversity.profile(Counts({"a": 9, "b": 3, "c": 0}, undisclosed=2, of="place"))
    assert list(diversity.QUARTERS) == list(found.orders)
    assert list(found.values) == sorted(found.values, reverse=True)
    for q, value, ends in zip(found.orders, found.values, found.bounds, strict=True):
        counts = Counts({"a": 9, "b": 3, "c": 0}, undisclosed=2)
        assert (diversity.hill(counts, q=q), diversity.bounds(diversity.hill, counts, q=q)) == (value, ends)
    assert "<diversity of place at 13 orders: 2 to 1.512>" == repr(found)
    words = "2.00 groups at order 0 (from 2.00 to 3.00)"
    assert words in found.to_vega_lite()["description"]


@pytest.mark.parametrize("q", [[], [float("inf")], [1, float("inf")]])
def test_a_profile_is_of_finite_orders(q: list[float]) -> None:
    with pytest.raises(BrokenRule, match="q: must be finite numbers, at least one"):
        diversity.profile(Counts({"a": 1}), q=q)


def rural(year: int, *definitions: str, people: int = 10, of: str = "rural") -> shares.Share:
    basis = Basis(on=dt.date(year, 12, 31), definitions=definitions)
    return shares.share(Counts({"rural": people, "urban": 30}, undisclosed=10, of="home", basis=basis), of=of)


def test_shares_over_time_are_in_the_order_of_their_days_and_name_their_definitions() -> None:
    found = shares.over_time([rural(2022, "new"), rural(2020), rural(2021, people=20)])
    assert [dt.date(year, 12, 31) for year in (2020, 2021, 2022)] == [one.basis.on for one in found.shares if one.basis]
    assert ("no definition is named", "new") == found.definitions
    assert "<share of rural over time on 3 days, by 2 definitions>" == repr(found)
    assert ("2021-12-31", "no definition is named", 20, 0.4) == tuple(
        found.to_dicts()[1][name] for name in ("day", "definition", "numerator", "share")
    )
    chart = found.to_vega_lite()
    assert "2020-12-31 25.0%, 2021-12-31 40.0%, 2022-12-31 25.0%" in chart["description"]
    assert chart["description"].endswith("by 2 definitions, which are not to be compared with one another.")


@pytest.mark.parametrize(
    ("given", "rule"),
    [
        ([], "must be some, each of counts that bear their day"),
        ([shares.share(Counts({"rural": 1}), of="rural")], "must be some, each of counts that bear their day"),
        ([shares.share(Counts({"a": 1}, basis=Basis()), of="a")], "must be some, each of counts that bear their day"),
        ([rural(2020), rural(2020)], "must be of different days"),
        ([rural(2020), rural(2021, of="urban")], "must be of the same categories"),
    ],
)
def test_shares_over_time_are_of_one_thing_on_different_days(given: list[shares.Share], rule: str) -> None:
    with pytest.raises(BrokenRule, match=rule):
        shares.over_time(given)


# --- Charts of Altair, and files ------------------------------------------------------------------------------------


def test_a_chart_of_altair_is_the_same_picture() -> None:
    made = COUNTS.to_vega_lite()
    chart = report.chart(COUNTS).to_dict()
    assert [made["data"]["values"]] == list(chart["datasets"].values())
    assert {name: made[name] for name in ("$schema", "description", "title", "layer", "height")} == {
        name: chart[name] for name in ("$schema", "description", "title", "layer", "height")
    }


def test_a_picture_is_a_file_that_says_what_is_in_it() -> None:
    hostile = Counts({'<script>"x"</script>': 12}, of="place")
    svg = report.picture(hostile, format="svg").decode()
    told = 'role="img" aria-label="People by place: &lt;script&gt;&quot;x&quot;&lt;/script&gt; 12."'
    assert told in svg
    assert "<script" not in svg
    small, large = (report.picture(hostile, format="png", scale=scale) for scale in (1, 2))
    assert small.startswith(b"\x89PNG\r\n")
    assert len(small) < len(large)


def test_only_what_has_a_picture_is_drawn_and_only_as_a_picture() -> None:
    with pytest.raises(WrongType, match="result: must be a result that has a picture"):
        report.chart(7)  # type: ignore[arg-type]  # the point of it
    with pytest.raises(BrokenRule, match="format: must be png or svg"):
        report.picture(COUNTS, format="gif")
    with pytest.raises(PurposeRequired, match="sensitive"):
        report.picture(secrets()[0], format="svg")


def test_a_notebook_without_a_network_is_given_the_picture() -> None:
    nbclient, nbformat = pytest.importorskip("nbclient"), pytest.importorskip("nbformat")
    pytest.importorskip("ipykernel")
    code = "from youthprog import Counts\nCounts({'rural': 12, 'urban': 30}, of='place')"
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code)])
    nbclient.NotebookClient(notebook, timeout=60, kernel_name="python3").execute()
    data = notebook.cells[0].outputs[0].data
    assert {"text/plain", "text/html", PICTURE} == set(data)
    assert Counts({"rural": 12, "urban": 30}, of="place").to_vega_lite() == data[PICTURE]


def test_without_the_extra_the_message_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "altair", None)
    with pytest.raises(MissingExtra, match=r"to make charts, .* pip install youthprog\[charts\]"):
        report.chart(COUNTS)
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    with pytest.raises(MissingExtra, match=r"to draw pictures, .* pip install youthprog\[charts\]"):
        report.picture(COUNTS, format="svg")
