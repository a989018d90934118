"""Takes an agreed version; gives it out: JSON, workbook, CSV, Word in official form."""
