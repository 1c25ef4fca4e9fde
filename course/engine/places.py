"""Where things lie in the tree. A process is for one desk, the section's or the problem set's: the environment variable
DESK names it."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
COURSE = ROOT / "course"
GUEST = COURSE / "guest"          # what the checks of several exercises boot
NAME = os.environ.get("DESK", "section")
SHOWN = f"{NAME}/"                # the student's directory, in messages
EXERCISES = COURSE / NAME         # a folder for each
DESK = ROOT / NAME                # the student's desk, as it is handed out
