"""The administrative units of the country in two tiers, dated; and what became of the old three."""
