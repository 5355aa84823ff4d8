"""Date and time parsing: days and times as people write them, in every language, said back in words, else refused."""
