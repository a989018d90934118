"""Takes a Draft; gives a Plan: tree, comparison, three-way merge, ledger workbooks."""
