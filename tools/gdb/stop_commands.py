"""stop_commands.py: breakpoints at what a process asks for, or causes."""

import gdb


class BreakSyscall(gdb.Command):
    """break-syscall NAME [PID]: stop when a process, or that one, makes a system call: break-syscall fork."""

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
        condition = f"regs->reg_rax == {number}"
        if len(words) == 2:
            condition += f" && current->pid == {int(words[1])}"
        gdb.Breakpoint("syscall").condition = condition


class BreakException(gdb.Command):
    """break-exception [PID]: stop when a process, or that one, causes an exception; ticks do not count."""

    def __init__(self):
        super().__init__("break-exception", gdb.COMMAND_BREAKPOINTS)

    def invoke(self, argument, from_tty):
        words = gdb.string_to_argv(argument)
        if len(words) > 1:
            raise gdb.GdbError("usage: break-exception [PID]")
        condition = "regs->reg_intno < 32"
        if words:
            condition += f" && current->pid == {int(words[0])}"
        gdb.Breakpoint("exception").condition = condition
