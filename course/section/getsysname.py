"""Eve and Alice on the student's kernel, with doors that see each call of sys_getsysname (G1.2, G1.3)."""

import re

JUDGED, STUDENT, ORIGINAL, HARMLESS = range(4)  # as in g-door.c
DOORS = "g-door.c", "g-judge.c", "g-victim.c", "g-guard.c"

# Eve and Alice go on for seconds of the guest's time: a tick is 39,000 instructions here, which is enough.
FEW_A_TICK = "--virtual", "8"
END = "end=250"


def squeezed(text):
    """C without comments and white space."""
    text = re.sub(r"//[^\n]*|/\*.*?\*/", "", text, flags=re.DOTALL)
    return re.sub(r"\s+", "", text)


def kernel_is_untouched(section):
    """Is sys_getsysname as it was handed out?"""
    text = squeezed((section.directory / "kernel.c").read_text(errors="replace"))
    return all(part in text for part in (
        'syscall_getsysname(uintptr_tbuf){strlcpy((char*)buf,"Weensy61",SYSNAME_SIZE);return0;}',
        "syscall(regstate*regs){switch(regs->reg_rax){",
        "caseSYSCALL_GETSYSNAME:return(uintptr_t)syscall_getsysname(regs->reg_rdi);"))


def eve_and_alice(section):
    user = section.directory / "user"
    return {"eve": section.program(user / "eve.c"), "alice": section.program(user / "alice.c", slot=2)}
