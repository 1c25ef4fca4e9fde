"""Part F: sys_spawn. The two questions are scored by their ideas; the code is played, by programs
that call sys_spawn with what students have thought of, and with what they have not
(guest/f-*.c)."""

import re

from parts import spawns
from frame.ideas import missing_idea
from parts.spawn_ideas import HOW_SPAWN_FAILS, TWO_ALICES
from frame.verdict import Stop, not_yet, passed, wrong


# F1.1


def check_f1_1(section):
    answer = section.answers.get("F1.1")
    idea = missing_idea(answer.text, HOW_SPAWN_FAILS)
    if idea:
        return wrong(f"there is one more sign. {idea.question}", where=answer.where,
                     seen=answer.text)
    return passed("it returns -1, and Alice never says a word")


# F1.2

def check_f1_2(section):
    if spawns.is_untouched(section):
        return not_yet("syscall_spawn returns -1, as it was handed out",
                       where=spawns.where_spawn(section))
    p = spawns.play(section, spawns.FIRST)
    for call in p.calls[:-1]:
        _judge_first(section, p, call)
    spawns.require_end(section, p, lambda call: _words(call, FIRST_CALLS[call.id][0]))
    _judge_first(section, p, p.calls[-1])
    _require_own_memory(section, p)
    return passed("Alice counts, and sys_spawn returns her process number")


# The calls of guest/f-first.c, in words, and the program that runs then; "": they are to fail.
FIRST_CALLS = {
    "alice": ('sys_spawn("alice")', "alice"),
    "bob": ('sys_spawn("bob"), with process 2 blocked,', "bob"),
    "carol": ('sys_spawn("carol"), with process 3 faulted,', "carol"),
    "full": ('sys_spawn("alice") with no slot free (2 is blocked, 3 faulted)', ""),
    "unknown": ('sys_spawn("nobody"), a name that no program has,', ""),
    "alice-again": ('sys_spawn("alice"), after slot 2 has become free again,', "alice"),
    "bob-again": ('sys_spawn("bob"), after slot 3 has become free again,', "bob"),
    "carol-again": ('sys_spawn("carol"), after slot 4 has become free again,', "carol"),
    "dave": ('sys_spawn("dave"), linked for slot 1, which has become free,', "dave"),
}


def _words(call, words):
    return words if call.caller == 1 else f"{words.rstrip(',')}, called by process {call.caller},"


def _judge_first(section, p, call):
    words, name = FIRST_CALLS[call.id]
    if name:
        _require_process(section, p, call, _words(call, words), name)
    else:
        _require_failure(section, call, _words(call, words))
    _require_own_memory(section, p)


