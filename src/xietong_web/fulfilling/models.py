"""Takes what can be found; gives each thing its number in the search index.

The words themselves stand in the table ``fulfilling_words`` beside this one, whose kind depends on the database (see
``word_index``). All of it can be rebuilt, so the journal does not guard it.
"""

from typing import ClassVar

from django.db import models


class Indexed(models.Model):
    """A thing that can be found: an item's uid, a document's id or an organisation's code."""

    class Kind(models.TextChoices):
        """What is found."""

        ITEM = "item"
        DOCUMENT = "document"
        ORGANISATION = "organisation"

    kind = models.CharField(max_length=12, choices=Kind)
    key = models.CharField(max_length=60)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["kind", "key"], name="indexed_once")]
