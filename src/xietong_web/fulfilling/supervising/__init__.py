"""Takes what is due, overdue or unanswered; gives notices up the ladder (督办), each sent once or shown as failed."""
