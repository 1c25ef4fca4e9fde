"""Part G: a kernel that can be talked into writing where its caller must not (sys_getsysname).

G1.2 boots the student's Eve twice: with the call as it was handed out, and with one that writes
nothing outside Eve's memory. What happens in both is not the kernel's doing. G1.3 boots her again,
on the student's kernel, and then guest/g-attacker.c. guest/g-door.c tells what it sees."""

import re

from frame.ideas import Idea, missing_idea
from frame.build import symbols
from frame.verdict import Stop, not_yet, passed, wrong
from parts.getsysname_report import NAME_BYTES, read_report


# G1.1

OTHER_CALLS = {
    "getpid": "sys_getpid has no argument. With which call does a process tell the kernel where to do "
              "something?",
    "yield": "sys_yield has no argument. With which call does a process tell the kernel where to do "
             "something?",
    "panic": "sys_panic's message can be anywhere; but what does last_words_show (kernel/debug) ask "
             "before it reads a byte?",
    "page_alloc": "sys_page_alloc takes an address; but what does syscall_page_alloc answer if it is "
                  "not in the process's own memory?",
    "spawn": "sys_spawn takes an address; but does syscall_spawn, as handed out, ever use it?",
    "pipewrite": "sys_pipewrite takes an address; but what is asked before the kernel reads there?",
    "piperead": "sys_piperead takes an address; but what is asked before the kernel writes there?",
}

WHO = r"(process|program|eve|caller|user|attacker|client|application|she|anybody|anyone|somebody)"
WHERE = r"(address|pointer|location|place|buf|buffer|argument|parameter|destination|target)"

WHY = (
    Idea("the caller chooses the address",
         "Who decides at which address this happens, and which addresses are possible?",
         (rf"\b{WHO}e?s?\W+(\w+\W+){{0,5}}?(choo?s|pick|select|pass|giv|gave|hand|suppl|provid|sa[yi]|"
          r"tell|told|control|decid|specif|set|nam|want|like|ask|determin|point|put)",
          r"(chosen|picked|passed|given|supplied|provided|controlled|specified|determined|set|decided|"
          rf"handed|named|told|comes?|came|taken)\b\W+(\w+\W+){{0,4}}?(by|from)\W+(\w+\W+){{0,3}}?{WHO}",
          rf"\b{WHO}('?s'?)?[- ](\w+[- ])?(suppl|provid|chosen|control|given|{WHERE})",
          rf"\b(any|arbitrary|every|all|untrusted|random)\W+(\w+\W+){{0,2}}?({WHERE}|memory|where)",
          r"anywhere|wherever|whatever|where\W+(\w+\W+){0,3}(told|likes?|wants?|sa[yi])",
          rf"{WHERE}\W+(\w+\W+){{0,3}}(could|can|may|might) be any"),
         positive=True,
         refused=(r"\bkernel( alone| itself| always)? (choo?s|pick|select|decid|determin)\w*",
                  rf"\b{WHO} (cannot|can not|can't|may not|does not|doesn't|never) "
                  r"(choo?s|pick|select|decid|determin)\w*"),
         doubt="where does the number in buf come from?"),
    Idea("the kernel writes there",
         "And what does the kernel do at that address?",
         (r"writ|wrote|stor(e|ing)|cop(y|ies)|strlcpy|overwr|\bputs?\b|modif|chang|fill|corrupt|"
          r"scribbl|clobber|destroy",), positive=True,
         refused=(r"\bkernel( \w+)? (never|cannot|can't|does not|doesn't|will not|won't) "
                  r"(write|store|copy|change)\w*(?! (only|what|if|unless))",)),
    Idea("nobody asks whether the caller may",
         "Eve could try to do the same with an instruction of her own, and would be ended. Why does it "
         "work when the kernel does it for her?",
         (r"\b(without|no|not|never|nothing|nobody|fails? to|forgets? to|omits?|lacks?|missing)\b\W+"
          r"(\w+\W+){0,5}?(check|verif|valid|test|ask|look|mak|ensur|inspect|examin|confirm|sanit)",
          r"n['’]?t\W+(\w+\W+){0,4}?(check|verif|valid|test|ask|look|make sure|ensur|care|inspect|"
          r"examin|sanit)",
          r"\bun(checked|validated|verified|restricted|sanitized|conditional)|blind|trust|naive",
          r"(kernel|own|its|full|all|higher|more|supervisor|ring 0|privileged)('s)?\W+(\w+\W+){0,3}?"
          r"(right|privilege|permission|authorit|power|mode|credential)",
          r"privileged|ring 0|supervisor|behalf|PTE_U",
          r"kernel\W+(\w+\W+){0,3}?(can|may|is allowed|is able|has access)",
          rf"{WHO}\W+(\w+\W+){{0,5}}?(may not|cannot|can ?n[o']t|could ?n[o']t|must not|is not allowed|"
          r"isn't allowed|has no)")),
)


