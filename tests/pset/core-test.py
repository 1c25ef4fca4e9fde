#!/usr/bin/env python3
"""The complete kernel passes the checks of the problem set: they hold for any kernel. Prints TAP.

    core-test.py --settings FILE [STEP...]"""

import argparse
import os
from pathlib import Path

os.environ["DESK"] = "pset"

import check
import tap
from engine import exercises
from engine.places import ROOT
from engine.verdict import PASSED
from engine.workplace import Workplace


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--settings", type=Path, required=True)
    parser.add_argument("steps", nargs="*")
    options = parser.parse_args()
    settings = check.read_settings(options.settings)
    workplace = Workplace((Path(settings["OBJ"]) / "core-check").absolute())
    for name in exercises.names_of(",".join(options.steps) or None):
        if not exercises.named(name).points():
            continue
        verdict = check.check_one(name, ROOT / "kernel" / "core", settings, workplace)
        for part in verdict.parts or [verdict]:
            seen = getattr(part, "verdict", verdict)
            tap.check(f"the complete kernel passes {getattr(part, 'name', name)}, {getattr(part, 'title', '')}",
                      None if seen.state == PASSED else "\n".join([seen.message, *seen.details]))
    workplace.remove()
    tap.end()


if __name__ == "__main__":
    main()
