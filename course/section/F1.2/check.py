"""sys_spawn starts programs: on the student's kernel, programs call it (f-first.c)."""

from section import spawn_judge, spawns
from engine.verdict import not_yet, passed


def check(section):
    if spawns.is_untouched(section):
        return not_yet("syscall_spawn returns -1, as it was handed out",
                       where=spawns.where_spawn(section))
    p = spawns.play(section, spawns.FIRST)
    for call in p.calls[:-1]:
        _judge_first(section, p, call)
    spawns.require_end(section, p, lambda call: spawn_judge.words(call, FIRST_CALLS[call.id][0]))
    _judge_first(section, p, p.calls[-1])
    spawn_judge.require_own_memory(section, p)
    return passed("Alice counts, and sys_spawn returns her process number")


# The calls of guest/f-first.c, in words, and the program that runs afterwards; "": the call must fail.
FIRST_CALLS = {
    "alice": ('sys_spawn("alice")', "alice"),
    "bob": ('sys_spawn("bob"), with process 2 blocked,', "bob"),
    "carol": ('sys_spawn("carol"), with process 3 faulted,', "carol"),
    "full": ('sys_spawn("alice") with no slot free (2 is blocked, 3 faulted)', ""),
    "faulted": ('sys_spawn("bob"), whose slot 3 is faulted,', ""),
    "unknown": ('sys_spawn("nobody"), a name that no program has,', ""),
    "alice-again": ('sys_spawn("alice"), after slot 2 has become free again,', "alice"),
    "bob-again": ('sys_spawn("bob"), after slot 3 has become free again,', "bob"),
    "carol-again": ('sys_spawn("carol"), after slot 4 has become free again,', "carol"),
    "dave": ('sys_spawn("dave"), linked for slot 1, which has become free,', "dave"),
}


def _judge_first(section, p, call):
    words, name = FIRST_CALLS[call.id]
    if name:
        spawn_judge.require_process(section, p, call, spawn_judge.words(call, words), name)
    else:
        spawn_judge.require_failure(section, call, spawn_judge.words(call, words))
    spawn_judge.require_own_memory(section, p)