def check_g1_1(section):
    answer = section.answers.get("G1.1")
    text = answer.text.lower()
    if "getsysname" not in text:
        for name, question in OTHER_CALLS.items():
            if re.search(rf"\b(sys_|syscall_)?{name}\b", text):
                return wrong(question, where=answer.where, seen=answer.text)
        return wrong("that is none of the kernel's system calls: they are in syscall, in kernel.c",
                     where=answer.where, seen=answer.text)
    others = [name for name in OTHER_CALLS if name in text]
    if others:
        return wrong("one call is asked for: which of these is it?", where=answer.where,
                     seen=answer.text)
    why = section.answers.get("G1.1.why")
    missing = missing_idea(why.text, WHY)
    if missing:
        return wrong(missing.question, where=why.where, seen=why.text)
    return passed("sys_getsysname: its caller chooses where the kernel writes, and nobody asks "
                  "whether it may")


# G1.2

JUDGED, STUDENT, ORIGINAL, HARMLESS = range(4)  # as in g-door.c
DOORS = "g-door.c", "g-judge.c", "g-guard.c"

HANDOUT_EVE = ('for(unsignedn=1;;++n){sys_yield();if(n%1024==0){'
               'console_printf(CS_MAGENTA"Hi,I\'mEve!#%u"CS_NORMAL"\\n",n);}}}')


def squeezed(text):
    """C without comments and white space."""
    text = re.sub(r"//[^\n]*|/\*.*?\*/", "", text, flags=re.DOTALL)
    return re.sub(r"\s+", "", text)


def eve_is_untouched(section):
    text = squeezed((section.directory / "user/eve.c").read_text(errors="replace"))
    return text.endswith("voidprocess_main(void){" + HANDOUT_EVE)


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


# Eve and Alice go on for seconds of the guest's time: a tick is 39,000 instructions here, which is enough.
FEW_A_TICK = "--virtual", "8"
END = "end=250"
STILL = 40  # ticks: twice as long as anybody has to wait for a turn, many times over


def harm(boot):
    """What has happened to the kernel or to Alice, as text; "" if both go on."""
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
    """What the kernel has logged about its end: "process 2 (alice): ..."; "" if nothing."""
    ends = (re.search(rf"process {pid} \(.*", line) for line in boot.log)
    return next((end[0] for end in ends if end), "")


def check_g1_2(section):
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
        return wrong("this is not the kernel's doing: it happens, too, when the kernel does nothing "
                     "for Eve outside her own memory", where=where,
                     expected="harm that only the kernel can do for her",
                     seen=f"{happened}; and with such a kernel: {without}")
    return passed(happened)


def require_sound(section, kernel):
    """Stops the check if the kernel breaks without Eve, too."""
    programs = {**eve_and_alice(section), "eve": section.program("idle.c")}
    boot = section.boot(kernel, f"eve alice getsysname={HARMLESS} {END}", programs, options=FEW_A_TICK)
    if harm(boot).startswith("the kernel"):
        boot.require_end(section.where("kernel.c", r"^syscall\("),
                         "not Eve, but the kernel is to blame, which breaks without her, too: it")


def harmless(boot, where):
    """Eve did nothing bad."""
    report = read_report(boot.said())
    seen = f"after the first two seconds Alice goes on ({report.alice[0]} calls of sys_yield in all)"
    end = end_of_process(boot, 1).partition(": ")[2]
    if report.own_store:
        message = (f"Eve stores to Alice's memory herself, at {report.own_store:#x}: that takes no kernel, and "
                   "here it ends her")
    elif end.startswith("panic"):
        message = "Eve ends herself, and nobody else"
    elif end:
        message = f"Eve is ended ({end}), and does nobody else harm"
    elif report.calls:
        message = (f"the kernel wrote at {report.calls[0].buf:#x}, where Eve must not; but nobody needed "
                   "what was there")
    else:
        message = "Eve does the kernel and Alice no harm"
    return wrong(message, where=where, expected="the kernel breaks, or Alice stops", seen=seen)


