"""Takes what a plan's parties meet about; gives meetings with minutes, decisions, working groups and key-task lists."""
