"""Boots the student's Eve twice: with the call as it was handed out, and with one that writes nothing outside Eve's
memory. What happens in both boots is not the kernel's doing."""

import re

from section.getsysname import (DOORS, END, FEW_A_TICK, HARMLESS, ORIGINAL, STUDENT, eve_and_alice,
                                kernel_is_untouched, squeezed)
from section.getsysname_report import read_report
from engine.verdict import Stop, not_yet, passed, wrong

HANDOUT_EVE = ('charname[SYSNAME_SIZE];sys_getsysname(name);'
               'console_printf(CS_MAGENTA"Hi,I\'mEve,on%s!"CS_NORMAL"\\n",name);'
               'for(unsignedn=1;;++n){sys_yield();if(n%1024==0){'
               'console_printf(CS_MAGENTA"Hi,I\'mEve!#%u"CS_NORMAL"\\n",n);}}}')

STILL = 40  # ticks: many times as long as a process has to wait for its turn


def check(section):
    where = section.where("user/eve.c", r"Exercise G1\.2|process_main")
    if eve_is_untouched(section):
        return not_yet("Eve is as she was handed out: she counts", where=where)
    kernel, programs = section.kernel_beside(*DOORS), eve_and_alice(section)

    def run(mode, programs):
        return section.boot(kernel, f"eve alice getsysname={mode} guard=1 {END}", programs, options=FEW_A_TICK)

    boot = run(STUDENT if kernel_is_untouched(section) else ORIGINAL, programs)
    happened = harm(boot)
    if not happened:
        return harmless(boot, where)
    without = harm(run(HARMLESS, programs))
    if without:
        require_sound(section, kernel)
        return wrong("this is not the kernel's doing: it also happens when the kernel does nothing "
                     "for Eve outside her own memory", where=where,
                     expected="harm that only the kernel can do for her",
                     seen=f"{happened}; and with such a kernel: {without}")
    return passed(happened)


def eve_is_untouched(section):
    text = squeezed((section.directory / "user/eve.c").read_text(errors="replace"))
    return text.endswith("voidprocess_main(void){" + HANDOUT_EVE)


def harm(boot):
    """What happened to the kernel or to Alice, in words; "" if both go on."""
    if boot.status in (2, 3) or boot.ran_out_of_time():
        return f"the kernel {boot.ending()[0]}"
    if boot.status != 0:
        raise Stop(wrong(f"the run ended with status {boot.status}", details=boot.ending()[1]))
    alice = read_report(boot.said()).alice
    if not alice:
        return "the machine turns itself off"
    calls, ago, state = alice
    if state == "ended":
        fault = end_of_process(boot, 2)
        return f"Alice is ended: {fault}" if fault else "Alice is ended"
    return f"Alice stops after {calls} calls of sys_yield" if ago >= STILL else ""


def end_of_process(boot, pid):
    """The kernel's line about the end of a process, "process 2 (alice): ..."; "" if there is none."""
    ends = (re.search(rf"process {pid} \(.*", line) for line in boot.log)
    return next((end[0] for end in ends if end), "")


def require_sound(section, kernel):
    """Stops the check if the kernel also breaks without Eve."""
    programs = {**eve_and_alice(section), "eve": section.program("idle.c")}
    boot = section.boot(kernel, f"eve alice getsysname={HARMLESS} {END}", programs, options=FEW_A_TICK)
    if harm(boot).startswith("the kernel"):
        boot.require_end(section.where("kernel.c", r"^syscall\("),
                         "your kernel is to blame, not Eve: even without her it")


def harmless(boot, where):
    """The verdict on an Eve who does no harm."""
    report = read_report(boot.said())
    seen = f"after the first two seconds Alice goes on ({report.alice[0]} calls of sys_yield in all)"
    end = end_of_process(boot, 1).partition(": ")[2]
    if report.own_store:
        message = (f"Eve stores to Alice's memory herself, at {report.own_store:#x}: that needs no kernel, and "
                   "in this check it ends her")
    elif end.startswith("panic"):
        message = "Eve ends herself, and no other process"
    elif end:
        message = f"Eve is ended ({end}), and harms no other process"
    elif report.calls:
        message = (f"the kernel wrote at {report.calls[0].buf:#x}, where Eve must not; but nothing needed "
                   "the bytes there")
    else:
        message = "Eve harms neither the kernel nor Alice"
    return wrong(message, where=where, expected="the kernel breaks, or Alice stops", seen=seen)
