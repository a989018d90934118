"""Takes what a joint office sets for a plan; gives its rhythm of reporting, the rules of its lights, lights by hand."""
