"""What was measured beside what is to be reached."""
import dataclasses

from . import scenarios, table


@dataclasses.dataclass(frozen=True)
class Verdict:
    goal: scenarios.Goal
    own: float
    reference: float | None
    column: scenarios.Column

    @property
    def measured(self) -> float:
        """What the limit is about: the ratio to the reference, or the figure itself."""
        return self.own / self.reference if self.goal.of_reference else self.own

    @property
    def used(self) -> float:
        """Share of what the goal allows; up to 1 it is reached."""
        return self.share_of(self.measured)

    @property
    def reference_used(self) -> float | None:
        if self.goal.of_reference:
            return self.share_of(1)
        return self.share_of(self.reference) if self.reference else None

    def share_of(self, value: float) -> float:
        part, whole = (self.goal.limit, value) if self.goal.at_least else (value, self.goal.limit)
        return part / whole if whole > 0 else float("inf")

    def row(self) -> list:
        show = self.column.form.format
        ratio = f"{self.own / self.reference:.2f}" if self.reference and self.column.compared else "-"
        return [self.goal.scenario, self.goal.what, show(self.own),
                "-" if self.reference is None else show(self.reference), ratio, self.goal.text(),
                "reached" if self.used <= 1 else "**missed**"]


HEADING = ["", "", "papo", "reference", "ratio", "goal", ""]


def verdicts(everything: dict, papo: str) -> list:
    """Of all goals that there are figures for."""
    found = []
    for goal in scenarios.GOALS:
        results = everything.get(goal.scenario, {})
        scenario = scenarios.ALL[goal.scenario]
        own = table.median(results.get(papo, []), goal.key)
        reference = table.median(results.get(scenario.reference, []), goal.key)
        if own is None or (goal.of_reference and not reference):
            continue
        column = next(column for column in scenario.columns if column.key == goal.key)
        found.append(Verdict(goal, own, reference, column))
    return found
