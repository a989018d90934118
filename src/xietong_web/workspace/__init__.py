"""Takes a folder; gives a workspace that starts, serves, verifies, backs up and comes back: the wiring of all rooms."""
