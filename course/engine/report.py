"""How verdicts are shown: as text for people, as JSON for machines."""

import json
import os
import re
import sys

from engine import exercises
from engine.verdict import NOT_YET, PASSED, SKIPPED, WRONG

COLORS = {PASSED: "32", NOT_YET: "33", WRONG: "31", SKIPPED: "2"}
WIDTH = 30  # of the bar
MOST_LINE = 200   # characters to show of a line
MOST_DETAILS = 40  # lines


def clean(text):
    """A line that is safe to show, whatever a student's program put into it."""
    text = re.sub(r"[\x00-\x1f\x7f-\x9f]", lambda byte: f"\\x{ord(byte[0]):02x}", text)
    return text if len(text) <= MOST_LINE else text[:MOST_LINE - 4] + " ..."


class Result:
    """A verdict on an exercise, with texts that are safe to show, and more: `passed_before`, in words: when it
    passed, if it does not now, and what has changed since; `seconds`, how long the check took."""

    def __init__(self, exercise, verdict, passed_before, seconds):
        self.exercise = exercise
        self.passed_before = passed_before
        self.seconds = seconds
        self.verdict = verdict
        for one in [verdict, *(part.verdict for part in verdict.parts)]:
            for field in ("message", "expected", "seen", "where", "prediction"):
                setattr(one, field, clean(getattr(one, field)))
            for field in ("details", "question", "compared", "picture"):
                setattr(one, field, [clean(line) for line in getattr(one, field)[:MOST_DETAILS]])

    def done(self):
        return self.verdict.state == PASSED

    def broken(self):
        return bool(self.passed_before)

    def next_step(self):
        name, state = self.exercise.name, self.verdict.state
        if state == PASSED:
            return ""
        if state == SKIPPED:
            return f"make check-{self.exercise.needs[0]}"
        to_be_read = state == NOT_YET or re.search("compile|do not link", self.verdict.message)
        return f"make check-{name}" if to_be_read else f"make hint-{name}"

    def as_json(self):
        v = self.verdict
        return {
            "name": self.exercise.name, "part": self.exercise.part,
            "title": self.exercise.title, "state": v.state, "done": self.done(),
            "broken": self.broken(), "passed_before": self.passed_before,
            "message": v.message, "expected": v.expected, "seen": v.seen, "where": v.where,
            "details": v.details, "prediction": v.prediction, "question": v.question,
            "parts": [{"name": part.name, "title": part.title, "points": part.points, "state": part.verdict.state,
                       "message": part.verdict.message, "details": part.verdict.details, "picture": part.verdict.picture} for part in v.parts],
            "compared": v.compared, "next": self.next_step(),
            "replay": f"make replay-check-{self.exercise.name}" if v.recorded else "",
            "seconds": round(self.seconds, 2),
        }


def next_exercise(results):
    """The name of the first exercise that does not pass; None if all of them pass."""
    return next((r.exercise.name for r in results if r.verdict.state != PASSED), None)


def colored(state, text):
    plain = not sys.stdout.isatty() or os.environ.get("TERM") == "dumb" or os.environ.get("NO_COLOR")
    return text if plain else f"\033[{COLORS[state]}m{text}\033[m"


class TextReport:
    """Prints results one by one, under headings for the parts, and a count at the end. in_full: with the questions
    whose values vary, and with the student's words beside ours; too long for several exercises."""

    def __init__(self, in_full):
        self.in_full = in_full
        self.part = None
        self.shown_details = []

    def show(self, result):
        name, v = result.exercise.name, result.verdict
        if result.exercise.part != self.part:
            self.part = result.exercise.part
            print(f"Part {self.part}: {exercises.PARTS[self.part]}" if self.part else exercises.title())
        state = "broken" if result.broken() else v.state
        print(f"  {name:<5} {colored(v.state, f'{state:<8}')}  {self._text(result)}")
        for line in self._lines(result):
            print(f"                  {line}")
        for line in v.question + v.compared + v.picture if self.in_full else []:
            print(f"    {line}")
        sys.stdout.flush()

    def _text(self, result):
        v = result.verdict
        text = v.message or result.exercise.title
        if v.parts:
            text = f"{result.exercise.title}: {v.points()} of {v.most_points()} points"
        if result.broken() and v.state != SKIPPED:
            text = f"{result.passed_before}; now {v.state}: {text}"
        if result.seconds >= 2:
            text += f" ({result.seconds:.0f} s)"
        step = result.next_step()
        return f"{text}; then: {step}" if step and v.state in (NOT_YET, SKIPPED) else text

    def _lines(self, result):
        v = result.verdict
        lines = self._seen(v)
        if v.parts:
            shown = [part for part in v.parts if self.in_full or part.verdict.state != PASSED]
            lines = [line for part in shown for line in self._part(part)]
        if v.prediction:
            lines.append(v.prediction)
        if v.state == WRONG:
            lines.append(f"{v.where + '; ' if v.where else ''}next: {result.next_step()}")
        if v.recorded:
            name = result.exercise.name
            lines.append(f"make replay-check-{name} replays {v.recorded}; "
                         f"make replay-gdb-check-{name} goes back in it")
        return lines

    def _seen(self, verdict):
        lines = [f"expected: {verdict.expected}"] if verdict.expected else []
        lines += [f"seen:     {verdict.seen}"] if verdict.seen else []
        return lines + self._details(verdict)

    def _part(self, part):
        v = part.verdict
        text = f"{part.name:<4} {colored(v.state, v.state):<6} {part.title} ({part.points})"
        return [text] + [f"  {line}" for line in ([v.message] if v.message else []) + self._seen(v)]

    def _details(self, verdict):
        """The same compiler's messages for several exercises are shown once."""
        if verdict.details in self.shown_details and "compile" in verdict.message:
            return ["  as above"]
        self.shown_details.append(verdict.details)
        return [f"  {line}" for line in verdict.details]

    def finish(self, results, malformed, given):
        """malformed: sentences about lines of answers.txt. given: lines about what was given to the student."""
        for line in given:
            print(clean(f"given: {line}"))
        for sentence in malformed:
            print(colored(WRONG, clean(sentence)))
        done = sum(r.done() for r in results)
        broken = sum(r.broken() for r in results)
        filled = WIDTH * done // len(results)
        goes_on = next_exercise(results)
        points, most = sum(r.verdict.points() for r in results), sum(r.exercise.points() for r in results)
        print(f"[{'#' * filled}{'-' * (WIDTH - filled)}] {done} of {len(results)} done"
              + (f", {points} of {most} points" if most else "")
              + (f", {broken} broken" if broken else "")
              + (f", next: {goes_on}" if goes_on else ""))


class JsonReport:
    def show(self, result):
        pass

    def finish(self, results, malformed, given):
        json.dump({
            "format": 1, "done": sum(r.done() for r in results), "total": len(results),
            "points": sum(r.verdict.points() for r in results), "most_points": sum(r.exercise.points() for r in results),
            "next": next_exercise(results), "exercises": [r.as_json() for r in results],
            "malformed": [clean(sentence) for sentence in malformed], "given": [clean(line) for line in given],
        }, sys.stdout, indent=1)
        print(flush=True)
