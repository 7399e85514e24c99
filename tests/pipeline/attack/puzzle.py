"""Whole numbers that nobody publishes, what is published of sums of them, and how closely that tells each."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import highspy
import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

Terms = Mapping[Hashable, float]  # how many times each unknown counts in a sum
MOST = 1e6  # more than any unknown can be
TRIES = 12  # tables looked for at random, before each target is pushed by itself
FIRST = 100.0  # how much more it counts then than all others, which are pushed along with it
SECONDS = 5.0  # that one question may take
OUT_OF_TIME = 1  # the status of an answer
NEAR = 0.3  # of the best, what a table is that serves as well, where any far off will do


@dataclass(frozen=True)
class Target:
    """A sum of unknowns that nobody may learn, and how wide a range it must keep where it may be below `secret`."""

    name: str
    terms: Terms
    width: float
    secret: float


@dataclass(frozen=True)
class Finding:
    """A target that what is published bounds: it lies from `low` to `high`, and nowhere else."""

    target: Target
    low: float
    high: float

    @property
    def is_exact(self) -> bool:
        """Whether the number itself is known; that there is nobody may be said, and is not counted."""
        return self.low == self.high != 0 and self._may_be_secret

    @property
    def is_narrow(self) -> bool:
        """Whether it is known more closely than the rule allows, though not exactly."""
        return self.low != self.high and self._may_be_secret and self.high - self.low < self.target.width

    @property
    def _may_be_secret(self) -> bool:
        return -self.target.secret < self.high and self.low < self.target.secret

    def __str__(self) -> str:
        return f"{self.target.name} is {self.low:g} to {self.high:g}"


@dataclass
class Puzzle:
    """All that an attacker writes down of the unknowns: none is below its least, and each sum lies between two ends."""

    least: dict[Hashable, float] = field(default_factory=dict)
    facts: list[tuple[Terms, float, float]] = field(default_factory=list)

    def add_unknown(self, name: Hashable, least: float = 0.0) -> None:
        """Write down that there is such a number."""
        self.least.setdefault(name, least)

    def add_fact(self, terms: Terms, low: float, high: float = np.inf) -> None:
        """Write down that a sum of unknowns lies between two ends."""
        for name in terms:
            self.add_unknown(name)
        self.facts.append((terms, low, high))

    def find_narrow_targets(self, targets: Iterable[Target]) -> list[Finding]:
        """Return the targets that are known exactly, or more closely than their width.

        Raises:
            ValueError: no whole numbers agree with all facts, so one of them is wrong.
        """
        asked = list({frozenset(target.terms.items()): target for target in targets}.values())
        for target in asked:
            for name in target.terms:
                self.add_unknown(name)
        return [finding for part in self._part_into_components(asked) for finding in part.find_narrow_targets()]

    def _part_into_components(self, targets: list[Target]) -> Iterator["_Component"]:
        """Yield what hangs together by facts or targets: each can be solved by itself."""
        number = {name: position for position, name in enumerate(self.least)}
        links = [[number[name] for name in terms] for terms in (*(fact[0] for fact in self.facts), *_terms(targets))]
        pairs = np.array([(link[0], other) for link in links for other in link], int).reshape(-1, 2)
        graph = sparse.coo_array((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(len(number),) * 2)
        _, label = sparse.csgraph.connected_components(graph, directed=False)
        names, facts, wanted = defaultdict(list), defaultdict(list), defaultdict(list)
        for name, position in number.items():
            names[label[position]].append(name)
        for fact in self.facts:
            facts[label[number[next(iter(fact[0]))]]].append(fact)
        for target in targets:
            wanted[label[number[next(iter(target.terms))]]].append(target)
        for component, own in wanted.items():
            yield _Component(names[component], [self.least[name] for name in names[component]], facts[component], own)


def _terms(targets: Iterable[Target]) -> Iterator[Terms]:
    return (target.terms for target in targets)


class _Component:
    """A puzzle as arrays, solved by looking for tables of whole numbers that differ in the targets."""

    def __init__(
        self,
        names: list[Hashable],
        least: list[float],
        facts: list[tuple[Terms, float, float]],
        targets: list[Target],
    ) -> None:
        number = {name: position for position, name in enumerate(names)}
        self.targets, self.listed = targets, facts
        self.sums = _make_matrix([target.terms for target in targets], number)
        self.facts = _make_matrix([fact[0] for fact in facts], number)
        self.fact_low = np.array([fact[1] for fact in facts], float)
        self.fact_high = np.array([fact[2] for fact in facts], float)
        self.low, self.high = np.array(least, float), np.full(len(names), MOST)
        self._narrow_by_single_facts()
        self.relaxation = _Relaxation(self.facts, self.fact_low, self.fact_high, self.low, self.high)
        # What the tables that were found so far say of each target.
        self.seen_low, self.seen_high = np.full(len(targets), np.inf), np.full(len(targets), -np.inf)

    def find_narrow_targets(self) -> list[Finding]:
        """Return the targets that are known too closely."""
        width = np.array([target.width for target in self.targets])
        # No table is needed where single facts say already what a target is, or that it is large.
        least, most = self._bound_targets_by_single_facts()
        secret = np.array([target.secret for target in self.targets])
        fixed = (least == most) | (least >= secret)
        self.seen_low[fixed], self.seen_high[fixed] = least[fixed], most[fixed]
        self._look_for_tables_far_apart(fixed, width)
        findings = []
        for position, target in enumerate(self.targets):
            low, high = self._bound_target(position, bool(fixed[position]), target.width)
            finding = Finding(target, low, high)
            if finding.is_exact or finding.is_narrow:
                findings.append(finding)
        return findings

    def _look_for_tables_far_apart(self, fixed: "np.ndarray", width: "np.ndarray") -> None:
        """Look for tables that differ in many targets at once: first in all, then in each of those that are left."""
        random = np.random.default_rng(len(self.targets))
        pushed = np.zeros(len(self.targets))
        for attempt in range(TRIES + 2 * len(self.targets)):
            left = np.flatnonzero(~fixed & ~(self.seen_high - self.seen_low >= width) & (pushed < 2))
            if not left.size:
                break
            push = np.zeros(len(self.targets))
            push[left] = random.choice([-1.0, 1.0], left.size)
            if attempt >= TRIES:
                push[left[0]] = FIRST * (1.0 - 2.0 * pushed[left[0]])
                pushed[left[0]] += 1
            self._look_for_table(self.sums.T @ push)

    def _look_for_table(self, cost: "np.ndarray") -> None:
        """Look for a table that costs little: a corner of the numbers that need not be whole, if its own are."""
        answer = self.relaxation.solve(cost)
        if answer is None or not self._note(np.round(answer)):
            self._solve(cost, gap=NEAR)

    def _bound_target(self, position: int, fixed: bool, width: float) -> tuple[float, float]:
        """Return the ends between which a target lies, as soon as they are as far apart as they need to be."""
        ends = [self.seen_low[position], self.seen_high[position]]
        if fixed or ends[1] - ends[0] >= width:
            return ends[0], ends[1]
        terms = np.asarray(self.sums[[position]].todense()).ravel()
        # Numbers that need not be whole range further, so that what is no secret by them is none.
        low, high = self.relaxation.bound(terms)
        secret = self.targets[position].secret
        if low >= secret or high <= -secret or (low >= 0 and high <= 0):
            return low, high
        # Simplified beforehand, a program has got a wrong answer: what seems narrow is asked for again without.
        for sign, simplified in ((1.0, True), (-1.0, True), (1.0, False), (-1.0, False)):
            if not self.seen_high[position] - self.seen_low[position] >= width:
                self._solve(sign * terms, simplified=simplified)
        return self.seen_low[position], self.seen_high[position]

    def _solve(self, cost: "np.ndarray", *, simplified: bool = True, gap: float = 0.0) -> None:
        """Look for the table that costs least, and note what it says of every target.

        Simplified beforehand, a solvable program was called unsolvable once: such an answer is asked for again without.
        """
        answer = milp(
            cost,
            integrality=np.ones(len(cost)),
            bounds=Bounds(self.low, self.high),
            constraints=LinearConstraint(self.facts, self.fact_low, self.fact_high) if self.facts.shape[0] else (),
            options={"time_limit": SECONDS, "mip_rel_gap": gap, "presolve": simplified},
        )
        if answer.x is None and simplified:
            self._solve(cost, simplified=False, gap=gap)
            return
        if answer.x is None and answer.status == OUT_OF_TIME:
            return
        if answer.x is None:
            raise ValueError(f"no whole numbers agree with what is published: {answer.message}")
        if not self._note(np.round(answer.x)):
            raise ValueError("the solver's table does not agree with what is published")

    def _note(self, table: "np.ndarray") -> bool:
        """Note what a table of whole numbers says of every target; return whether it agrees with what is published."""
        sums = self.facts @ table
        if ((sums < self.fact_low - 1e-6) | (sums > self.fact_high + 1e-6)).any():
            return False
        if ((table < self.low) | (table > self.high)).any():
            return False
        values = self.sums @ table
        self.seen_low, self.seen_high = np.minimum(self.seen_low, values), np.maximum(self.seen_high, values)
        return True

    def _bound_targets_by_single_facts(self) -> tuple["np.ndarray", "np.ndarray"]:
        """Return what the ends of the unknowns say of each target, or a fact that is of the very same sum."""
        least, most = self._bound_sums(self.sums)
        said = {frozenset(terms.items()): (low, high) for terms, low, high in self.listed}
        for position, target in enumerate(self.targets):
            low, high = said.get(frozenset(target.terms.items()), (-np.inf, np.inf))
            least[position], most[position] = max(least[position], low), min(most[position], high)
        return least, most

    def _bound_sums(self, matrix: sparse.csr_array) -> tuple["np.ndarray", "np.ndarray"]:
        """Return the least and the most that sums can be, as far as the ends of the single unknowns say."""
        more, less = matrix.maximum(0), matrix.minimum(0)
        return more @ self.low + less @ self.high, more @ self.high + less @ self.low

    def _narrow_by_single_facts(self) -> None:
        """Narrow the ends of each unknown by one fact at a time, until none says more."""
        entries = self.facts.tocoo()
        (rows, columns), weight = entries.coords, entries.data
        up = weight > 0
        for _ in range(100):
            low, high = self._bound_sums(self.facts)
            own_low = np.where(up, self.low[columns], self.high[columns]) * weight
            own_high = np.where(up, self.high[columns], self.low[columns]) * weight
            # The sum less all others at their most, and at their least.
            from_below = (self.fact_low[rows] - (high[rows] - own_high)) / weight
            from_above = (self.fact_high[rows] - (low[rows] - own_low)) / weight
            least, most = self.low.copy(), self.high.copy()
            np.maximum.at(least, columns, np.ceil(np.where(up, from_below, from_above) - 1e-6))
            np.minimum.at(most, columns, np.floor(np.where(up, from_above, from_below) + 1e-6))
            if (least > most).any():
                raise ValueError("no whole numbers agree with what is published")
            if (least == self.low).all() and (most == self.high).all():
                break
            self.low, self.high = least, most


class _Relaxation:
    """The same numbers where they need not be whole: a solver goes from one corner to the next in little time."""

    def __init__(
        self,
        facts: sparse.csr_array,
        fact_low: "np.ndarray",
        fact_high: "np.ndarray",
        low: "np.ndarray",
        high: "np.ndarray",
    ) -> None:
        self.solver, self.count = highspy.Highs(), len(low)
        self.solver.setOptionValue("output_flag", False)
        self.solver.setOptionValue("threads", 1)  # as every solver of a process must say
        self.solver.setOptionValue("presolve", "off")
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = facts.shape[1], facts.shape[0]
        model.col_cost_, model.col_lower_, model.col_upper_ = np.zeros(self.count), low, high
        model.row_lower_, model.row_upper_ = fact_low, fact_high
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_, model.a_matrix_.index_, model.a_matrix_.value_ = facts.indptr, facts.indices, facts.data
        self.solver.passModel(model)

    def solve(self, cost: "np.ndarray") -> "np.ndarray | None":
        """Return the numbers that cost least; None where the solver is not sure of them."""
        self.solver.changeColsCost(self.count, np.arange(self.count, dtype=np.int32), np.asarray(cost, float))
        self.solver.run()
        if self.solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        return np.array(self.solver.getSolution().col_value)

    def bound(self, terms: "np.ndarray") -> tuple[float, float]:
        """Return the least and the most that a sum can be, a whole number where it is next to one."""
        ends = [self.solve(sign * terms) for sign in (1.0, -1.0)]
        low, high = (np.nan if end is None else float(terms @ end) for end in ends)
        return tuple(round(end) if abs(end - np.round(end)) < 1e-6 else end for end in (low, high))  # type: ignore[return-value]


def _make_matrix(sums: list[Terms], number: Mapping[Hashable, int]) -> sparse.csr_array:
    entries = [(row, number[name], weight) for row, terms in enumerate(sums) for name, weight in terms.items()]
    rows, columns, weights = np.array(entries, float).reshape(-1, 3).T
    return sparse.csr_array((weights, (rows.astype(int), columns.astype(int))), shape=(len(sums), len(number)))
