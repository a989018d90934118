"""Takes uploaded files; gives documents read into drafts, each file stored once under its hash."""
