"""Takes milestones and targets that were reached; gives them closed with evidence."""