def _require_process(section, p, call, words, name):
    """Stops unless the call has made a process that runs `name`, and has returned its number."""
    where = spawns.where_spawn(section)
    made = _new_slots(call)
    born = [pid for pid, turns in p.turns.items()
            if any(who == name and at >= 1 + p.calls.index(call) for who, _, at in turns)
            and pid in made]
    details = [f"slots 1 to 4 before: {_in_words(call.before)}",
               f"slots 1 to 4 after:  {_in_words(call.after)}"]
    after = f"after {words.rstrip(',')}"
    if call.result < 0:
        raise Stop(wrong(f"{words} fails, although the program is there and a slot is free for it",
                         where=where, expected="the number of the new process",
                         seen=str(call.result), details=details))
    if not born and not made and _was_taken(call, call.result):
        state = spawns.STATES[int(call.before[0][call.result])]
        raise Stop(wrong(f"{words} returns {call.result}, whose slot was not free before: a "
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


def _require_own_memory(section, p):
    """Stops if the turns of a process are not 1, 2, 3: somebody else uses its memory."""
    for pid, turns in _lives(p):
        numbers = [number for _, number, _ in turns]
        if numbers != list(range(1, len(numbers) + 1)):
            raise Stop(wrong(
                f"process {pid} loses its memory to another process: both use the memory that "
                f"{turns[0][0]} is linked for",
                where=spawns.where_spawn(section),
                expected=f"process {pid} counts its turns 1, 2, 3, ...",
                seen="turns " + ", ".join(map(str, numbers[:12]))))


def _lives(p):
    """(process number, its turns) of each process that there was."""
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
    """Slots that were taken before, and are in another state."""
    return [pid for pid, (old, new) in enumerate(zip(call.before[0], call.after[0]))
            if old not in ("0", new)]


def _in_words(table):
    return ", ".join(spawns.STATES[int(state)] for state in table[0][1:1 + spawns.LAST_SLOT])


# F1.3


def check_f1_3(section):
    answer = section.answers.get("F1.3")
    if spawns.is_untouched(section):
        return not_yet("this is played on your kernel, and sys_spawn is not there yet: F1.2 comes "
                       "first", where=spawns.where_spawn(section))
    p = spawns.play(section, spawns.TWICE)
    first, second = p.call("first"), p.call("second")
    if second is None:
        spawns.require_end(section, p, lambda call: 'sys_spawn("alice")')
    if first is None or first.result is None or first.result < 0:
        return wrong("not even one Alice starts: F1.2 comes first",
                     where=spawns.where_spawn(section))
    seen, reason = _second_alice(p, second)
    guess = section.answers.prediction("F1.3.predict") or "nothing"
    prediction = f"you predicted: {guess}; seen: {seen}"
    idea = missing_idea(answer.text, TWO_ALICES)
    if idea:
        return wrong(f"your answer leaves something open. {idea.question}", where=answer.where,
                     seen=answer.text, prediction=prediction)
    return passed(f"on your kernel, {seen}" + (f": {reason}" if reason else ""),
                  prediction=prediction)


def _second_alice(p, call):
    """(what the second sys_spawn("alice") did; the reason, which is a part of the answer; in words)"""
    if p.panic:
        where = re.match(r"\S+:\d+", p.panic)
        what = (f"an assertion fails, {where[0]}, in {p.assertion[0]}" if p.assertion and where
                else p.panic)
        return f"the second Alice makes the kernel panic ({what})", spawns.assertion_in_words(p)
    if call is None or call.result is None:
        return "the second call never returns", ""
    if call.result < 0:
        return f"the second call returns {call.result}, an error", ""
    return f"the second Alice runs, as process {call.result}", ""


# F1.4

# The calls of guest/f-names.c, in words.
TRIALS = {
    "unknown": 'sys_spawn("nobody"), a name that no program has,',
    "empty": "sys_spawn with the empty name",
    "prefix": 'sys_spawn("tw"), where the program is called "two",',
    "extension": 'sys_spawn("twofold"), where the program is called "two",',
    "kernel": 'sys_spawn("kernel"), which is in the disk image and no program,',
    "too-long": "sys_spawn with a name of 64 bytes, the first 63 of them a program's name,",
    "far-too-long": "sys_spawn with a name of 8191 bytes, all of them readable,",
    "null": "sys_spawn(NULL)",
    "guard": "sys_spawn with an address where nothing is mapped, the page below the kernel's "
             "stack,",
    "beyond": "sys_spawn with an address behind all memory, where nothing is mapped,",
    "high-bits": "sys_spawn with an address whose lower 32 bits alone are those of a good name",
    "non-canonical": "sys_spawn with an address that is not canonical",
    "last-canonical": "sys_spawn with one of the last addresses of the low half",
    "high-half": "sys_spawn with the first address of the high half",
    "last-byte": "sys_spawn with the last address that there is",
    "wrapping": "sys_spawn with an address 4 bytes before the end, where a sum wraps around to 0,",
    "kernel-memory": "sys_spawn with a program's name in the kernel's memory",
    "kernel-memory-other": "sys_spawn with a name in the kernel's memory that no program has",
    "unmapped": "sys_spawn with an address between the process's pages, where nothing is mapped,",
    "free-page": "sys_spawn with a name in a page of the caller's slot that was never given to it",
    "edge-unmapped": "sys_spawn with a name that starts in the caller's last bytes before a page "
                     "where nothing is mapped, and has only its first 2 bytes there,",
    "unterminated": "sys_spawn with a name without a NUL, up to a page where nothing is mapped,",
    "edge-kernel": "sys_spawn with a name whose first byte is the caller's, and the others in the "
                   "next page, the kernel's,",
    "edge-kernel-other": "sys_spawn with a name whose first byte is the caller's, and the others, in the "
                         "kernel's page, are no program's,",
    "edge-nul-other": "sys_spawn with a name that goes on in the kernel's page",
    "edge-nul": "sys_spawn with a name whose NUL alone is in the next page, the kernel's,",
    "edge-first": "sys_spawn with a name whose first byte is in the kernel's page, and the others "
                  "in the caller's,",
    "itself": 'sys_spawn("spawn"), the caller\'s own program, linked for the caller\'s slot,',
    "good-edge": "sys_spawn with a good name whose NUL is the last byte of the caller's page (the "
                 "next one is not mapped)",
    "second": "the second sys_spawn of a program, with its first process in the slot that it is "
              "linked for,",
    "good-longest": "sys_spawn with a good name of 63 bytes, whose NUL is the last byte of the "
                    "caller's page (the next one is the kernel's)",
    "good-crossing": "sys_spawn with a good name that lies across two of the caller's pages",
    "full": "sys_spawn with no slot free (2 to 4 are runnable)",
    "full-blocked": "sys_spawn with no slot free (2 is blocked)",
    "full-faulted": "sys_spawn with no slot free (3 is faulted)",
    "again-1": "sys_spawn with a good name, after slot 1 has become free,",
    "again-2": "sys_spawn with a good name, after slot 2 has become free again,",
    "again-3": "sys_spawn with a good name, after slot 3 has become free again,",
}
GOOD = {"good-edge": "two", "good-longest": spawns.LONGEST_NAME, "good-crossing": "four", "again-1": "spawn",
        "again-2": "two", "again-3": spawns.LONGEST_NAME}
FIRST_GOOD = "good-edge", "good-longest", "good-crossing"
# What differs between the two of a pair are bytes that the process cannot read.
PAIRS = {"kernel-memory-other": "kernel-memory", "edge-kernel-other": "edge-kernel", "edge-nul-other": "edge-nul"}
# These give an error, or, on a kernel that can do it, a process that runs.
EITHER = {"itself": "spawn", "second": "two", "full": "two", "full-blocked": "two",
          "full-faulted": spawns.LONGEST_NAME}

LOOKS_AT_ARGUMENT = (r"vmiter|ptiter|PTE_|perm|proc_start|PROC_|program_entry|program_header|"
                     r"disk_image|strn?len|strl?n?cpy|PROGRAM_NAME_MAX|E_FAULT|E_INVAL")


def check_f1_4(section):
    where = spawns.where_spawn(section)
    body = spawns.spawn_body(section)
    if spawns.is_untouched(section):
        return not_yet("syscall_spawn returns -1, as it was handed out: F1.2 comes first",
                       where=where)
    if body and not re.search(LOOKS_AT_ARGUMENT, body) and not _calls_helper(body):
        return not_yet("syscall_spawn does not look yet at where the name lies and at what it says",
                       where=where)
    p = spawns.play(section, spawns.NAMES)
    for call in p.calls[:-1]:
        _judge(section, p, call)
    spawns.require_end(section, p, lambda call: _words(call, TRIALS[call.id]))
    _judge(section, p, p.calls[-1])
    _require_no_leak(section, p)
    _require_own_memory(section, p)
    _require_survivors(section, p)
    return passed(f"{len(p.calls)} calls, none of which breaks the kernel or loses anything")


def _calls_helper(body):
    """Does it call a function of the student's own?"""
    return bool(set(re.findall(r"([a-z_]\w*)\(", body)) - {"process_setup", "if", "for", "while",
                                                           "return", "assert", "log_printf"})


def _judge(section, p, call):
    """Stops if the call returned what it should not, or changed what it should not."""
    words = _words(call, TRIALS[call.id])
    if call.id in GOOD:
        _require_process(section, p, call, words, GOOD[call.id])
    elif call.result >= 0 and call.id in EITHER:
        _require_process(section, p, call, words, EITHER[call.id])
    else:
        _require_failure(section, call, words)
        _require_pair(section, p, call, words)


def _require_pair(section, p, call, words):
    """Stops if the result tells what is in the kernel's memory."""
    if call.id not in PAIRS:
        return
    pair = next(c for c in reversed(p.calls[:p.calls.index(call)]) if c.id == PAIRS[call.id])
    if pair.result != call.result:
        raise Stop(wrong(f"{words} returns another error than with other bytes there: so it has read what "
                         "the process cannot, and tells it", where=spawns.where_spawn(section),
                         expected=f"{pair.result}, as with other bytes", seen=str(call.result),
                         details=spawns.foreign_in_words(call)))


def _require_failure(section, call, words):
    """Stops unless the call has returned an error, and changed nothing."""
    where = spawns.where_spawn(section)
    if call.result >= 0:
        raise Stop(wrong(f"{words} does not fail", where=where,
                         expected="an error, which is negative", seen=str(call.result),
                         details=spawns.foreign_in_words(call)))
    if call.before[0] != call.after[0]:
        raise Stop(wrong(f"{words} fails, as it should, and changes the process table", where=where,
                         expected=_changes(call)[0], seen=_changes(call)[1]))
    _require_others_the_same(section, call, words)


def _require_others_the_same(section, call, words):
    """Stops if the call has changed what is another process's."""
    if call.changed:
        pid, address = call.changed
        what = f"memory of process {pid}" if address else f"the registers of process {pid}"
        raise Stop(wrong(f"{words} changes {what}", where=spawns.where_spawn(section),
                         expected="other processes and their memory stay as they are",
                         seen=f"other bytes in the page at {address:#x}" if address else
                              f"another ptable[{pid}]"))


def _changes(call):
    """The slots that a call has changed, before and after."""
    changed = [pid for pid, states in enumerate(zip(call.before[0], call.after[0]))
               if states[0] != states[1]]
    return tuple(", ".join(f"slot {pid} {spawns.STATES[int(table[pid])]}" for pid in changed)
                 for table in (call.before[0], call.after[0]))


def _require_no_leak(section, p):
    """Stops if calls that failed have used up pages again and again."""
    failed = [c for c in p.calls if c.result < 0]
    lost = sum(1 for c in failed if c.after[1] > c.before[1])
    if lost > 1:
        raise Stop(wrong("a call that fails keeps a page of memory, so that some day there is none "
                         "left", where=spawns.where_spawn(section),
                         expected="as many pages in use as before the call",
                         seen=f"more, after {lost} of {len(failed)} calls that failed"))


def _require_survivors(section, p):
    """Stops if a process that was there before the table was full does not run any more."""
    for name in FIRST_GOOD:
        pid = p.call(name).result
        if len(p.turns[pid]) <= p.late[pid]:
            raise Stop(wrong(f"process {pid} does not run any more after calls that failed",
                             where=spawns.where_spawn(section)))
