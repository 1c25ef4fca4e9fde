// Unusual right ways to do B4.

//// logs-and-prints
// The kernel reports each exception, without newlines, in the log and on the screen.
void
exception(regstate *regs) {
    log_printf("exception %lu ", regs->reg_intno);
    console_printf("exception %lu ", regs->reg_intno);
    if (!is_from_user(regs)) {
        fault_panic(regs);
    } else if (regs->reg_intno != INT_TIMER) {
        fault_show(current->pid);
        current->state = P_FAULTED;
    }
    handle_keys();
    memory_viewer_update();
    schedule();
}
