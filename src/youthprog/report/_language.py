"""The language of a report: English as it stands here, or another by a catalogue of gettext.

Every text of a report is the first argument of `say`, the first two of `count`, or a value of `TERMS`; the catalogue
`locale/youthprog.pot` is made of these. What a programme brings with it, such as names, definitions and sources, is
told as it is.
"""

from __future__ import annotations

import gettext
from functools import reduce
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

if TYPE_CHECKING:
    from collections.abc import Iterable
    from fractions import Fraction

    from youthprog.values import LocalisedText

TERMS = {
    # tables of people
    "not shown": "not shown",
    "undisclosed": "undisclosed",
    "total": "total",
    "declined": "declined",
    "asked-unknown": "asked, not known",
    "not-asked": "not asked",
    "withheld": "withheld",
    "unstated": "unstated",
    # purposes
    "store": "store",
    "report": "report",
    "quota": "quota",
    "research": "research",
    "care": "care",
    "contact": "contact",
    "publicity": "publicity",
    # stages of a partnership
    "design": "design",
    "planning": "planning",
    "implementation": "implementation",
    "monitoring": "monitoring",
    "evaluation": "evaluation",
    # levels of a training, kinds of wellbeing activities
    "leadership": "leadership",
    "capacity-building": "capacity building",
    "human-rights-education": "human rights education",
    "topic": "topic",
    "social": "social",
    "yoga": "yoga",
    "workshop": "workshop",
    "peer-support": "peer support",
    "other": "other",
    # audiences
    "activist": "activists",
    "human-rights-defender": "human rights defenders",
    "lawyer": "lawyers",
    "ngo-staff": "NGO staff",
    "public": "the public",
    "young-activist": "young activists",
    "young-human-rights-defender": "young human rights defenders",
    "young-people": "young people",
    # findings on a quota
    "met": "met",
    "not met": "not met",
    "undetermined": "undetermined",
    "not applicable": "not applicable",
    # kinds of distances
    "great-circle": "great circle",
    "road": "road",
    "stated": "stated",
    # who leads a campaign
    "youth": "young people",
    "joint": "young people and adults together",
    "adult": "adults",
    # what changed, and what a description of it lacks
    "behaviour": "behaviour",
    "relationship": "relationship",
    "action": "action",
    "policy": "policy",
    "practice": "practice",
    "when": "when",
    "where": "where",
    "significance": "significance",
    "contributions": "contributions",
    "source": "source",
}


@frozen(kw_only=True)
class Language:
    """The texts of a report in one language.

    Attributes:
        tag: the language by BCP 47 tag, for the names that a programme has in several.
        catalogue: the translations of the texts.
    """

    tag: str = "en"
    catalogue: gettext.NullTranslations = field(factory=gettext.NullTranslations, repr=False)

    def say(self, text: str, /, **facts: Any) -> str:
        """Give a text with its facts, each at its name in braces."""
        return self.catalogue.gettext(text).format(**facts)

    def count(self, one: str, more: str, n: int, /, **facts: Any) -> str:
        """Give the text for a number, which stands at `{n}`, in the plural form it takes."""
        return self.catalogue.ngettext(one, more, n).format(n=n, **facts)

    def term(self, code: str) -> str:
        """Give the words for a code; a code that a programme made up is its own words."""
        return self.catalogue.gettext(TERMS[code]) if code in TERMS else code.replace("-", " ")

    def name(self, text: LocalisedText) -> str:
        """Give a name in the language, as far as the programme has it."""
        return text.get(self.tag)

    def listed(self, parts: Iterable[str]) -> str:
        """Give parts as a list in a sentence."""
        *others, last = parts
        if not others:
            return last
        before = reduce(lambda these, following: self.say("{these}, {next}", these=these, next=following), others)
        return self.say("{these} and {last}", these=before, last=last)


def percent(share: Fraction | float) -> str:
    """Give a share of one as a percentage."""
    return f"{float(share) * 100:.1f} %"
