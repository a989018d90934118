"""Takes what the engines give; shows it beside a peer or a bare baseline in one run."""
