"""answers.txt: comments, blank lines, and answers, a line each: "KEY: text". The file comes with every
key, so a line that is neither is a mistake, and is pointed at by its number. A comment is a line that
starts with #, or what follows a # with a space behind it ("#9" is a room)."""

import re
from dataclasses import dataclass

from frame.verdict import Stop, not_yet, wrong

COMMENT = re.compile(r"(?:^|\s)#(?:\s.*)?$")
LINE = re.compile(r"([A-H][1-7](?:\.[1-4])?(?:\.[a-z]+)?)\s*:\s*(.*)")


@dataclass
class Answer:
    key: str
    text: str
    where: str  # "section/answers.txt:12"


class Answers:
    def __init__(self, path, shown_path, keys):
        """keys: those that the file may have."""
        self.shown_path = shown_path
        self.answers = {}
        self.mistakes = []  # [(line number, what is wrong with it)]
        for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1):
            self._read(number, line.strip(), keys)

    def _read(self, number, line, keys):
        if not line or line.startswith("#"):
            return
        match = LINE.fullmatch(line)
        if not match:
            self.mistakes.append((number, "is neither a comment (#) nor an answer (KEY: text)"))
            return
        key, text = match.groups()
        if key not in keys:
            self.mistakes.append((number, f"answers '{key}', and there is no such question"))
        elif key in self.answers:
            self.mistakes.append((number, f"answers '{key}' once more; the first is in "
                                          f"{self.answers[key].where}"))
        else:
            self.answers[key] = Answer(key, COMMENT.sub("", text).strip(), f"{self.shown_path}:{number}")

    def get(self, key):
        """The answer, which is not empty; else stops the check."""
        answer = self.answers.get(key)
        if answer is None:
            nearby = "".join(f"; line {n} {what}" for n, what in self.mistakes[:3])
            raise Stop(wrong(f"{self.shown_path} has no line '{key}: ...'{nearby}",
                             where=self.shown_path))
        if not answer.text:
            raise Stop(not_yet(f"answer '{key}:' in {self.shown_path}", where=answer.where))
        return answer

    def prediction(self, key):
        """The text of the prediction, "" if there is none. Nothing depends on it."""
        answer = self.answers.get(key)
        return answer.text if answer else ""
