"""What each page and each answer costs beside two bare Django views, served alike, in one run.

(b) session, user and a 10 KB template; (c) CSRF, session and one durable insert. Linux counts the CPU of the server, and of PostgreSQL. A
subject and its baseline take turns, a few requests each, so that whatever else the machine does meets both; of three runs the worst counts.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from studyapp.records.editions import catalogue
from tests.bench import processes, weighing
from tests.bench.load import Reply, at_once, in_turn, percentile
from tests.bench.pages import forgotten, others, studied
from tests.bench.people import settle
from tests.bench.serving import Served, bare, bare_environment, site
from tests.bench.subjects import Against, Subject, answers, bare_views, of_page
from tests.bench.tables import Cell, Figure, Table, keep

RUNS, ROUNDS, CHUNK = 3, 10, 25
MANY, FULL = 16, 64  # at once
LOAD = 400  # requests of a run with many at once
P99, START, MEMORY = 60, 2, 80  # milliseconds, seconds, megabytes
PEERS = (
    "Peers, from reference/peers-performance.md (the same kind of machine and baseline): RELATE's question page 9.1 × (b), its answer 11.6 × (c); "
    "Kolibri's question 3.0 × (b), its answer 4.7 × (c)."
)
Runs = list[
    tuple[float, float, list[Reply]]
]  # CPU seconds a request of the subject and of its baseline, and the subject's replies


@dataclass(frozen=True)
class Both:
    """The two servers, and what is asked of the bare one."""

    site: Served
    bare: Served
    views: Mapping[Against, Subject]

    def of(self, subject: Subject) -> Served:
        return self.bare if subject in self.views.values() else self.site


def asked(server: Served, subject: Subject, many: int) -> tuple[float, list[Reply]]:
    """The CPU seconds that so many requests cost, and the replies."""
    requests = subject.make(many)
    before = server.times()
    replies = in_turn(server.port, requests)
    spent = processes.spent(before, server.times())
    checked(subject, replies)
    return spent, replies


def checked(subject: Subject, replies: Sequence[Reply]) -> None:
    """A benchmark of refusals would be none."""
    strange = {reply.status for reply in replies} - subject.statuses
    if strange:
        raise SystemExit(f"{subject.name}: answered with {strange}")


def compare(both: Both, subject: Subject) -> tuple[float, float, list[Reply]]:
    """One run: in turn a few requests of the subject and of its baseline."""
    mine, its, replies = 0.0, 0.0, list[Reply]()
    for _ in range(ROUNDS):
        spent, got = asked(both.of(subject), subject, CHUNK)
        mine, replies = mine + spent, replies + got
        its += asked(both.bare, both.views[subject.against], CHUNK)[0]
    return mine / ROUNDS / CHUNK, its / ROUNDS / CHUNK, replies


def costs(both: Both, subjects: Sequence[Subject]) -> dict[str, Runs]:
    """All subjects in three runs, after one that warms both workers."""
    for subject in [*both.views.values(), *subjects]:
        checked(subject, at_once(both.of(subject).port, subject.make(CHUNK), 8)[0])
    found: dict[str, Runs] = defaultdict(list)
    for _ in range(RUNS):
        for subject in subjects:
            found[subject.name].append(compare(both, subject))
    return found


def cost_table(subjects: Sequence[Subject], found: Mapping[str, Runs]) -> Table:
    rows: list[list[Cell]] = []
    for subject in subjects:
        runs = found[subject.name]
        replies = [reply for _, _, got in runs for reply in got]
        rows.append([
            subject.name, Figure(max(mine / its for mine, its, _ in runs), f"× ({subject.against})", subject.most, digits=2),
            Figure(median(mine for mine, _, _ in runs) * 1000, "ms", digits=2), Figure(median(its for _, its, _ in runs) * 1000, "ms", digits=2),
            *(Figure(percentile(replies, share), "ms") for share in (0.5, 0.95, 0.99)),
        ])  # fmt: skip
    head = ("page", "CPU, worst of three", "CPU a request", "its baseline", "p50", "p95", "p99")
    return Table("Cost of a request, one at a time", head, rows, PEERS)


def load_table(both: Both, subjects: Sequence[Subject]) -> Table:
    """Many at once: of three runs the one with the worst p99."""
    rows: list[list[Cell]] = []
    rates: dict[str, float] = {}
    timed = [subject for subject in (*both.views.values(), *subjects) if subject.timed]
    for subject, many in [(one, MANY) for one in timed] + [(one, FULL) for one in timed if one.against == "c"]:
        runs = [loaded(both.of(subject), subject, many) for _ in range(RUNS)]
        replies, seconds = max(runs, key=lambda run: percentile(run[0], 0.99))
        rate = len(replies) / seconds
        rates.setdefault(f"{subject.name} {many}", rate)
        base = rates[f"{both.views[subject.against].name} {many}"]
        bound = P99 if many == MANY and subject.most and subject.against == "c" else None
        rows.append([
            f"{subject.name}, {many} at once", Figure(rate, "/s", digits=0), Figure(rate / base, f"× ({subject.against})", digits=2),
            Figure(percentile(replies, 0.5), "ms"), Figure(percentile(replies, 0.95), "ms"), Figure(percentile(replies, 0.99), "ms", bound),
            Figure(sum(reply.status not in subject.statuses for reply in replies), "", 0, digits=0),
        ])  # fmt: skip
    head = ("page", "requests", "beside its baseline", "p50", "p95", "p99", "refused")
    return Table(
        "Many at once",
        head,
        rows,
        "Of three runs the one with the slowest p99. Who asks shares the machine with who answers.",
    )


def loaded(server: Served, subject: Subject, many: int) -> tuple[list[Reply], float]:
    return at_once(server.port, subject.make(LOAD), many)


def process_table(starts: Sequence[float], served: Served) -> Table:
    """Time to the first page, and memory of each worker after all of the above."""
    rows: list[list[Cell]] = [["start to the first page, worst of three", Figure(max(starts), "s", START, digits=2)]]
    for number, pid in enumerate(served.workers(), 1):
        sizes = processes.memory(pid)
        rows.append([f"worker {number}, with its share of what is shared", Figure(sizes["Pss"], "MB")])
        rows.append([f"worker {number}, with all that is shared", Figure(sizes["Rss"], "MB", MEMORY)])
    note = "Pages and course are loaded once, and the workers forked off: the shares of all add up to what is used."
    return Table("Start and memory", ("", "measured"), rows, note)


def started() -> float:
    with site() as served:
        return served.seconds


def main() -> int:
    started()  # makes the tables and the static files
    starts = [started(), started()]
    with site() as served, bare(bare_environment()) as other:
        people = settle(next(iter(catalogue().courses.values())))
        pages = [*studied(people), *others(people)]
        if left := forgotten(pages):
            raise SystemExit(f"pages that nobody measures: {', '.join(sorted(left))}")
        both = Both(served, other, bare_views(other))
        subjects = [*answers(people.course), *map(of_page, pages)]
        found = costs(both, subjects)
        replies = {name: [reply for _, _, got in runs for reply in got] for name, runs in found.items()}
        tables = [
            cost_table(subjects, found), load_table(both, subjects), weighing.weights(subjects, replies),
            weighing.visits(served, pages), process_table([*starts, served.seconds], served),
        ]  # fmt: skip
        return keep("speed", "What a page costs", tables)
