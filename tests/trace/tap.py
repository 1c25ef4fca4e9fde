"""TAP, the Test Anything Protocol: a line for each check, and the plan at the end."""

import sys


class Tap:
    number = failed = 0

    def check(self, name, wrong):
        """wrong: lines that say what is; none: passed."""
        wrong = list(wrong)
        self.number += 1
        self.failed += bool(wrong)
        print(f"{'not ok' if wrong else 'ok'} {self.number} - {name}", *(f"#   {line}" for line in wrong[:10]),
              sep="\n", flush=True)

    def skip(self, name, reason):
        self.number += 1
        print(f"ok {self.number} - {name} # SKIP {reason}", flush=True)

    def end(self):
        """The plan, and the status."""
        print(f"1..{self.number}")
        sys.exit(1 if self.failed else 0)


def give_up(why):
    """Ends this test, as one that has failed; others go on."""
    print("not ok - it goes on", *(f"#   {line}" for line in why.splitlines()[-20:]), sep="\n", flush=True)
    sys.exit(1)


def different(seen, expected, limit=3):
    """How two dictionaries differ, in lines."""
    return [f"{key}: seen {seen.get(key)}, expected {expected.get(key)}"
            for key in sorted(seen.keys() | expected.keys(), key=str)
            if seen.get(key) != expected.get(key)][:limit]
