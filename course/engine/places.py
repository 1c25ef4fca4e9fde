"""Where things lie in the tree."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
COURSE = ROOT / "course"
GUEST = COURSE / "guest"          # what the checks of several exercises boot
EXERCISES = COURSE / "section"    # a folder for each
SECTION = ROOT / "section"        # the student's desk, as it is handed out
