"""A graph in layers from left to right: longest paths, few crossings, always the same for the same graph."""

from bisect import bisect_right, insort
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import pairwise
from math import floor
from statistics import fmean, median_low

SWEEPS = 12
STRAIGHT = 2  # sweeps that straighten lines once everything is near its neighbours

Edge = tuple[str, str]


@dataclass(frozen=True)
class Layered:
    """The layers with their nodes from top to bottom. A long edge passes each layer between at a bend of its own."""

    layers: list[list[str]]
    chains: dict[Edge, list[str]]  # each edge forwards: its start, its bends, its end
    bends: set[str]


def layered(nodes: list[str], edges: list[Edge]) -> Layered:
    """Layers for a graph that may run in circles; an edge and its opposite count as one."""
    forward = _forward(nodes, edges)
    depth = _depths(nodes, forward)
    layers: list[list[str]] = [[] for _ in range(max(depth.values(), default=-1) + 1)]
    for node in nodes:
        layers[depth[node]].append(node)
    chains, bends = {}, set[str]()
    for number, (start, end) in enumerate(forward):
        between = [f"~{number}.{layer}" for layer in range(depth[start] + 1, depth[end])]
        for layer, bend in enumerate(between, depth[start] + 1):
            layers[layer].append(bend)
        bends.update(between)
        chains[start, end] = [start, *between, end]
    return Layered(_ordered(layers, chains), chains, bends)


def _forward(nodes: list[str], edges: list[Edge]) -> list[Edge]:
    """The edges with those turned round that would close a circle, each pair of nodes once. What was placed first leads."""
    onward: dict[str, list[str]] = defaultdict(list)
    for start, end in edges:
        onward[start].append(end)
    found: list[Edge] = []
    open_ones, done = set[str](), set[str]()

    def visit(node: str) -> None:
        open_ones.add(node)
        for end in onward[node]:
            edge = (end, node) if end in open_ones else (node, end)
            if edge not in found:
                found.append(edge)
            if end not in open_ones and end not in done:
                visit(end)
        open_ones.discard(node)
        done.add(node)

    for node in nodes:
        if node not in done:
            visit(node)
    return found


def _depths(nodes: list[str], edges: list[Edge]) -> dict[str, int]:
    """The layer of each node: as far right as the longest way to it; what nothing leads to stands right before its first use."""
    depth = dict.fromkeys(nodes, 0)
    for _ in nodes:  # a longest way has at most so many steps
        for start, end in edges:
            depth[end] = max(depth[end], depth[start] + 1)
    entered = {end for _, end in edges}
    for node in nodes:
        ends = [depth[end] for start, end in edges if start == node]
        if node not in entered and ends:
            depth[node] = min(ends) - 1
    return depth


@dataclass
class _Sweeper:
    """Orders layers by the middle of each node's neighbours, and keeps the best order seen."""

    layers: list[list[str]]
    links: list[Edge]  # between neighbouring layers
    before: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    after: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        for start, end in self.links:
            self.before[end].append(start)
            self.after[start].append(end)

    def best(self) -> list[list[str]]:
        kept, fewest = [list(layer) for layer in self.layers], self.crossings()
        for sweep in range(SWEEPS):
            if not fewest:
                break
            self.sweep(forwards=sweep % 2 == 0)
            if (count := self.crossings()) < fewest:
                kept, fewest = [list(layer) for layer in self.layers], count
        return kept

    def sweep(self, *, forwards: bool) -> None:
        neighbours = self.before if forwards else self.after
        numbers = range(1, len(self.layers)) if forwards else range(len(self.layers) - 2, -1, -1)
        for number in numbers:
            beside = self.layers[number - 1 if forwards else number + 1]
            at = {node: place for place, node in enumerate(beside)}
            here = {node: place for place, node in enumerate(self.layers[number])}
            middles = {node: _middle([at[n] for n in neighbours[node]], here[node]) for node in here}
            self.layers[number].sort(key=lambda node, m=middles, h=here: (m[node], h[node]))  # type: ignore[misc]

    def crossings(self) -> int:
        place = {node: at for layer in self.layers for at, node in enumerate(layer)}
        number = {node: n for n, layer in enumerate(self.layers) for node in layer}
        drawn: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for start, end in self.links:
            drawn[number[start]].append((place[start], place[end]))
        count = 0
        for pairs in drawn.values():
            above: list[int] = []
            for _, at in sorted(pairs):  # of what begins above, whatever ends below crosses
                count += len(above) - bisect_right(above, at)
                insort(above, at)
        return count


def _middle(places: list[int], otherwise: int) -> float:
    return sum(places) / len(places) if places else float(otherwise)


def _ordered(layers: list[list[str]], chains: dict[Edge, list[str]]) -> list[list[str]]:
    links = [link for chain in chains.values() for link in pairwise(chain)]
    return _Sweeper(layers, links).best()


def heights(drawn: Layered, tall: int, thin: int, gap: int) -> dict[str, int]:
    """The middle of each node, in pixels from the top: near its neighbours, with room between it and the next.

    Sizes are multiples of the gap, and so is where nodes end up: small steps in a line, which look like slips, vanish.
    """
    size = {node: thin if node in drawn.bends else tall for layer in drawn.layers for node in layer}
    beside: dict[str, list[str]] = defaultdict(list)
    for chain in drawn.chains.values():
        for start, end in pairwise(chain):
            beside[start].append(end)
            beside[end].append(start)
    at: dict[str, float] = {}
    for layer in drawn.layers:
        at |= _stacked(layer, dict.fromkeys(layer, 0.0), size, gap)
    for middle, sweeps in ((fmean, SWEEPS), (median_low, STRAIGHT)):
        for _ in range(sweeps):
            before = dict(at)
            for layer in [*drawn.layers, *drawn.layers[::-1]]:
                wanted = {node: middle([at[n] for n in beside[node]] or [at[node]]) for node in layer}
                at |= _stacked(layer, wanted, size, gap)
            if at == before:  # nor will another sweep move anything
                break
    top = min((y - size[node] / 2 for node, y in at.items()), default=0)
    return {node: floor(round((y - top) / gap, 6) + 0.5) * gap for node, y in at.items()}


def _stacked(layer: list[str], wanted: dict[str, float], size: dict[str, int], gap: int) -> dict[str, float]:
    """Each node as near to where it would be as the order and the room allow: those that touch share what they miss."""
    below, at = {}, 0.0  # how far each node must stand below the first
    for node, after in zip(layer, [*layer[1:], ""], strict=True):
        below[node] = at
        at += (size[node] + size.get(after, 0)) / 2 + gap
    blocks: list[list[str]] = []
    tops: list[float] = []  # where the first of the layer would stand, if a block had its wish
    for node in layer:
        nodes, top = [node], wanted[node] - below[node]
        while tops and tops[-1] > top:
            nodes = blocks.pop() + nodes
            tops.pop()
            top = fmean(wanted[one] - below[one] for one in nodes)
        blocks.append(nodes)
        tops.append(top)
    return {node: top + below[node] for nodes, top in zip(blocks, tops, strict=True) for node in nodes}
