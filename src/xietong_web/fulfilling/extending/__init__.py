"""Takes wishes for later due dates; gives them asked, granted or refused, and the dates in force."""
