"""Imports inside functions need a reason, and signatures with ``Any`` are counted."""

import ast

import pytest

from scripts.check_code import functions_of, has_any, inline_imports, renamed_gettext


@pytest.mark.parametrize(
    ("text", "is_app_config", "faults"),
    [
        ("import os\n\ndef f():\n    pass", False, []),
        ("def f():\n    import os", False, ["2: import inside f; it belongs to the top of the module"]),
        ("class C:\n    async def f(self):\n        from os import path", False, ["3: import inside f"]),
        ("class C:\n    def ready(self):\n        import os", True, []),
        ("class C:\n    def ready(self):\n        import os", False, ["3: import inside ready"]),
        ("class C:\n    def other(self):\n        import os", True, ["3: import inside other"]),
        ("def f():\n    import os  # noqa: PLC0415 (Django is set up first)", False, []),
        ("def f():\n    import os  # noqa: F401, PLC0415 (Django is set up first)", False, []),
        ("def f():\n    import os  # noqa: PLC0415 (it was easier)", False, ["2: import inside f for a reason"]),
        ("def f():\n    import os  # noqa: PLC0415", False, ["2: import inside f for a reason"]),
        ("def f():\n    def g():\n        import os", False, ["3: import inside f"]),
    ],
)
def test_an_import_inside_a_function_needs_a_reason_of_the_list(text, is_app_config, faults):
    found = list(inline_imports(text, is_app_config=is_app_config))
    assert len(found) == len(faults)
    assert all(one.startswith(other) for one, other in zip(found, faults, strict=True))


@pytest.mark.parametrize(
    ("signature", "expected"),
    [
        ("def f(a: int) -> str: ...", False),
        ("def f(a, b): ...", False),
        ("def f(anything: int) -> None: ...", False),
        ("def f(a: Any) -> None: ...", True),
        ("def f(*args: Any) -> None: ...", True),
        ("def f(*, a: dict[str, Any]) -> None: ...", True),
        ("async def f(**kwargs: Any) -> None: ...", True),
        ("def f() -> list[Any] | None: ...", True),
    ],
)
def test_signatures_with_any_are_counted(signature, expected):
    assert [has_any(function) for function in functions_of(ast.parse(signature))] == [expected]


@pytest.mark.parametrize(
    ("names", "faults"),
    [
        ("gettext_lazy as _", []),
        ("gettext, ngettext, override as spoken", []),
        ("gettext as _gettext", ["1: gettext as _gettext; its texts would not be collected"]),
        ("gettext, pgettext_lazy as _p", ["1: pgettext_lazy as _p; its texts would not be collected"]),
    ],
)
def test_functions_of_gettext_keep_the_names_by_which_texts_are_collected(names, faults):
    assert list(renamed_gettext(f"from django.utils.translation import {names}")) == faults
