"""Plays answers about the maze (part D), so every right answer counts, and a walk shows what is wrong with others.
The judges take any maze, so that fresh_mazes.py can use them."""

import re

from section import maze as m
from section.maze import PIT
from engine.forms import words
from engine.verdict import Stop, passed, wrong


def judged(section, key, judge):
    """The judge's verdict on the answer `key`."""
    answer = section.answers.get(key)
    verdict = judge(answer.text)
    verdict.where = answer.where
    return verdict


def stopping(judge):
    """The judge as a function that returns its verdict even if it stops."""
    def run(*arguments):
        try:
            return judge(*arguments)
        except Stop as stop:
            return stop.verdict
    return run


# D1 to D4: which rooms

def rooms_in(text):
    """The rooms that an answer lists; stops if it says anything else."""
    rooms = set()
    for word in words(text):
        if not re.fullmatch(r"#?\d+", word):
            raise Stop(wrong(f"'{text}' is not a list of rooms: write only their numbers, with spaces "
                         "between them"))
        rooms.add(int(word.lstrip("#")))
    if not rooms or not rooms <= set(range(1, 10)):
        raise Stop(wrong(f"'{text}' is not a list of rooms: they are #1 to #9, and several numbers need spaces "
                         "between them"))
    return rooms


def judge_room(text, right, complaint):
    """The answer must be one of the rooms in `right`. complaint(room): the verdict on any other."""
    rooms = rooms_in(text)
    if len(rooms) > 1:
        return wrong("the answer must be one room", seen=m.shown_rooms(rooms))
    return passed(m.shown_rooms(rooms)) if rooms <= right else complaint(min(rooms))


def judge_rooms(text, right, complaint):
    """The answer must be all rooms in `right`."""
    rooms = rooms_in(text)
    for room in sorted(rooms - right):
        return complaint(room)
    if rooms != right:
        return wrong(f"{m.shown_rooms(rooms)} is right, but not all: another room belongs to the "
                     "answer", seen=m.shown_rooms(rooms))
    return passed(m.shown_rooms(rooms))


@stopping
def judge_d1(maze, targets, text):
    def complaint(room):
        missed = targets - m.arrivals(maze, room)
        return wrong(f"no walk of two steps from {m.shown(room)} ends in {m.shown(min(missed))}",
                     expected=m.shown_rooms(targets),
                     seen=m.shown_rooms(targets - missed), details=m.shown_walks(maze, room))
    return judge_room(text, m.reaching_all(maze, targets), complaint)


@stopping
def judge_d2(maze, allowed, text):
    def complaint(room):
        strange = m.arrivals(maze, room) - allowed
        return wrong(f"a walk of two steps from {m.shown(room)} ends in {m.shown(min(strange))}",
                     expected=f"{m.shown_rooms(allowed)} and pits",
                     seen=m.shown_rooms(m.arrivals(maze, room)), details=m.shown_walks(maze, room))
    return judge_room(text, m.ending_only_in(maze, allowed), complaint)


@stopping
def judge_d3(maze, text):
    def complaint(room):
        ends = m.arrivals(maze, room)
        return wrong(f"walks from {m.shown(room)} end in {len(ends)} rooms, but those from another start in fewer",
                     seen=m.shown_rooms(ends), details=m.shown_walks(maze, room))
    return judge_room(text, m.with_fewest_arrivals(maze), complaint)


@stopping
def judge_d4(maze, text):
    def complaint(room):
        start, bits = next((start, bits) for start in maze for bits in m.WALKS
                           if m.walk(maze, start, bits)[1:] == [room])
        return wrong(f"{m.shown(room)} is reached in two steps, from {m.shown(start)}",
                     details=[m.shown_walk(maze, start, bits)])
    return judge_rooms(text, m.reached_by_nobody(maze), complaint)


# D5: a plan

COUNT = re.compile(r"(\w+)(?:\s+drones?\s*[:,;.-]*|\s*[:,;])\s*(?=(?:drone|[01]\s*,?\s*[01]\b))",
                   re.I)
