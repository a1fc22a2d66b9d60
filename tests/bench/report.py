# Rows of the benchmark's table: what each program took, round by round, and how it compares.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import statistics


class Row:
    """
    One line of the table. better: "more" or "less" of the unit. reference: the program that the
    ratio is to. target: of the ratio, or of the value itself when there is no reference. A ratio of
    speed is 1.00 when as fast and at least its target; a ratio of cost is at most its target.
    """

    def __init__(self, name, unit, better, reference, target, ratio="speed"):
        self.name, self.unit, self.better = name, unit, better
        self.reference, self.target, self.ratio_kind = reference, target, ratio
        self.values = {}  # program: one value a round
        self.failures = {}  # program: what went wrong

    def add(self, program, value):
        self.values.setdefault(program, []).append(value)

    def median(self, program):
        values = self.values.get(program)
        return statistics.median(values) if values else None

    def ratio(self, program):
        """Median of the ratios to the reference in the same round."""
        own, base = self.values.get(program), self.values.get(self.reference)
        if not own or not base:
            return None
        upside_down = self.ratio_kind == "speed" and self.better == "less"
        ratios = [(b / a if upside_down else a / b) for a, b in zip(own, base) if a > 0 and b > 0]
        return statistics.median(ratios) if ratios else None

    def spread(self, program):
        """How far apart the rounds are, in parts of their median."""
        values, median = self.values.get(program), self.median(program)
        return (max(values) - min(values)) / median if values and median else None

    def score(self, program="handsh"):
        return self.ratio(program) if self.reference else self.median(program)

    def met(self, program="handsh"):
        score = self.score(program)
        if self.target is None or score is None:
            return None
        at_least = self.ratio_kind == "speed" if self.reference else self.better == "more"
        return score >= self.target if at_least else score <= self.target

    def as_dict(self):
        return {"name": self.name, "unit": self.unit, "better": self.better,
                "reference": self.reference, "target": self.target, "ratio_kind": self.ratio_kind,
                "values": self.values, "failures": self.failures}

    @staticmethod
    def from_dict(data):
        row = Row(data["name"], data["unit"], data["better"], data["reference"], data["target"],
                  data["ratio_kind"])
        row.values, row.failures = data["values"], data["failures"]
        return row


def number(value):
    if value is None:
        return "-"
    if abs(value) >= 1000:
        return f"{value:,.0f}"
    return f"{value:.3g}" if abs(value) < 100 else f"{value:.0f}"


def target(row):
    if row.target is None:
        return "-"
    at_least = row.ratio_kind == "speed" if row.reference else row.better == "more"
    return ("≥ " if at_least else "≤ ") + (f"{row.target:.2f}" if row.reference
                                           else number(row.target))


def others(row):
    """The peers, best first: their ratio, or their value where there is no reference."""
    names = [name for name in row.values if name not in ("handsh", row.reference)]
    falling = (row.ratio_kind == "speed") if row.reference else row.better == "more"
    scored = [(row.score(name), name) for name in names if row.score(name) is not None]
    scored.sort(reverse=falling)
    form = (lambda value: f"{value:.2f}") if row.reference else number
    texts = [f"{name} {form(score)}" for score, name in scored]
    return ", ".join(texts + [f"{name} fails" for name in row.failures])


HEADINGS = ("workload", "unit", "handsh", "reference", "", "ratio", "target", "", "peers")


def cells(row):
    met = row.met()
    ratio = row.ratio("handsh")
    return (row.name, row.unit, number(row.median("handsh")), row.reference or "-",
            number(row.median(row.reference)) if row.reference else "",
            "-" if ratio is None else f"{ratio:.2f}", target(row),
            {True: "yes", False: "NO", None: ""}[met], others(row))


def table(rows):
    """The rows as text with columns as wide as they need."""
    lines = [HEADINGS] + [cells(row) for row in rows]
    widths = [max(len(line[i]) for line in lines) for i in range(len(HEADINGS))]
    right = {2, 4, 5, 6}
    return "\n".join(
        "  ".join(cell.rjust(width) if i in right else cell.ljust(width)
                  for i, (cell, width) in enumerate(zip(line, widths))).rstrip()
        for line in lines)


def failures(rows):
    """One line for each program that failed at a workload, however many rows that left empty."""
    found = {}
    for row in rows:
        for program, text in row.failures.items():
            found.setdefault((program, text), row.name)
    return [f"{name}: {program}: {text}" for (program, text), name in found.items()]
