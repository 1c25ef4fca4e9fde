// pipe-report.c: what H2's referee reports to the host, in lines of the log.

#include "kernel.h"
#include "math.h"
#include "pipe-state.h"
#include "printf.h"
#include "report.h"
#include "string.h"
#include "syscalls.h"

#define KEPT_CALLS 10 // the calls that returned last
#define FIRST_BYTES 8 // of those that each moved

static struct returned {
    pid_t pid;
    referee_call call;
    long result;
    unsigned times; // that this happened in a row
    unsigned char bytes[FIRST_BYTES];
} returned[KEPT_CALLS];
static unsigned nreturned;

static struct unset { // the last write of referee_remember_unset
    pid_t pid;
    size_t position;
} unset;

void
referee_remember_unset(pid_t pid, size_t position) {
    unset = (struct unset) {pid, position};
}

void
referee_remember(pid_t pid, const referee_call *call, long result) {
    struct returned *last = &returned[(nreturned + KEPT_CALLS - 1) % KEPT_CALLS];
    if (nreturned > 0 && result <= 0 && last->pid == pid && last->result == result
        && last->call.call == call->call) { // the same failure again
        last->call = *call;
        last->times += 1;
        return;
    }
    struct returned *r = &returned[nreturned++ % KEPT_CALLS];
    *r = (struct returned) {.pid = pid, .call = *call, .result = result, .times = 1};
    memcpy(r->bytes, (const void *) call->address, min(FIRST_BYTES, call->usable));
}

static void
log_returned(const struct returned *r) {
    size_t moved = min(r->result > 0 ? (size_t) r->result : 0, min(r->call.usable, FIRST_BYTES));
    char bytes[2 * FIRST_BYTES + 1] = "";
    for (size_t i = 0; i < moved; ++i) {
        snprintf(bytes + 2 * i, 3, "%02x", r->bytes[i]);
    }
    report_line("call pid=%d call=%ld address=%#lx size=%lu result=%ld times=%u bytes=%s", r->pid,
                r->call.call, r->call.address, r->call.size, r->result, r->times, bytes);
}

const char *
referee_process_state(pid_t pid) {
    process_view view;
    return view_process(pid, &view) ? view.state : "free";
}

static void
log_actor(pid_t pid, const referee_actor *a) {
    report_line("process pid=%d state=%s writes=%d call=%ld address=%#lx size=%lu usable=%zu", pid,
                referee_process_state(pid), a->writes, a->in_call ? a->call.call : 0,
                a->call.address, a->call.size, a->call.usable);
}

void
referee_fail(const char *kind, const char *format, ...) {
    char text[200];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof(text), format, arguments);
    va_end(arguments);
    report_line("fail kind=%s %s", kind, text);
    report_line("unset pid=%d position=%zu", unset.pid, unset.position);
    for (unsigned n = nreturned > KEPT_CALLS ? nreturned - KEPT_CALLS : 0; n < nreturned; ++n) {
        log_returned(&returned[n % KEPT_CALLS]);
    }
    for_each_actor(a, pid) {
        log_actor(pid, a);
    }
    referee_end();
}

void
referee_end(void) {
    for (int side = 0; side < 2; ++side) {
        const referee_count *c = &referee.counts[side];
        report_line("counted side=%d calls=%lu agains=%lu zeros=%lu ones=%lu messages=%lu", side,
                    c->calls, c->agains, c->zeros, c->ones, referee.messages);
    }
    report_line("over");
    report_end();
}
