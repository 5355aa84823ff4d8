"""Days and times as people write them: understood in every language and said back in words, else refused."""
