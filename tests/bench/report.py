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

    def gain(self):
        """How many times better than before: the median of the ratios in the same round."""
        pairs = zip(self.values.get("handsh", []), self.values.get("before", []))
        ratios = [(old / new if self.better == "less" else new / old)
                  for new, old in pairs if new > 0 and old > 0]
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
    names = [name for name in row.values if name not in ("handsh", "before", row.reference)]
    falling = (row.ratio_kind == "speed") if row.reference else row.better == "more"
    scored = [(row.score(name), name) for name in names if row.score(name) is not None]
    scored.sort(reverse=falling)
    form = (lambda value: f"{value:.2f}") if row.reference else number
    texts = [f"{name} {form(score)}" for score, name in scored]
    return ", ".join(texts + [f"{name} fails" for name in row.failures])


def factor(value):
    return "-" if value is None else f"{value:.2f}"


# Of each column: its heading, whether it stands to the right, and a row's text.
FIRST = [("workload", False, lambda row: row.name),
         ("unit", False, lambda row: row.unit),
         ("handsh", True, lambda row: number(row.median("handsh")))]
BEFORE = [("before", True, lambda row: number(row.median("before"))),
          ("gain", True, lambda row: factor(row.gain()))]
REST = [("reference", False, lambda row: row.reference or "-"),
        ("", True, lambda row: number(row.median(row.reference)) if row.reference else ""),
        ("ratio", True, lambda row: factor(row.ratio("handsh"))),
        ("target", True, target),
        ("", False, lambda row: {True: "yes", False: "NO", None: ""}[row.met()]),
        ("peers", False, others)]


def table(rows, compared):
    """The rows as text with columns as wide as they need; compared: with an older handsh."""
    lines = []
    for heading, right, text in FIRST + (BEFORE if compared else []) + REST:
        column = [heading] + [text(row) for row in rows]
        width = max(map(len, column))
        lines.append([cell.rjust(width) if right else cell.ljust(width) for cell in column])
    return "\n".join("  ".join(cells).rstrip() for cells in zip(*lines))


def failures(rows):
    """One line for each program that failed at a workload, however many rows that left empty."""
    found = {}
    for row in rows:
        for program, text in row.failures.items():
            found.setdefault((program, text), row.name)
    return [f"{name}: {program}: {text}" for (program, text), name in found.items()]
