"""sys_spawn gets every kind of argument (f-names.c): none breaks the kernel, and no memory is lost."""

import re

from section import spawn_judge, spawns
from engine.verdict import Stop, not_yet, passed, wrong

# The calls of guest/f-names.c, in words.
TRIALS = {
    "unknown": 'sys_spawn("nobody"), a name that no program has,',
    "empty": "sys_spawn with the empty name",
    "prefix": 'sys_spawn("tw"), where the program is called "two",',
    "extension": 'sys_spawn("twofold"), where the program is called "two",',
    "kernel": 'sys_spawn("kernel"), which is in the disk image but is not a program,',
    "too-long": "sys_spawn with a name of 64 bytes, the first 63 of them a program's name,",
    "far-too-long": "sys_spawn with a name of 8191 bytes, all of them readable,",
    "null": "sys_spawn(NULL)",
    "guard": "sys_spawn with an address where nothing is mapped, the page below the kernel's "
             "stack,",
    "beyond": "sys_spawn with an address beyond all memory, where nothing is mapped,",
    "high-bits": "sys_spawn with an address of which only the low 32 bits are those of a good name",
    "non-canonical": "sys_spawn with an address that is not canonical",
    "last-canonical": "sys_spawn with one of the last addresses of the low half",
    "high-half": "sys_spawn with the first address of the high half",
    "last-byte": "sys_spawn with the last address of all",
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
    "second": "the second sys_spawn of a program, whose first process is in the slot that it is "
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
# The two calls of a pair differ only in bytes that the process cannot read.
PAIRS = {"kernel-memory-other": "kernel-memory", "edge-kernel-other": "edge-kernel", "edge-nul-other": "edge-nul"}
# These return an error, or, on a kernel that can do it, start a process that runs.
EITHER = {"itself": "spawn", "second": "two", "full": "two", "full-blocked": "two",
          "full-faulted": spawns.LONGEST_NAME}

LOOKS_AT_ARGUMENT = (r"vmiter|ptiter|PTE_|perm|proc_start|PROC_|program_entry|program_header|"
                     r"disk_image|strn?len|strl?n?cpy|PROGRAM_NAME_MAX|E_FAULT|E_INVAL")


def check(section):
    where = spawns.where_spawn(section)
    body = spawns.spawn_body(section)
    if spawns.is_untouched(section):
        return not_yet("syscall_spawn returns -1, as it was handed out: F1.2 comes first",
                       where=where)
    if body and not re.search(LOOKS_AT_ARGUMENT, body) and not _calls_helper(body):
        return not_yet("syscall_spawn does not yet check where the name lies and what it says",
                       where=where)
    p = spawns.play(section, spawns.NAMES)
    for call in p.calls[:-1]:
        _judge(section, p, call)
    spawns.require_end(section, p, lambda call: spawn_judge.words(call, TRIALS[call.id]))
    _judge(section, p, p.calls[-1])
    _require_no_leak(section, p)
    spawn_judge.require_own_memory(section, p)
    _require_survivors(section, p)
    return passed(f"{len(p.calls)} calls, none of which breaks the kernel or loses anything")


def _calls_helper(body):
    """Does the code call a function of the student's own?"""
    return bool(set(re.findall(r"([a-z_]\w*)\(", body)) - {"process_setup", "if", "for", "while",
                                                           "return", "assert", "log_printf"})


def _judge(section, p, call):
    """Stops if the call returned or changed something wrong."""
    words = spawn_judge.words(call, TRIALS[call.id])
    if call.id in GOOD:
        spawn_judge.require_process(section, p, call, words, GOOD[call.id])
    elif call.result >= 0 and call.id in EITHER:
        spawn_judge.require_process(section, p, call, words, EITHER[call.id])
    else:
        spawn_judge.require_failure(section, call, words)
        _require_pair(section, p, call, words)


def _require_pair(section, p, call, words):
    """Stops if the result reveals what is in the kernel's memory."""
    if call.id not in PAIRS:
        return
    pair = next(c for c in reversed(p.calls[:p.calls.index(call)]) if c.id == PAIRS[call.id])
    if pair.result != call.result:
        raise Stop(wrong(f"{words} returns a different error with other bytes there: so it reads what "
                             "the process cannot, and reveals it", where=spawns.where_spawn(section),
                         expected=f"{pair.result}, as with other bytes", seen=str(call.result),
                         details=spawns.foreign_in_words(call)))


def _require_no_leak(section, p):
    """Stops if calls that failed keep pages."""
    failed = [c for c in p.calls if c.result < 0]
    lost = sum(1 for c in failed if c.after[1] > c.before[1])
    if lost > 1:
        raise Stop(wrong("a call that fails keeps a page of memory, so that in the end there is none "
                         "left", where=spawns.where_spawn(section),
                         expected="as many pages in use as before the call",
                         seen=f"more, after {lost} of {len(failed)} calls that failed"))


def _require_survivors(section, p):
    """Stops if a process that was there before the table was full no longer runs."""
    for name in FIRST_GOOD:
        pid = p.call(name).result
        if len(p.turns[pid]) <= p.late[pid]:
            raise Stop(wrong(f"process {pid} no longer runs after calls that failed",
                             where=spawns.where_spawn(section)))
