"""The editors' own pages that need to know every kind of page: dashboard, matrix of languages, reports."""
