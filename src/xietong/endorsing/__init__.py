"""Takes a Plan; gives an Agreement: proposals, versions, canonical form, signatures, chain."""
