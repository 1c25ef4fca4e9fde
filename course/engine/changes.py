"""What a student has changed since an exercise passed: the functions whose code is another."""

import hashlib
import re

from engine import exercises
from engine import splice

MOST = 4  # names to show


def functions(directory):
    """{"kernel.c: syscall_fork": a hash of its code}, without comments and blanks."""
    found = {}
    for name in exercises.desk().CODE:
        try:
            text = (directory / name).read_text(errors="replace")
            found.update((f"{name}: {item.name}", hash_of(item.text)) for item in splice.items(text))
        except (OSError, ValueError):  # a file that is missing, or whose braces do not match
            continue
    return found


def hash_of(code):
    """A hash of code that does not depend on comments and blanks."""
    code = re.sub(r"//[^\n]*|/\*.*?\*/|\s", "", code, flags=re.S)
    return hashlib.sha256(code.encode()).hexdigest()[:16]


def between(before, after):
    """What is different, as a list in words; "" if nothing is."""
    names = sorted({name.partition(": ")[2].rstrip(";") for name in {*before, *after}
                    if before.get(name) != after.get(name)})
    more = [f"{len(names) - MOST} more"] if len(names) > MOST else []
    *most, last = [*names[:MOST], *more] or [""]
    return f"{', '.join(most)} and {last}" if most else last
