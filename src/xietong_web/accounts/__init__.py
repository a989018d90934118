"""Takes people and bodies; gives parties, organisations in time, members with roles, and what each may do."""
