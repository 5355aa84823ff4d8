"""The figures of a run as text, and what of the goals was not reached."""

from benchmarks.live.checking import Kept
from benchmarks.live.figures import share
from benchmarks.live.run import ALONE_KIND, BESIDE_KIND, Outcome

#: Cores of the server; milliseconds of 95 and 99 % of what phones ask; how much longer other pages may take.
CORES, P95, P99, OTHERS = 0.7, 60.0, 250.0, 2.0
#: What phones ask.
PHONES = ("state", "texts", "reaction", "statement")


def lines_of(outcome: Outcome, kept: Kept) -> list[str]:
    """What was measured."""
    figures, seconds = outcome.figures, outcome.seconds
    lines = [f"{'':24}{'number':>8}{'per s':>8}{'50 %':>9}{'95 %':>9}{'99 %':>9} ms{'CPU':>9} ms  answers"]
    for kind, times in sorted(figures.times.items()):
        per_second = f"{len(times) / seconds:.1f}" if kind != ALONE_KIND else ""
        parts = "".join(f"{share(times, part):9.1f}" for part in (0.5, 0.95, 0.99))
        cpu = f"{figures.cpu[kind] / len(times):9.2f}" if figures.cpu[kind] else f"{'':9}"
        answers = ", ".join(f"{status}: {number}" for status, number in sorted(figures.statuses[kind].items()))
        lines.append(f"{kind:24}{len(times):8}{per_second:>8}{parts}   {cpu}     {answers}")
    asked, unchanged = len(figures.times["state"]), figures.statuses["state"][304]
    number = max(1, figures.requests - len(figures.times[ALONE_KIND]))
    requests = (
        f"{number} requests in {seconds:.0f} s; 304 of states: {unchanged / max(1, asked):.0%}; "
        f"connections: {figures.connections}; states that asked for patience: {figures.slowed}"
    )
    others = figures.cpu[BESIDE_KIND] / 1000
    machine = (
        f"server: {outcome.cpu / seconds:.2f} cores, {others / seconds:.2f} of them for other pages; without these "
        f"{1000 * (outcome.cpu - others) / number:.2f} ms of CPU a request, "
        f"{1000 * (outcome.cpu - sum(figures.cpu.values()) / 1000) / number:.2f} of them outside of Django; "
        f"{outcome.memory:.0f} MiB; database server: {outcome.database_cpu / seconds:.2f} cores; "
        f"phones: {outcome.own_cpu / seconds:.2f} cores"
    )
    whole = (
        f"reactions: {kept.reactions} stored, {kept.lost_reactions} lost, {kept.double_reactions} double, "
        f"{kept.wrong_counts} counts wrong; statements: {kept.statements} stored, {kept.lost_statements} lost, "
        f"{kept.double_statements} double; errors: {figures.errors.total()}"
    )
    errors = [f"  {number} × {what}" for what, number in figures.errors.most_common(10)]
    return [*lines, requests, machine, whole, *errors]


def missed(outcome: Outcome, kept: Kept) -> list[str]:
    """The goals that were not reached."""
    figures = outcome.figures
    asked = [one for kind in PHONES for one in figures.times[kind]]
    alone, beside = share(figures.times[ALONE_KIND], 0.95), share(figures.times[BESIDE_KIND], 0.95)
    cores = (outcome.cpu - figures.cpu[BESIDE_KIND] / 1000) / outcome.seconds
    goals = {
        f"{cores:.2f} cores": cores <= CORES,
        f"95 % of what phones ask {share(asked, 0.95):.0f} ms": share(asked, 0.95) <= P95,
        f"99 % of what phones ask {share(asked, 0.99):.0f} ms": share(asked, 0.99) <= P99,
        f"95 % of other pages {beside:.0f} ms beside {alone:.0f} ms": beside <= OTHERS * alone,
        f"{figures.errors.total()} errors": not figures.errors,
        "something lost or double": kept.is_whole,
    }
    return [what for what, reached in goals.items() if not reached]
