"""stop_commands.py: breakpoints at system calls and exceptions of processes."""

import gdb


class BreakSyscall(gdb.Command):
    """break-syscall NAME [PID]: stops when any process, or process PID, makes the system call: break-syscall fork."""

    def __init__(self):
        super().__init__("break-syscall", gdb.COMMAND_BREAKPOINTS)

    def invoke(self, argument, from_tty):
        words = gdb.string_to_argv(argument)
        if not 1 <= len(words) <= 2:
            raise gdb.GdbError("usage: break-syscall NAME [PID]")
        try:
            number = int(gdb.parse_and_eval(f"SYSCALL_{words[0].upper()}"))
        except gdb.error:
            raise gdb.GdbError(f"There is no system call '{words[0]}'.") from None
        break_at("syscall", f"regs->reg_rax == {number}", words[1:])


class BreakException(gdb.Command):
    """break-exception [PID]: stops when any process, or process PID, causes an exception; ticks do not count."""

    def __init__(self):
        super().__init__("break-exception", gdb.COMMAND_BREAKPOINTS)

    def invoke(self, argument, from_tty):
        words = gdb.string_to_argv(argument)
        if len(words) > 1:
            raise gdb.GdbError("usage: break-exception [PID]")
        break_at("exception", "regs->reg_intno < 32", words)


def break_at(function, condition, pids):
    """Stops at `function` if the condition holds; if `pids` has a process, only for that one."""
    gdb.Breakpoint(function).condition = condition + "".join(f" && current->pid == {int(pid)}" for pid in pids)
