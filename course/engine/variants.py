"""Ways to do an exercise: its solution, unusual right ones, wrong ones. course/section/NAME/teacher/ has them:
solution, right and wrong, each as code (.c) or as answers (.txt), or both. A file holds one or more:

    //// starts-alice-whatever-the-name
    // with: F1.2                            exercises whose solutions it needs
// says: load a program into slot 3      for a wrong one: a regular expression that the verdict must match
    // check: 5.3                         for a wrong one: the part of the check that must refuse it
    // answer B2.change: yes                 in a .c file: an answer that goes with the code
    // without: pipe_byte pipe_is_full       definitions of the student's file to remove
    // What the idea or the mistake is.

and then the code, which splice.py puts into the student's file. `// in user/eve.c` says that the code after it is for
that file. In a .txt file, lines start with # instead of //, and answers follow them."""

import re
import shutil
from dataclasses import dataclass

from engine import answers
from engine import exercises
from engine import splice
from engine.places import DESK, EXERCISES

WORD = re.compile(r"(with|without|says|check|answer [\w.]+): (.*)")


@dataclass
class Variant:
    exercise: str
    kind: str          # "solution", "right" or "wrong"
    name: str
    needs: list        # exercises
    says: str
    check: str         # "" if the exercise has no parts
    explanation: str
    answers: dict      # {key: text}
    code: list         # (the student's file, or "" for the one whose definitions it replaces; text)
    without: list      # names of definitions
    text: str          # as in its file, with the explanation

    def apply(self, directory):
        """Applies it to the files in a directory; raises ValueError if that is impossible."""
        try:
            for name, code in self.code:
                path = directory / (name or self._file_of(code, directory))
                path.write_text(splice.splice(path.read_text(), code, self.without))
            if self.answers:
                self._fill_answers(directory / "answers.txt")
        except ValueError as error:
            raise ValueError(f"{self.exercise}, {self.kind} {self.name}: {error}") from None

    def _file_of(self, code, directory):
        names = exercises.desk().CODE
        return next((name for name in names if splice.replaced_in((directory / name).read_text(), code)), names[-1])

    def _fill_answers(self, path):
        text = path.read_text()
        for key, answer in self.answers.items():
            text, n = re.subn(rf"(?m)^{re.escape(key)}:.*$", lambda _: f"{key}: {answer}", text)
            if n != 1:
                raise ValueError(f"answers.txt has no line '{key}:'")
        path.write_text(text)


def variants_of(exercise, *kinds):
    """The variants in the order of their files."""
    found = []
    for path in (EXERCISES / exercise / "teacher" / f"{kind}{suffix}" for kind in kinds for suffix in (".c", ".txt")):
        if path.exists():
            sign = "//" if path.suffix == ".c" else "#"
            parts = re.split(rf"(?m)^{sign}{sign} (.+)\n", path.read_text())
            named = list(zip(parts[1::2], parts[2::2])) or [(path.stem, parts[0])]
            found += [_read(exercise, path.stem, name, text, sign) for name, text in named]
    return found


def _read(exercise, kind, name, text, sign):
    lines, words, explanation = text.strip("\n").splitlines(), {}, []
    while lines and lines[0].startswith(sign) and not re.match(r"// in \S+$", lines[0]):
        line = lines.pop(0)[len(sign):].strip()
        word = WORD.fullmatch(line)
        if word:
            words[word[1]] = word[2]
        else:
            explanation.append(line)
    given = {key.removeprefix("answer "): answer for key, answer in words.items() if key.startswith("answer ")}
    body, code = "\n".join(lines), []
    if sign == "#":
        given = dict(answers.LINE.fullmatch(line).groups() for line in lines if line)
    elif body.strip():
        parts = re.split(r"(?m)^// in (\S+)\n", body)
        code = [pair for pair in zip(["", *parts[1::2]], [parts[0], *parts[2::2]]) if pair[1].strip()]
    return Variant(exercise, kind, name, words.get("with", "").split(), words.get("says", ""), words.get("check", ""),
                   "\n".join(explanation).strip(), given, code, words.get("without", "").split(), text.strip("\n"))


def fresh_copy(directory):
    """A copy of the handout's files in `directory`."""
    shutil.rmtree(directory, ignore_errors=True)
    directory.mkdir(parents=True)
    for name in exercises.desk().FILES:
        source = DESK / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, directory / name)


def solve(directory, names):
    """Applies the solutions of these exercises."""
    for name in names:
        for variant in variants_of(name, "solution"):
            variant.apply(directory)


def solved_copy(directory):
    """A copy with all solutions in it."""
    fresh_copy(directory)
    solve(directory, [e.name for e in exercises.EXERCISES])
    return directory
