"""Rules of the house that no linter knows: imports inside functions, names of gettext, and signatures with ``Any``.

An import stands at the top of its module, except in ``AppConfig.ready`` or with ``# noqa: PLC0415 (a reason)`` of
``REASONS``. Functions of gettext keep their names, or are called ``_``: texts are collected for translation by these
names, and under any other one they would stay English without a word. The number of signatures with ``Any`` may fall
but not rise above ``MOST_ANY``.
"""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

#: Why an import may stand inside a function.
REASONS = {"Django is set up first", "the package may be absent"}
#: Signatures with ``Any`` in an annotation. Lower it whenever the count has fallen.
MOST_ANY = 285
NOQA = re.compile(r"#\s*noqa:[^#(]*\bPLC0415\b[^#(]*(?:\(([^)]*)\))?")

Signature = ast.FunctionDef | ast.AsyncFunctionDef


def functions_of(tree: ast.AST) -> Iterator[Signature]:
    """Every function and method below ``tree``, those inside others too."""
    return (node for node in ast.walk(tree) if isinstance(node, Signature))


def inline_imports(text: str, *, is_app_config: bool = False) -> Iterator[str]:
    """Line and fault of each import inside a function that has no reason of ``REASONS``.

    Parameters:
        is_app_config: whether the module is an ``apps.py``, whose ``ready`` may import what registers itself.
    """
    lines, seen = text.splitlines(), set[int]()
    for function in functions_of(ast.parse(text)):
        if is_app_config and function.name == "ready":
            continue
        for node in ast.walk(function):
            if not isinstance(node, ast.Import | ast.ImportFrom) or node.lineno in seen:
                continue
            seen.add(node.lineno)
            noqa = NOQA.search(lines[node.lineno - 1])
            if not noqa:
                yield f"{node.lineno}: import inside {function.name}; it belongs to the top of the module"
            elif noqa[1] not in REASONS:
                yield f"{node.lineno}: import inside {function.name} for a reason that is none: {noqa[1]}"


def renamed_gettext(text: str) -> Iterator[str]:
    """Line and fault of each function of gettext that is imported under a name by which no text is collected."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation":
            for imported in node.names:
                if "gettext" in imported.name and imported.asname not in {None, "_"}:
                    yield f"{node.lineno}: {imported.name} as {imported.asname}; its texts would not be collected"


def has_any(function: Signature) -> bool:
    """Whether the type of a parameter or of the result names ``Any``."""
    given = function.args
    parameters = [*given.posonlyargs, *given.args, *given.kwonlyargs, given.vararg, given.kwarg]
    annotations = [parameter.annotation for parameter in parameters if parameter] + [function.returns]
    return any(
        isinstance(node, ast.Name) and node.id == "Any"
        for annotation in annotations
        if annotation
        for node in ast.walk(annotation)
    )


def main() -> int:
    """Look at all modules but tests, benchmarks and migrations; returns the exit code."""
    command = ["git", "ls-files", "-z", "*.py"]
    listed = subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603
    faults, signatures, with_any = [], 0, 0
    for path in map(Path, filter(None, listed.split("\0"))):
        if path.parts[0] == "tests" or "migrations" in path.parts or not path.exists():
            continue
        text = path.read_text(encoding="utf-8")
        faults += [f"{path}:{fault}" for fault in inline_imports(text, is_app_config=path.name == "apps.py")]
        faults += [f"{path}:{fault}" for fault in renamed_gettext(text)]
        if path.parts[0] != "benchmarks":
            functions = list(functions_of(ast.parse(text)))
            signatures += len(functions)
            with_any += sum(map(has_any, functions))
    if with_any > MOST_ANY:
        faults.append(f"{with_any} signatures hold Any, {MOST_ANY} may; name the type, or an alias of it")
    sys.stdout.write("".join(f"{fault}\n" for fault in faults))
    sys.stdout.write(f"{with_any} of {signatures} signatures hold Any; at most {MOST_ANY} may.\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
