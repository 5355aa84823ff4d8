"""What the repository refuses to keep."""

from pathlib import Path

from scripts.check_tree import MOST_BYTES, REASONS, find_strays


def test_packages_databases_and_large_files_are_strays(tmp_path: Path):
    small, large, wheel = tmp_path / "page.html", tmp_path / "big.json", tmp_path / "some-1.0-py3-none-any.whl"
    for path, size in ((small, 10), (large, MOST_BYTES + 1), (wheel, 10)):
        path.write_bytes(b" " * size)

    assert find_strays([small, large, wheel]) == [
        f"{wheel}: made elsewhere, not kept here",
        f"{large}: larger than 512 KiB",
    ]


def test_larger_files_have_a_reason_while_they_are_large():
    kept = [Path(__file__).parents[2] / name for name in REASONS]
    assert [path.stat().st_size > MOST_BYTES for path in kept] == [True] * len(kept)
    assert find_strays([Path(name) for name in REASONS]) == []
