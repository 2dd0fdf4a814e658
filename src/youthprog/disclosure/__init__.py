"""What may be published: working figures become a release in which no small group can be worked out.

A `Release` holds public facts only. A cell that is too small is hidden, and others with it, since whoever knows the
sums would subtract it back. Hidden cells all look the same. `publish` returns apart from the release the evidence, and
`verify` checks it with a few lines of whole numbers.
"""

from __future__ import annotations

from youthprog.disclosure._audit import Audit, Believable, audit
from youthprog.disclosure._coarsening import Coarsening, suggest_coarsening
from youthprog.disclosure._export import Lines, export, pseudonym
from youthprog.disclosure._ledger import History, HistoryChanged, Ledger
from youthprog.disclosure._publish import publish, verify
from youthprog.disclosure._release import HIDDEN, Evidence, Publication, Published, Release, published
from youthprog.disclosure._rules import ORDINARY, SPECIAL, CannotPublish, KeyRequired, Rule
from youthprog.disclosure._rules import due as due
from youthprog.disclosure._shape import DISCLOSED, TOTAL, UNDISCLOSED, Axis

__all__ = [
    "DISCLOSED",
    "HIDDEN",
    "ORDINARY",
    "SPECIAL",
    "TOTAL",
    "UNDISCLOSED",
    "Audit",
    "Axis",
    "Believable",
    "CannotPublish",
    "Coarsening",
    "Evidence",
    "History",
    "HistoryChanged",
    "KeyRequired",
    "Ledger",
    "Lines",
    "Publication",
    "Published",
    "Release",
    "Rule",
    "audit",
    "export",
    "pseudonym",
    "publish",
    "published",
    "suggest_coarsening",
    "verify",
]
