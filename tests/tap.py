"""TAP, the Test Anything Protocol, for tests in Python: a line "ok N - name" or "not ok N - name" for each check, with
comments below a check that fails, and the plan, "1..N", at the end. `tests/run OBJ NAME.py` runs a test that imports it.
"""

import sys
import traceback

MOST = 30  # lines below a check that fails
TESTS = []
checks = failed = 0


def holds(name, condition, seen=()):
    """A check: passes if the condition is true. seen: a text, or lines, that say what there was instead."""
    global checks, failed
    checks += 1
    failed += not condition
    print(f"{'ok' if condition else 'not ok'} {checks} - {name}", flush=True)
    if not condition:
        note(seen)


def check(name, wrong):
    """A check: passes if nothing is wrong. wrong: a text, or lines, that say what is."""
    wrong = wrong if isinstance(wrong, str) else list(wrong or ())
    holds(name, not wrong, wrong)


def equal(name, seen, expected):
    """A check: passes if the two are equal."""
    holds(name, seen == expected, [f"expected: {expected}", f"seen:     {seen}"])


def test(function):
    """A decorator: the function is a check for `run`, with its name as a sentence."""
    TESTS.append(function)
    return function


def run(call=lambda function: function(), words=()):
    """A check of each function in TESTS, or of those with one of the words in their names: passes if call(function)
    raises nothing. An AssertionError says what was expected and seen."""
    for function in TESTS:
        if words and not any(word in function.__name__ for word in words):
            continue
        wrong = ""
        try:
            call(function)
        except Exception as error:  # pylint: disable=broad-exception-caught  # the other checks go on
            wrong = isinstance(error, AssertionError) and str(error) or traceback.format_exc()
        check(function.__name__.replace("_", " "), wrong)


def note(text):
    """Shows a text, or lines, as comments."""
    for line in (text.splitlines() if isinstance(text, str) else list(text))[:MOST]:
        print(f"#   {line}", flush=True)


def skip(name, reason):
    """A check that cannot be made here."""
    global checks
    checks += 1
    print(f"ok {checks} - {name} # SKIP {reason}", flush=True)


def skip_all(reason):
    """Ends a test that cannot be run here."""
    print(f"1..0 # SKIP {reason}")
    sys.exit(0)


def give_up(why):
    """Ends a test that cannot go on: it has failed."""
    holds("it goes on", False, why.splitlines()[-MOST:])
    end()


def end():
    """The plan, and the exit status: 1 if a check has failed."""
    print(f"1..{checks}")
    sys.exit(1 if failed else 0)


def different(seen, expected, limit=3):
    """How two dictionaries differ, in lines for `check`."""
    return [f"{key}: seen {seen.get(key)}, expected {expected.get(key)}"
            for key in sorted(seen.keys() | expected.keys(), key=str)
            if seen.get(key) != expected.get(key)][:limit]
