"""The student's files with steps 1 to K done, from a master that has all steps. Lines of the master that start with //@
say what belongs to which step:

    //@ 5 {             from here on only if step 5 is done
    //@ } else {        from here on only if it is not; such lines start with "//- ", so that the master compiles
    //@ }

They can be nested."""

import re

MARK = re.compile(r"//@ (?:(?P<step>\d+) \{|(?P<otherwise>\} else \{)|(?P<end>\}))")
INACTIVE = re.compile(r"^//- ?")


def done(text, last):
    """The text with steps 1 to `last` done. Raises ValueError if its marks do not match."""
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
            conditions.append(int(mark["step"]) <= last)
        elif mark["otherwise"]:
            conditions[-1] = not conditions[-1]
        else:
            conditions.pop()
    if conditions:
        raise ValueError(f"{len(conditions)} marks have no end")
    return "\n".join(lines) + "\n"


def steps(text):
    """The steps that the marks name."""
    return {int(mark["step"]) for mark in MARK.finditer(text) if mark["step"]}


def write(master, directory, last):
    """Writes the files of the folder `master` to a directory, with steps 1 to `last` done."""
    directory.mkdir(parents=True, exist_ok=True)
    for path in sorted(master.glob("*.[ch]")):
        (directory / path.name).write_text(done(path.read_text(), last))
