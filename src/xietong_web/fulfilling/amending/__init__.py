"""Takes proposals that touch what is running; gives their consequences, foreseen and carried out."""
