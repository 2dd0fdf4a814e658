"""Campaigns, surveys and advocacy outcomes.

Laws:

- a size nobody stated is not 0: it is an answer without a value;
- an outcome is substantiated if and only if somebody independent agrees, at least in part, and nobody independent
  disagrees, whatever the order;
- the gaps of an outcome are exactly the facts it lacks;
- what is no change in an actor's doings has no name here.
"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from youthprog.campaigns import (
    Campaign,
    CampaignPartner,
    ChangeType,
    Contribution,
    Lead,
    Outcome,
    Substantiation,
    Survey,
    Verdict,
)
from youthprog.errors import BrokenRule, WrongType
from youthprog.partnerships import Stage
from youthprog.testing import campaigns, evidence, outcomes, surveys
from youthprog.values import Evidence, Known, LocalisedText, NotAsked, PartialDate

TITLE = LocalisedText({"mn": "Нууц шүү за", "en": "It's our privacy"})


def outcome(**facts: Any) -> Outcome:
    return Outcome(
        id="o", actor="the government", change=ChangeType.POLICY, what="it reconsidered the draft laws", **facts
    )


def judged(verdict: Verdict, *, independent: bool) -> Substantiation:
    return Substantiation(verifier="a lawyer", verdict=verdict, independent=independent)


@given(surveys())
def test_the_size_of_a_survey_is_a_whole_number_or_not_known(one: Survey) -> None:
    assert not isinstance(one.size, Known) or one.size.value >= 0


def test_a_size_nobody_stated_is_not_asked_and_never_zero() -> None:
    assert NotAsked() == Survey(id="s", subject=TITLE).size


@pytest.mark.parametrize(
    ("size", "error"),
    [(0, WrongType), (None, WrongType), (Known(1.5), WrongType), (Known(True), WrongType), (Known(-1), BrokenRule)],
)
def test_the_size_of_a_survey_is_an_answer_that_holds_a_whole_number(size: Any, error: type[Exception]) -> None:
    with pytest.raises(error, match="size"):
        Survey(id="s", subject=TITLE, size=size)


@given(st.lists(st.tuples(st.sampled_from(Verdict), st.booleans()), max_size=5))
def test_substantiated_is_that_somebody_independent_agrees_and_none_disagrees(said: list[tuple[Verdict, bool]]) -> None:
    one = outcome(substantiations=[judged(verdict, independent=independent) for verdict, independent in said])
    independent = [verdict for verdict, apart in said if apart]
    agreed = Verdict.AGREE in independent or Verdict.PARTLY in independent
    assert (agreed and Verdict.DISAGREE not in independent) == one.substantiated


@given(outcomes())
def test_gaps_are_the_facts_an_outcome_lacks(one: Outcome) -> None:
    facts = [one.when, one.where, one.significance, one.contributions, one.source]
    names = ["when", "where", "significance", "contributions", "source"]
    assert [name for name, fact in zip(names, facts, strict=True) if not fact] == list(one.gaps)


def test_a_complete_outcome_has_no_gaps() -> None:
    complete = outcome(
        when=PartialDate(2022),
        where="MN",
        significance="civic space stays open",
        contributions=[Contribution(contributor="myc", how="spoke with members of parliament")],
        source=Evidence(citation="case study"),
    )
    assert complete.gaps == ()
    assert outcome().gaps == ("when", "where", "significance", "contributions", "source")


def test_more_knowledge_is_no_outcome() -> None:
    assert "knowledge" not in {change.value for change in ChangeType}


@given(campaigns(partnerships=["p1", "p2"], modules=["m"], surveys=[]))
def test_campaigns_name_only_what_they_were_given(one: Campaign) -> None:
    assert {partner.partnership for partner in one.partners} <= {"p1", "p2"}
    assert all(partner.stages for partner in one.partners)
    assert set(one.modules) <= {"m"}
    assert one.surveys == ()


def test_a_partner_of_a_campaign_takes_part_at_some_stage() -> None:
    assert CampaignPartner(partnership="p", stages={Stage.PLANNING}).stages == {Stage.PLANNING}
    with pytest.raises(BrokenRule, match="stages: must not be empty"):
        CampaignPartner(partnership="p", stages=())


def test_a_campaign_says_who_leads_it() -> None:
    led: Any = "youth"
    with pytest.raises(WrongType, match="lead"):
        Campaign(id="c", title=TITLE, launched_on=PartialDate(2021), lead=led)
    assert (
        Campaign(id="c", title=TITLE, launched_on=PartialDate(2021), lead=Lead.YOUTH).title.get("mn") == "Нууц шүү за"
    )


@given(evidence())
def test_evidence_cites_something(one: Evidence) -> None:
    assert one.citation
