"""What ``/readyz`` says beside database and migrations. Apps register a probe; a probe never decides readiness."""

from collections.abc import Callable

#: Name in the answer -> says ``ok`` or what is wrong in a few words; must answer within a second or two.
PROBES: dict[str, Callable[[], str]] = {}


def register(name: str, probe: Callable[[], str]) -> None:
    """Have ``probe()`` reported under ``name``; to be called in an ``AppConfig.ready``."""
    PROBES[name] = probe


def probe_all() -> dict[str, str]:
    """The answers of all probes; one that fails is named with its error."""
    answers = {}
    for name, probe in PROBES.items():
        try:
            answers[name] = probe()
        except Exception as error:  # noqa: BLE001 (whatever is wrong with one part, the others are reported)
            answers[name] = type(error).__name__
    return answers
