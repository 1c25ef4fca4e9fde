"""answers.txt: comments, blank lines, and answers, "KEY: text", which may go on in the lines that
follow, up to a blank one. The file comes with every key, so any other line is a mistake, and the check
names its number. A comment is a line that starts with #, or what follows "# " or // in a line ("#9" is
a room)."""

import re
from dataclasses import dataclass

from engine import exercises
from engine.places import SHOWN
from engine.verdict import Stop, not_yet, wrong

COMMENT = re.compile(r"(?:^|\s)(?:#(?:\s.*)?|//.*)$")
GOES_ON = re.compile(r"#\d")  # a line after an answer that starts like this is a room, not a comment
MOST_TEXT = 4000             # characters of an answer
LINE = re.compile(r"([A-H][1-7](?:\.[1-4])?(?:\.[a-z]+)?|\d+\.[a-z]+)\s*:\s*(.*)")


def text_of(data):
    """The text in a file's bytes, whatever editor saved it: with a byte order mark, in UTF-16, with
    Windows' line ends, with characters that look like a blank or a line end."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        text = data.decode("utf-16", errors="replace")
    elif data[1:2] == b"\0" or data[:1] == b"\0":  # without a mark
        text = data.decode("utf-16-le" if data[1:2] == b"\0" else "utf-16-be", errors="replace")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("cp1252", errors="replace")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return re.sub("[\u2028\u2029\x85\x0b\x0c\xa0\u200b\ufeff]", " ", text)


@dataclass
class Answer:
    key: str
    text: str
    where: str  # "section/answers.txt:12"


class Answers:
    def __init__(self, path, shown_path, keys):
        """keys: the keys that the file may have."""
        self.shown_path = shown_path
        self.answers = {}
        self.mistakes = []  # [(line number, what is wrong there)]
        self.trouble = ""   # why the file cannot be read at all
        self._last = None   # the answer that the previous line belongs to
        try:
            text = text_of(path.read_bytes())
        except OSError as error:
            text = ""
            self.trouble = (f"{shown_path} is missing" if isinstance(error, FileNotFoundError) else
                            f"{shown_path} cannot be read: {error.strerror}")
        for number, line in enumerate(text.split("\n"), 1):
            self._last = self._read(number, line.strip(), keys)

    def _read(self, number, line, keys):
        """Returns the answer that the line belongs to; it may go on in the next line."""
        if not line or (line.startswith("#") and not (self._last and GOES_ON.match(line))):
            return None
        match = LINE.fullmatch(line)
        if match and match[1] in keys:
            return self._begin(number, *match.groups())
        if self._last and not match:
            return self._go_on(number, line)
        self.mistakes.append((number, f"answers '{match[1]}', but there is no such question" if match else
                              "is neither a comment (#) nor an answer (KEY: text)"))
        return None

    def _begin(self, number, key, text):
        if key in self.answers:
            self.mistakes.append((number, f"answers '{key}' again; the first answer is in "
                                          f"{self.answers[key].where}"))
            return None
        self.answers[key] = Answer(key, "", f"{self.shown_path}:{number}")
        self._last = self.answers[key]
        return self._go_on(number, text)

    def _go_on(self, number, text):
        answer = self._last
        answer.text = f"{answer.text} {COMMENT.sub('', text)}".strip()
        if len(answer.text) > MOST_TEXT:
            self.mistakes.append((number, f"answers '{answer.key}' with more than {MOST_TEXT} characters; "
                                          "the check does not read the rest"))
            answer.text = answer.text[:MOST_TEXT]
        return answer

    def get(self, key):
        """The answer. Stops the check if it is empty or missing."""
        answer = self.answers.get(key)
        if self.trouble:
            raise Stop(wrong(self.trouble, where=self.shown_path))
        if answer is None:
            nearby = "".join(f"; line {n} {what}" for n, what in self.mistakes[:3])
            raise Stop(wrong(f"{self.shown_path} has no line '{key}: ...'{nearby}",
                             where=self.shown_path))
        if not answer.text:
            raise Stop(not_yet(f"answer '{key}:' in {self.shown_path}", where=answer.where))
        return answer

    def words(self, key):
        """What the student wrote in free words, "" if nothing. No verdict depends on it."""
        answer = self.answers.get(key)
        return answer.text if answer else ""


def read_answers(directory):
    return Answers(directory / "answers.txt", f"{SHOWN}answers.txt", exercises.answer_keys())
