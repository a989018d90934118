"""Takes a plan's duties, reports, answers and proposals; gives who waits for whom, for what, since when (谁在等谁)."""
