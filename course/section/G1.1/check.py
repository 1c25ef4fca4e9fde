"""Which system call makes the kernel a confused deputy, and what a process can do with it: the check tries it."""

import re

from engine.forms import Malformed, number, one_of, parts, read
from engine.verdict import passed, wrong

P, W, U = 1, 2, 4
CALLS = "getpid", "yield", "panic", "page_alloc", "getsysname", "spawn", "pipewrite", "piperead"
OTHERS = {
    "getpid": "sys_getpid has no argument. With which call does a process tell the kernel where to do "
              "something?",
    "yield": "sys_yield has no argument. With which call does a process tell the kernel where to do "
             "something?",
    "panic": "sys_panic's message can be anywhere; but what does last_words_show (kernel/debug) ask "
             "before it reads a byte?",
    "page_alloc": "sys_page_alloc takes an address; but what does syscall_page_alloc answer if it is "
                  "not in the process's own memory?",
    "spawn": "sys_spawn takes an address; but does syscall_spawn, as handed out, ever use it?",
    "pipewrite": "sys_pipewrite takes an address; but what does the kernel ask before it reads there?",
    "piperead": "sys_piperead takes an address; but what does the kernel ask before it writes there?",
}
SYSNAME_SIZE = 16


def check(section):
    answer = section.answers.get("G1.1")
    call = read(answer, read_call)
    if call in OTHERS:
        return wrong(OTHERS[call], where=answer.where, seen=answer.text)
    answer = section.answers.get("G1.1.play")
    problem = play(section, *read(answer, read_play))
    if problem:
        return wrong(problem, where=answer.where, seen=answer.text)
    return passed("the kernel changed a byte for the process that the process may not change itself")


def read_call(text):
    name = re.sub(r"^(sys_|syscall_)|\s*\(.*\)$", "", text.strip(" .;`"), flags=re.I)
    return one_of(name, CALLS)


def read_play(text):
    """(argument, address, byte) of "0x1000; 0x1002 = 0x41"."""
    argument, change = parts(text, 2)
    argument = re.sub(r"^\w*getsysname\s*\((.*)\)$", r"\1", argument)
    address, byte = parts(change, 2, "=")
    character = re.fullmatch(r"'(.)'", byte)
    found = number(argument), number(address), ord(character[1]) if character else number(byte)
    if found[2] > 255:
        raise Malformed(f"{byte} is not a byte")
    return found


def play(section, argument, address, byte):
    """What differs from the student's answer when a process makes the call; None if nothing does."""
    program = section.program("caller.c", defines=[f"-DARGUMENT={argument:#x}UL"])
    boot = section.boot(section.kernel(extra_sources=["deputy.c"]), f"caller byte={address}", {"caller": program})
    seen = {words[0]: int(words[1], 0) for words in map(str.split, boot.said()) if len(words) == 2}
    if not argument <= address < argument + SYSNAME_SIZE:
        return f"a call with {argument:#x} can write only from there on, and {address:#x} is not among those bytes"
    if "permissions" not in seen:
        boot.require_end(where=section.shown("kernel.c"))
    permissions = seen.get("permissions", 0)
    if not permissions & P:
        return f"nothing is mapped at {address:#x}, so there is no byte to change"
    if permissions & W and permissions & U:
        return (f"a process may write the byte at {address:#x} itself, so it needs no deputy for that. "
                "What may only the kernel write?")
    if "after" not in seen:
        how = f": {boot.panic()[0]}" if boot.panic() else ""
        return f"with the argument {argument:#x}, the call does not return{how}; take another address"
    if seen["after"] == seen["before"]:
        return (f"the check made the call with {argument:#x}: the byte at {address:#x} was {seen['before']:#x} before "
                "and after it")
    if seen["after"] != byte:
        return f"the check made the call with {argument:#x}: the byte at {address:#x} is now {seen['after']:#x}"
    return None
