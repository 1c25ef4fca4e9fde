"""The kernel refuses what the student's Eve asks for, and what g-attacker.c asks for."""

from engine.build import symbols
from section.getsysname import DOORS, END, FEW_A_TICK, JUDGED, eve_and_alice, kernel_is_untouched
from section.getsysname_report import NAME_BYTES, read_report
from engine.verdict import Stop, not_yet, passed, wrong


def check(section):
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
    """Does the call aim at memory that the permissions do not guard?"""
    return call.walk is not None and call.walk.is_writable_for_users()


def attack(section, kernel, on_alice, where):
    """Boots g-attacker.c and judges what it sees. on_alice: must the kernel also guard Alice's memory?"""
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
        raise Stop(wrong("the program that tries addresses does not end", where=where,
                         details=boot.log[-8:]))
    return report


def require_refused(report, where):
    """Stops at the first call that the kernel lets through."""
    for call in report.calls:
        if call.is_refused():
            continue
        request = f"sys_getsysname({call.buf:#x})" + (f" of process {call.pid}" if call.pid > 1 else "")
        if call.beside:
            message = (f"the kernel writes to bytes before or after the name, which are not the caller's: "
                       f"{call.what}")
        elif call.wrote and call.outcome != "returned 0":
            message = f"the kernel refuses {call.what}, but writes there before it does"
        elif call.wrote:
            message = (f"the kernel writes where {'Eve' if call.pid == 1 else 'its caller'} must not: "
                       f"{call.what}")
        elif not call.outcome:
            message = f"the kernel does not survive {call.what}"
        else:
            message = f"the kernel does not refuse {call.what}"
        seen = (f"{request}: the kernel faulted" if call.faulted else
                f"{request}: {call.outcome}" if call.outcome else f"{request}: the call does not end")
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
