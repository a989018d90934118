"""Takes acts; gives the journal: append-only, hash-chained, and whoever listens is told."""
