"""Takes drafts and people's corrections; gives the plan as rows, with every change kept."""
