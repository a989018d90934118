"""Takes acts of earlier rooms; gives what they wrote its words in the search index, and amendments their consequences.

Each listener runs in the act's own transaction.
"""

import json
from collections.abc import Mapping
from typing import Any

from xietong_web.audit.models import Entry
from xietong_web.audit.services import when
from xietong_web.documents.models import Document
from xietong_web.endorsing.models import Version
from xietong_web.fulfilling.amending.consequences import carry_out
from xietong_web.fulfilling.indexing import index_document, index_items, index_organisations, index_plan
from xietong_web.fulfilling.jobs import file_batch

AT_ONCE = 5000  # items that an act files itself: a second or two


@when("drafting.plan-started")
def plan_started(entry: Entry, data: Mapping[str, Any]) -> None:  # noqa: ARG001
    """File a new plan."""
    index_plan(entry.subject)


@when("drafting.added")
@when("drafting.edited")
@when("drafting.removed")
@when("drafting.split")
@when("drafting.joined")
@when("drafting.undone")
@when("drafting.adopted")
def items_written(entry: Entry, data: Mapping[str, Any]) -> None:
    """File the items anew whose words an act changed; a move or a new date leaves them as they are.

    Of very many, a job files those that are still there: 100,000 took a third of the time that the lock was held.
    """
    words = data["words"]
    if len(words) > AT_ONCE:
        file_batch.enqueue(entry.subject, data["batch"])
        words = {uid: told for uid, told in words.items() if told is None}
    index_items(entry.subject, words)


@when("endorsing.adopted")
def amendment_took_effect(entry: Entry, data: Mapping[str, Any]) -> None:
    """Carry out what an amendment does to duties, periods and reports."""
    version = Version.objects.select_related("plan").defer("content").get(plan=data["plan"], number=data["version"])
    carry_out(version, entry.at)


@when("documents.read")
def document_read(entry: Entry, data: Mapping[str, Any]) -> None:  # noqa: ARG001
    """File a document once its text is known."""
    for document in Document.objects.select_related("party").filter(pk=entry.subject):
        index_document(document)


@when("accounts.organisations-added")
@when("accounts.organisation-edited")
@when("accounts.organisation-rename")
@when("accounts.organisation-split")
@when("accounts.organisation-merge")
def organisations_written(entry: Entry, data: Mapping[str, Any]) -> None:  # noqa: ARG001
    """File the organisations that an act wrote."""
    rows = json.loads(entry.rows)
    index_organisations(int(key) for label, key, digest in rows if label == "accounts.organisation" and digest)
