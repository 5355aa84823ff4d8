"""Multi-step forms (wizards) of the admin: what is said is kept from step to step until a draft is made of it."""
