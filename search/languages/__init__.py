"""Text analysis for search, one language at a time: forms, lemmas, stems, parts of compounds, folded letters."""
