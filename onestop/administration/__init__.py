"""The procedure administrator's door: what is in the catalogue, and what each revision says."""
