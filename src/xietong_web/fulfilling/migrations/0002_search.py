"""The search index: what can be found, and under which words (see ``fulfilling.word_index``)."""

from django.db import migrations, models

SQLITE = (
    "CREATE VIRTUAL TABLE fulfilling_words USING fts5"
    "(scope, title, body, detail=column, tokenize='unicode61 remove_diacritics 0')",
)
POSTGRESQL = (
    "CREATE TABLE fulfilling_words (rowid bigint PRIMARY KEY, words tsvector NOT NULL)",
    "CREATE INDEX fulfilling_words_words ON fulfilling_words USING gin (words)",
)


def make_words(apps, schema_editor):
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement)


def drop_words(apps, schema_editor):
    schema_editor.execute("DROP TABLE fulfilling_words")


class Migration(migrations.Migration):

    dependencies = [("fulfilling", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Indexed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("item", "Item"), ("document", "Document"), ("organisation", "Organisation")],
                        max_length=12,
                    ),
                ),
                ("key", models.CharField(max_length=60)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("kind", "key"), name="indexed_once")],
            },
        ),
        migrations.RunPython(make_words, drop_words),
    ]
