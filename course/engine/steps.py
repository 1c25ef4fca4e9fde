"""The student's files with steps 1 to K done, from a master that has all steps. Lines of the master that start with //@
say what belongs to which step:

    //@ 5 {             from here on only if step 5 is done
    //@ } else {        from here on only if it is not; such lines start with "//- ", so that the master compiles
    //@ }

They can be nested. In place of a number there may be a word, which holds or does not."""

import re

MARK = re.compile(r"//@ (?:(?P<step>\d+|[a-z-]+) \{|(?P<otherwise>\} else \{)|(?P<end>\}))")
INACTIVE = re.compile(r"^//- ?")


def done(text, last, words=None, values=None):
    """The text with steps 1 to `last` done. words: those that hold; None: all. values: {name: what a #define of it says}.
    Raises ValueError if its marks do not match."""
    lines, conditions = [], []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.startswith("//@"):
            if all(conditions):
                lines.append(INACTIVE.sub("", line))
            continue
        mark = MARK.fullmatch(line)
        if not mark or (not mark["step"] and not conditions):
            raise ValueError(f"line {number}: {line}")
        if mark["step"]:
            step = mark["step"]
            conditions.append(int(step) <= last if step.isdecimal() else words is None or step in words)
        elif mark["otherwise"]:
            conditions[-1] = not conditions[-1]
        else:
            conditions.pop()
    if conditions:
        raise ValueError(f"{len(conditions)} marks have no end")
    text = "\n".join(lines) + "\n"
    for name, value in (values or {}).items():
        text = re.sub(rf"(?m)^(#define {name}) \S+", rf"\1 {value}", text)
    return text


def steps(text):
    """The steps that the marks name."""
    return {int(mark["step"]) for mark in MARK.finditer(text) if (mark["step"] or "").isdecimal()}
