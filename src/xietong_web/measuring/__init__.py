"""Takes an agreed plan and what organisations submit; gives indicators, their values, how far each side is."""
