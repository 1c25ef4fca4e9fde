"""What a call of sys_spawn may change, and what it may not (F1.2, F1.4)."""

from section import spawns
from engine.verdict import Stop, wrong


def words(call, words):
    return words if call.caller == 1 else f"{words.rstrip(',')}, called by process {call.caller},"


def require_process(section, p, call, words, name):
    """Stops unless the call made a process that runs `name`, and returned its number."""
    where = spawns.where_spawn(section)
    made = _new_slots(call)
    born = [pid for pid, turns in p.turns.items()
            if any(who == name and at >= 1 + p.calls.index(call) for who, _, at in turns)
            and pid in made]
    details = [f"slots 1 to 4 before: {_in_words(call.before)}",
               f"slots 1 to 4 after:  {_in_words(call.after)}"]
    after = f"after {words.rstrip(',')}"
    if call.result < 0:
        raise Stop(wrong(f"{words} fails, although the program exists and a slot is free for it",
                         where=where, expected="the number of the new process",
                         seen=str(call.result), details=details))
    if not born and not made and _was_taken(call, call.result):
        state = spawns.STATES[int(call.before[0][call.result])]
        raise Stop(wrong(f"{words} returns {call.result}, but that slot was not free before: a "
                         f"{state} process was in it", where=where, details=details))
    if not born:
        others = sorted({who for pid in made for who, _, _ in p.turns.get(pid, [])})
        seen = f"{others[0]} runs instead" if others else f"the call returned {call.result}"
        raise Stop(wrong(f"{after}, {name} does not run in a new process", where=where,
                         expected=f"a runnable process with the program {name}", seen=seen,
                         details=details))
    if born != [call.result]:
        raise Stop(wrong(f"{words} does not return the number of the new process", where=where,
                         expected=str(born[0]), seen=str(call.result), details=details))
    if len(made) != 1 or _lost_slots(call):
        raise Stop(wrong(f"{words} changes more than the slot of the new process", where=where,
                         details=details))
    _require_others_the_same(section, call, words)


def require_own_memory(section, p):
    """Stops if the turns of a process are not 1, 2, 3, ...: then another process uses its memory."""
    for pid, turns in _lives(p):
        numbers = [number for _, number, _ in turns]
        if numbers != list(range(1, len(numbers) + 1)):
            raise Stop(wrong(
                f"process {pid} loses its memory to another process: both use the memory for which "
                f"{turns[0][0]} is linked",
                where=spawns.where_spawn(section),
                expected=f"process {pid} counts its turns 1, 2, 3, ...",
                seen="turns " + ", ".join(map(str, numbers[:12]))))


def _lives(p):
    """(process number, its turns) for each process that there was."""
    for pid, turns in p.turns.items():
        ends = [0] + [end for freed, end in p.freed if freed == pid] + [len(turns)]
        for start, end in zip(ends, ends[1:]):
            if start < end:
                yield pid, turns[start:end]


def _was_taken(call, slot):
    states = call.before[0]
    return 0 <= slot < len(states) and states[slot] != "0"


def _new_slots(call):
    return [pid for pid, (old, new) in enumerate(zip(call.before[0], call.after[0]))
            if old == "0" and new != "0"]


def _lost_slots(call):
    """The slots that were taken before and have changed their state."""
    return [pid for pid, (old, new) in enumerate(zip(call.before[0], call.after[0]))
            if old not in ("0", new)]


def _in_words(table):
    return ", ".join(spawns.STATES[int(state)] for state in table[0][1:1 + spawns.LAST_SLOT])


def require_failure(section, call, words):
    """Stops unless the call returned an error and changed nothing."""
    where = spawns.where_spawn(section)
    if call.result >= 0:
        raise Stop(wrong(f"{words} does not fail", where=where,
                         expected="an error, which is negative", seen=str(call.result),
                         details=spawns.foreign_in_words(call)))
    if call.before[0] != call.after[0]:
        raise Stop(wrong(f"{words} fails, as it should, but changes the process table", where=where,
                         expected=_changes(call)[0], seen=_changes(call)[1]))
    _require_others_the_same(section, call, words)


def _require_others_the_same(section, call, words):
    """Stops if the call changed something of another process."""
    if call.changed:
        pid, address = call.changed
        what = f"the memory of process {pid}" if address else f"the registers of process {pid}"
        raise Stop(wrong(f"{words} changes {what}", where=spawns.where_spawn(section),
                         expected="other processes and their memory stay as they are",
                         seen=f"other bytes in the page at {address:#x}" if address else
                              f"another ptable[{pid}]"))


def _changes(call):
    """The slots that a call changed, before and after it."""
    changed = [pid for pid, states in enumerate(zip(call.before[0], call.after[0]))
               if states[0] != states[1]]
    return tuple(", ".join(f"slot {pid} {spawns.STATES[int(table[pid])]}" for pid in changed)
                 for table in (call.before[0], call.after[0]))