# G1.3

def check_g1_3(section):
    kernel = section.kernel_beside(*DOORS)
    try:
        verdict = refusal(section, kernel)
    except Stop as stop:
        verdict = stop.verdict
    if verdict.state == "wrong" and kernel_is_untouched(section):
        return not_yet("the kernel still writes wherever it is told",
                       where=section.where("kernel.c", r"Exercise G1\.3|^syscall_getsysname"))
    return verdict


def refusal(section, kernel):
    where = section.where("kernel.c", r"^syscall_getsysname")
    boot = section.boot(kernel, f"eve alice getsysname={JUDGED} {END}", eve_and_alice(section),
                        options=FEW_A_TICK)
    own = read_report(boot.said())
    for call in own.calls:
        call.what = "what your Eve asks for"
    require_refused(own, where)
    boot.require_end(where)

    report = attack(section, kernel, any(is_on_alice(call) for call in own.calls), where)
    return passed(f"{len(report.calls)} bad addresses refused, {len(report.ordinary)} good ones served")


def is_on_alice(call):
    """Does it go for memory that the permissions do not guard?"""
    return call.walk is not None and call.walk.is_writable_for_users()


def attack(section, kernel, on_alice, where):
    """Boots g-attacker.c and judges what it sees. on_alice: is her memory to be guarded, too?"""
    address = symbols(kernel)
    places = (address["kernel_start"] + 16, address["physpages"] + 400, address["kernel_text_end"] + 8,
              address["kernel_pagetable"] + 0x900, int(on_alice))  # as in g-calls.h
    options = " ".join(f"place{n}={place}" for n, place in enumerate(places))
    attackers = {f"caller{pid}": section.program("g-attacker.c", pid) for pid in range(1, 5)}
    boot = section.boot(kernel, f"{' '.join(attackers)} getsysname={JUDGED} revive=1 end=1000 {options}", attackers)
    report = read_report(boot.said())
    require_served(report, where)
    require_refused(report, where)
    boot.require_end(where)
    if not report.over:
        raise Stop(wrong("the program that tries addresses comes to no end", where=where,
                         details=boot.log[-8:]))
    return report


def require_refused(report, where):
    """Stops at the first call that was let through."""
    for call in report.calls:
        if call.is_refused():
            continue
        request = f"sys_getsysname({call.buf:#x})" + (f" of process {call.pid}" if call.pid > 1 else "")
        if call.beside:
            message = (f"the kernel writes to bytes before or behind the name, which are not the caller's: "
                       f"{call.what}")
        elif call.wrote and call.outcome != "returned 0":
            message = f"the kernel refuses {call.what}, but has written there before it does"
        elif call.wrote:
            message = (f"the kernel writes where {'Eve' if call.pid == 1 else 'its caller'} must not: "
                       f"{call.what}")
        elif not call.outcome:
            message = f"the kernel does not survive {call.what}"
        else:
            message = f"the kernel does not refuse {call.what}"
        seen = (f"{request}: the kernel faulted" if call.faulted else
                f"{request}: {call.outcome}" if call.outcome else f"{request}: no end of the call")
        walk = call.wrote or call.walk
        details = [f"the {NAME_BYTES} bytes from {call.buf:#x} on; the one in question is {walk.va:#x}",
                   *walk.lines()]
        raise Stop(wrong(message, where=where, expected="an error (negative), or the end of the caller",
                         seen=seen, details=details))


def require_served(report, where):
    """Stops at the first good buffer that did not get the name."""
    for call in report.ordinary:
        if call.outcome and call.outcome != "0 Weensy 61":
            outcome = ("the process is ended" if call.outcome == "ended" else
                       f"returned {call.outcome.split()[0]}, '{call.outcome.partition(' ')[2]}' there")
            raise Stop(wrong(f"sys_getsysname no longer works for {call.what}, which is the process's own",
                             where=where, expected="returned 0, 'Weensy 61' there", seen=outcome))
