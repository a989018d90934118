"""Takes an agreed plan and what organisations submit; gives indicators, their values, and how far each side has come."""
