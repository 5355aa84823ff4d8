"""Days and times as people write them: understood in every language, said back in words, refused when not understood."""
