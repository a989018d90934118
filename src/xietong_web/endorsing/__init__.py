"""Takes a drafted plan; gives proposals, versions and the parties' signatures."""
