"""How often readiness says 90 % sure of whom: 2,000 simulated learners, 200 first answers each.

`make bench-mastery` prints the table that stands in docs/architecture.md.
"""

from collections.abc import Callable, Iterator
from random import Random

from studyapp.rules.mastery import SURE, readiness

LEARNERS = 2000
ANSWERS = 200
RUNS = (10, 20, 30)  # answers in a run; readiness is computed anew when a run ends
Share = Callable[[int], float]  # of right answers, by the number of answers so far

KINDS: dict[str, Share] = {
    "85 %": lambda n: 0.85,
    "89 %": lambda n: 0.89,
    "90 %": lambda n: 0.90,
    "93 %": lambda n: 0.93,
    "97 %": lambda n: 0.97,
    "60 %, from the 41st answer 96 %": lambda n: 0.6 if n < 40 else 0.96,
}


def ever_sure(share: Share, run: int, random: Random) -> bool:
    """Whether a learner is called sure at the end of any run."""
    firsts: list[bool] = []
    for number in range(ANSWERS):
        firsts.append(random.random() < share(number))
        if len(firsts) % run == 0 and readiness(firsts).sure >= SURE:
            return True
    return False


def table(learners: int = LEARNERS) -> Iterator[tuple[str, list[float]]]:
    """For each kind of learner the share that is ever called 90 % sure, by the size of the runs."""
    for name, share in KINDS.items():
        shares = []
        for run in RUNS:
            random = Random(f"{name} {run}")
            shares.append(sum(ever_sure(share, run, random) for _ in range(learners)) / learners)
        yield name, shares


if __name__ == "__main__":
    print("| true share of the learner | " + " | ".join(f"runs of {run}" for run in RUNS) + " |")
    print("|---|" + "---:|" * len(RUNS))
    for name, shares in table():
        print(f"| {name} | " + " | ".join(f"{share:.1%}" for share in shares) + " |")
