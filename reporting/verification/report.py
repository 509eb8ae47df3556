"""What became of the steps: a line each as they end, and the closing lines that CI reads."""

import os
import textwrap

from reporting.verification import steps

SHOWN_LINES = 300


class Report:
    """Runs steps and keeps their outcomes; `write(text, ending)` is where the lines go."""

    def __init__(self, write):
        self.write = write
        self.elapsed = steps.clock()
        self.outcomes = {}

    def perform(self, step):
        """Run a step whatever became of the ones before it; show what it said if it failed."""
        self.write(f"{step.name} ... ", "")
        took = steps.clock()
        outcome = self.outcomes[step.name] = step.run()
        self.write(f"{'ok' if outcome.ok else 'FAILED'}  {took():.1f} s")
        if not outcome.ok:
            lines = outcome.output.rstrip().splitlines()[-SHOWN_LINES:]
            self.write(textwrap.indent("\n".join(lines), "    "))

    def lack(self, name, reason):
        """A step that cannot run here: in CI it has failed, at a desk it is said aloud."""
        if os.environ.get("CI", "").lower() in {"1", "true"}:
            self.outcomes[name] = steps.Outcome(ok=False, failed=1)
        self.write(f"*** {name}: NOT RUN, {reason} ***")

    def close(self):
        """Write the closing lines; return whether all is well."""
        self.write("")
        for name, outcome in self.outcomes.items():
            if outcome.passed or outcome.failed:
                counts = f"{outcome.passed} passed, {outcome.failed} failed"
                self.write(f"{name}: {counts}, {outcome.skipped} skipped")
        broken = [n for n, o in self.outcomes.items() if not o.ok and not o.failed]
        self.write("checks: " + (f"failed: {', '.join(broken)}" if broken else "all ok"))
        self.write(f"took {self.elapsed():.0f} s")
        passed = sum(outcome.passed for outcome in self.outcomes.values())
        failed = sum(outcome.failed for outcome in self.outcomes.values()) + len(broken)
        self.write(f"{passed} passed, {failed} failed")
        return not failed
