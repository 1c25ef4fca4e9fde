"""Mazes, and questions about them. A maze is {room: (where exit 0 leads, where exit 1 leads)}; an exit
leads to a room or to PIT. A walk is two steps, each chosen by a bit; a pit ends it."""

from itertools import product

PIT = 0

MAZE = {1: (3, 5), 2: (7, 4), 3: (8, PIT), 4: (8, 7), 5: (9, 3), 6: (8, 9), 7: (6, 9), 8: (7, 2),
        9: (PIT, 6)}
BLUE, RED = {6, 8}, {7, 9}

WALKS = "00", "01", "10", "11"


def walk(maze, start, bits):
    """Where each step leads; a pit is the last place."""
    path = []
    for bit in bits:
        path.append(maze[path[-1] if path else start][int(bit)])
        if path[-1] == PIT:
            break
    return path


def ends(maze, start):
    """Where the walks from `start` end: rooms reached in exactly two steps, and PIT."""
    return {walk(maze, start, bits)[-1] for bits in WALKS}


def arrivals(maze, start):
    """The rooms that walks from `start` reach in exactly two steps."""
    return ends(maze, start) - {PIT}


# The questions

def reaching_all(maze, targets):
    """The rooms from which walks of exactly two steps reach all of `targets` (D1)."""
    return {start for start in maze if targets <= arrivals(maze, start)}


def ending_only_in(maze, rooms):
    """The rooms from which walks end in `rooms` and pits, and nowhere else (D2)."""
    return {start for start in maze if arrivals(maze, start) <= rooms}


def with_fewest_arrivals(maze):
    """The rooms from which walks of exactly two steps reach the fewest rooms (D3)."""
    fewest = min(len(arrivals(maze, start)) for start in maze)
    return {start for start in maze if len(arrivals(maze, start)) == fewest}


def reached_by_nobody(maze):
    """The rooms that no walk reaches in exactly two steps (D4)."""
    return set(maze) - {room for start in maze for room in arrivals(maze, start)}


def rerouted(maze, room, exit_number, to):
    """The maze with one exit changed."""
    exits = list(maze[room])
    exits[exit_number] = to
    return {**maze, room: tuple(exits)}


def plans(maze, start, target, rerouters):
    """All plans (D5): `rerouters` drones start one after another, and each walks and re-routes an exit
    of the room it arrives in; the next drone is the first to arrive in `target`. A plan is a tuple of
    (bits, exit, to) for each drone that re-routes, and the last drone's bits."""
    if rerouters == 0:
        return [(bits,) for bits in WALKS if walk(maze, start, bits)[-1] == target]
    found = []
    for bits, exit_number, to in product(WALKS, (0, 1), (PIT, *maze)):
        room = walk(maze, start, bits)[-1]
        if room not in (PIT, target):
            changed = rerouted(maze, room, exit_number, to)
            found += [((bits, exit_number, to), *rest)
                      for rest in plans(changed, start, target, rerouters - 1)]
    return found


def fewest_rerouters(maze, start, target, most=2):
    """How many drones must re-route before another can arrive; None if `most` are not enough."""
    return next((n for n in range(most + 1) if plans(maze, start, target, n)), None)


# As text

def shown(room):
    return "a pit" if room == PIT else f"#{room}"


def shown_rooms(rooms):
    return " ".join(shown(room) for room in sorted(rooms)) or "none"


def shown_walk(maze, start, bits):
    """A walk as text: "10: #9 -> #6 -> #8"."""
    return f"{bits}: " + " -> ".join(shown(room) for room in [start, *walk(maze, start, bits)])


def shown_walks(maze, start):
    return [shown_walk(maze, start, bits) for bits in WALKS]


def table(maze):
    """The maze as lines of text."""
    return ["room   exit 0   exit 1"] + [
        f"{shown(room):<6} {shown(zero):<8} {shown(one)}" for room, (zero, one) in maze.items()]
