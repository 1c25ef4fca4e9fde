"""Has the student begun to fill a place that the handout leaves open?"""

import re

from engine.verdict import Stop, not_yet


def is_untouched(section, name, exercise, follows, precedes=""):
    """Is the comment that marks the place of an exercise as it was handed out? And do the next and the
    previous line that are not blank match `follows` and `precedes`, as in the handout?"""
    lines = (section.directory / name).read_text(errors="replace").splitlines()
    marks = [i for i, line in enumerate(lines)
             if re.fullmatch(rf"\s*// Exercise {exercise}: your \w+ here", line)]
    if len(marks) != 1:
        return False
    before = [line.strip() for line in lines[:marks[0]] if line.strip()]
    behind = [line.strip() for line in lines[marks[0] + 1:] if line.strip()]
    return bool(before and behind
                and re.match(precedes, before[-1]) and re.match(follows, behind[0]))


def is_stub(section, name, function):
    """Does the function contain only comments, `(void) argument;` and `return 0;`?"""
    text = (section.directory / name).read_text(errors="replace")
    match = re.search(rf"^{function}\([^)]*\)\s*\{{(.*?)^\}}", text, re.M | re.S)
    if not match:
        return False
    code = re.sub(r"//[^\n]*|/\*.*?\*/", "", match[1], flags=re.S)
    return re.fullmatch(r"(\s*\(void\)\s*\w+;)*(\s*return 0;)?\s*", code) is not None


def require_begun(section, name, function):
    """Stops the check if the function is as it was handed out. Returns its place."""
    where = section.where(name, rf"^{function}\(")
    if is_stub(section, name, function):
        raise Stop(not_yet(f"{function} in {section.shown(name)}", where=where))
    return where
