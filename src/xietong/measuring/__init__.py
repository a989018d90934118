"""Takes figures of units, parties and periods; gives whether anything got better, for whom, and how sure that is."""
