"""Small dictionaries in the formats of dictd and of Apertium, with words of our own."""

import gzip
from pathlib import Path

BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
TAGS = ("n", "np", "vblex")


def in_base64(number: int) -> str:
    return (in_base64(number // 64) if number >= 64 else "") + BASE64[number % 64]


def write_dictd(folder: Path, pair: str, articles: list[str], about: str = "http://www.wikdict.com/") -> Path:
    """A dictionary of dictd with its index; the first line of an article is its headword."""
    content, lines = f"00-database-short\n{about}\n".encode(), [f"00databaseshort\tA\t{in_base64(20)}"]
    for article in articles:
        written = f"{article}\n".encode()
        lines.append(f"{article.split()[0]}\t{in_base64(len(content))}\t{in_base64(len(written))}")
        content += written
    path = folder / f"freedict-{pair}.dict.dz"
    path.write_bytes(gzip.compress(content))
    path.with_name(f"freedict-{pair}.index").write_text("\n".join(lines) + "\n")
    return path


def number(value: int) -> bytes:
    """A number as lttoolbox writes it: the highest two bits say how many bytes follow."""
    return bytes([value]) if value < 64 else bytes([0x40 | value >> 8, value & 255])


def text(written: str) -> bytes:
    return number(len(written)) + b"".join(number(ord(letter)) for letter in written)


def apertium(words: list[tuple[str, str, str]], features: int = 0) -> bytes:
    """A compiled dictionary: each word, its translation and their tag, as a way of its own through the graph."""
    tag = {name: -place - 1 for place, name in enumerate(TAGS)}
    ways = []
    for word, translation, kind in words:
        longest = max(len(word), len(translation))
        letters = zip(word.ljust(longest, "\0"), translation.ljust(longest, "\0"), strict=True)
        ways.append([(ord(left), ord(right)) for left, right in letters] + [(tag[kind], tag[kind])])
    pairs = sorted({pair for way in ways for pair in way})
    edges: list[list[tuple[int, int]]] = [[]]
    for way in ways:
        at = 0
        for pair in way:
            edges[at].append((pairs.index(pair), len(edges)))
            edges.append([])
            at = len(edges) - 1
    content = [b"LTTB", bytes(8), number(0), number(len(TAGS)), *map(text, TAGS), number(len(pairs))]
    content += [number(side + len(TAGS)) for pair in pairs for side in pair]
    content += [number(1), text("main@standard"), b"LTTD", features.to_bytes(8, "little"), number(0), number(0)]
    content.append(number(len(edges)))
    for state, leading in enumerate(edges):
        content.append(number(len(leading)))
        before = 0
        for label, after in sorted(leading):
            content += [number(label - before), number(after - state)]
            before = label
    return b"".join(content)
