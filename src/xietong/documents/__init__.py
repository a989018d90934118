"""Takes bytes; gives a Draft: every promise with its sentence."""