DRONE = re.compile(r"(?:drone\s*\d\s*:?\s*)?"
                   r"([01])\s*,?\s*([01])"
                   r"(?:\s*[:,(]?\s*(?:in|at)?\s*#(\d)\)?)?"
                   r"(?:\s*[:,]?\s*exit\s*([01])(?:\s*of\s*#?(\d))?\s*(?:->|=>|→|=|to|:)\s*#?(\d|pit))?"
                   r"\s*\.?", re.I)
NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7}


class Drone:
    """One drone of a plan: its bits; the exit that it re-routes (None: none) and where to; the room in
    which it does that, if the plan names it."""

    def __init__(self, number, text):
        match = DRONE.fullmatch(text)
        if not match:
            raise Stop(wrong(f"drone {number}, '{text}', is not in the form: two bits, then "
                             "'exit E -> R' if it re-routes; drones are separated by ';'"))
        first, second, room, exit_number, of_room, to = match.groups()
        self.number = number
        self.bits = first + second
        self.rooms = [int(r) for r in (room, of_room) if r]
        self.exit = int(exit_number) if exit_number else None
        self.to = to and (PIT if to.lower() == "pit" else int(to))
        if self.to == 0 and to == "0":
            raise Stop(wrong(f"drone {number} re-routes an exit to '{to}': an exit must lead to a room, "
                             "#1 to #9, or to a pit"))


def read_plan(text):
    """The number of drones that the answer states (None: none), and the drones."""
    text = " ".join(text.split())  # the patterns need not try every number of blanks
    if not re.search(r"[01]\s*,?\s*[01]", text):
        raise Stop(wrong("there is no plan: write what each drone does, starting with its two bits"))
    count = COUNT.match(text)
    pieces = [piece.strip() for piece in text[count.end() if count else 0:].strip(" ;").split(";")]
    drones = [Drone(number, piece) for number, piece in enumerate(pieces, 1)]
    if not count:
        return None, drones
    word = count.group(1).lower()
    if not word.isdecimal() and word not in NUMBERS:
        raise Stop(wrong(f"'{word}' is not a number of drones"))
    return NUMBERS.get(word) or int(word), drones


@stopping
def judge_d5(maze, start, target, text):
    count, drones = read_plan(text)
    log = play(maze, start, target, drones)
    fewest = m.fewest_rerouters(maze, start, target, most=min(len(drones) - 1, 2))
    if fewest is not None and fewest < len(drones) - 1:
        return wrong(f"the plan works with {len(drones)} drones, but fewer can do it", details=log)
    if count not in (None, len(drones) - 1, len(drones)):
        return wrong(f"the plan works, but its number of drones is not {count}",
                     expected=f"the drones of your plan: {len(drones)}", seen=f"{count}", details=log)
    return passed(f"{len(drones) - 1} re-route, and drone {len(drones)} arrives in {m.shown(target)}")


def play(maze, start, target, drones):
    """Sends the drones and returns what happens, as lines; stops if the plan does not work."""
    log = []
    for drone in drones:
        log.append(f"drone {drone.number}: {m.shown_walk(maze, start, drone.bits)}")
        path = m.walk(maze, start, drone.bits)
        problem = problem_of(drone, path, target, drone is drones[-1])
        if problem:
            raise Stop(wrong(f"drone {drone.number} {problem}", details=log))
        if drone is not drones[-1]:
            room, to = path[-1], drone.to
            maze = m.rerouted(maze, room, drone.exit, to)
            log.append(f"         exit {drone.exit} of {m.shown(room)} now leads to {m.shown(to)}")
    return log


def problem_of(drone, path, target, is_last):
    """Why the plan fails with this drone, which walks along `path`; None if it does not."""
    room = path[-1]
    if room == PIT:
        return f"ends in a pit, at step {len(path)}"
    misnamed = [r for r in drone.rooms if r != room]
    if misnamed:
        return f"arrives in {m.shown(room)}, so it cannot re-route an exit of {m.shown(misnamed[0])}"
    if is_last and room != target:
        passing = f"only passes through {m.shown(target)}: it " if target in path else ""
        return f"{passing}arrives in {m.shown(room)}, but it is the last"
    if not is_last and room == target:
        return f"arrives in {m.shown(target)} already, but the plan goes on"
    if not is_last and drone.exit is None:
        return "re-routes nothing, but is not the last"
    return None
