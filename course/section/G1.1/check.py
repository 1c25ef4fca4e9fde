"""Which system call makes the kernel a confused deputy."""

import re

from engine.ideas import Idea, missing_idea
from engine.verdict import passed, wrong

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


def check(section):
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
