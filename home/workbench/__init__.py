"""The admin's pages across all page types: dashboard, matrix of translations, reports."""
