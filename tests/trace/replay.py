"""A trace, replayed event by event."""


def number(text):
    return int(text, 16)


class Trace:
    """A trace, and the number of its events that have been replayed. `tables`, `counts`, `processes`, `screen` and
    `problems` are the state at that point."""

    def __init__(self, data):
        self.data, self.events, self.next = data, data["events"], 0
        self.tables = {number(a): (t["level"], number(t["va"]), number(t["root"]),
                                   {int(i): number(e) for i, e in t["entries"].items()})
                       for a, t in data["start"]["tables"].items()}
        self.counts = {int(page): count for page, count in data["start"]["counts"].items()}
        self.processes = {p["of"]: p for p in data["start"]["processes"]}
        self.screen = list(data["start"]["screen"])
        self.problems = {}
        self.wrong = []  # impossible events

    def replay(self, end=None):
        end = len(self.events) if end is None else end
        while self.next < end:
            event = self.events[self.next]
            getattr(self, f"_{event['kind']}", lambda event: None)(event)
            self.next += 1
        return self

    def _expect(self, holds, event):
        if not holds:
            self.wrong.append(f"event {self.next}: {event}")

    def _table(self, event):
        self._expect(number(event["table"]) not in self.tables, event)
        self.tables[number(event["table"])] = event["level"], number(event["va"]), number(event["root"]), {}

    def _untable(self, event):
        self._expect(self.tables.pop(number(event["table"]), None), event)

    def _entry(self, event):
        level, va, _, entries = self.tables[number(event["table"])]
        self._expect(entries.get(event["index"], 0) == number(event["old"]), event)
        start = va + (event["index"] << 12 + 9 * (level - 1))
        self._expect(number(event["va"]) & (1 << 48) - 1 == start & (1 << 48) - 1, event)
        entries[event["index"]] = number(event["new"])

    def _count(self, event):
        self._expect(self.counts.get(event["page"], 0) == event["old"], event)
        self.counts[event["page"]] = event["new"]

    def _process(self, event):
        if event["state"] == "free":
            del self.processes[event["of"]]
        else:
            self.processes[event["of"]] = event

    def _screen(self, event):
        for row, text in event["rows"].items():
            self.screen[int(row)] = text

    def _problem(self, event):
        self.problems[event["id"]] = event

    def _solved(self, event):
        self._expect(self.problems.pop(event["id"], None), event)

    def frames(self, event):
        """The frames of the event's place, innermost first."""
        return self.data["places"][event["place"]]["frames"] if "place" in event else []

    def files(self, event):
        return [file for _, file, _ in self.frames(event)]

    def functions(self, event):
        return [function for function, _, _ in self.frames(event)]


def problems(trace):
    return [(i, event) for i, event in enumerate(trace.events) if event["kind"] == "problem"]
