"""Long trials with chance in them: a whole year of an office, people in each other's way."""
