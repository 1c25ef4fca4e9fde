// process.c: starts and ends other programs.

#include "process.h"
#include "host.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

#define NOT_FOUND 127 // exit status if the program could not be started

// The processes that may still run: at most QEMU and gdb. 0 is a free entry.
static pid_t started[2];

static pid_t *started_entry(pid_t pid);
static void end_all(void);
static void become(const char *const argv[], const char *output, pid_t parent) never_returns;
static void leave_terminal(const char *output);

pid_t
start_process(const char *const argv[], const char *output) {
    static bool registered;
    if (!registered) {
        atexit(end_all);
        registered = true;
    }
    pid_t parent = getpid();
    pid_t pid = fork();
    if (pid < 0) {
        fail("cannot start %s: %s", argv[0], strerror(errno));
    } else if (pid == 0) {
        become(argv, output, parent);
    }
    *started_entry(0) = pid;
    return pid;
}

// become(argv, output, parent)
//    Makes the new process execute the program.
static void
become(const char *const argv[], const char *output, pid_t parent) {
#ifdef __linux__
    prctl(PR_SET_PDEATHSIG, SIGKILL);
#endif
    if (getppid() != parent) { // the tool was killed before prctl
        _exit(NOT_FOUND);
    }
    if (output) {
        leave_terminal(output);
    }
    signal(SIGPIPE, SIG_DFL); // a new program inherits ignored signals
    signal(SIGINT, SIG_DFL);
    execvp(argv[0], (char *const *) argv); // it does not change the strings
    _exit(NOT_FOUND);
}

static void
leave_terminal(const char *output) {
    setpgid(0, 0); // out of the group to which the terminal sends its signals
    int in = open("/dev/null", O_RDONLY), out = open(output, O_WRONLY | O_CREAT | O_TRUNC, 0666);
    if (in < 0 || out < 0) {
        _exit(NOT_FOUND);
    }
    dup2(in, STDIN_FILENO);
    dup2(out, STDOUT_FILENO);
    dup2(out, STDERR_FILENO);
    close(in);
    close(out);
}

static void
end_all(void) {
    for (unsigned i = 0; i < ARRAY_SIZE(started); ++i) {
        end_process(started[i]);
    }
}

// started_entry(pid)
//    The entry of `started` that has `pid`; NULL if there is none.
static pid_t *
started_entry(pid_t pid) {
    for (unsigned i = 0; i < ARRAY_SIZE(started); ++i) {
        if (started[i] == pid) {
            return &started[i];
        }
    }
    return NULL;
}

long
process_time(pid_t pid) {
#if defined(_POSIX_CPUTIME) && _POSIX_CPUTIME >= 0
    clockid_t clock;
    struct timespec time;
    if (clock_getcpuclockid(pid, &clock) == 0 && clock_gettime(clock, &time) == 0) {
        return (long) (time.tv_sec * 1000 + time.tv_nsec / 1000000);
    }
#endif
    (void) pid;
    return -1;
}

bool
process_ended(pid_t pid, int *status) {
    bool ended = waitpid(pid, status, WNOHANG) == pid;
    if (ended) {
        *started_entry(pid) = 0;
    }
    return ended;
}

bool
program_missing(int status) {
    return WIFEXITED(status) && WEXITSTATUS(status) == NOT_FOUND;
}

#define LOOK_PAUSE 10 // milliseconds between two looks at a process

int
wait_for_process(pid_t pid) {
    int status;
    while (!process_ended(pid, &status)) {
        poll(NULL, 0, LOOK_PAUSE);
    }
    return status;
}

void
end_process(pid_t pid) {
    end_process_within(pid, 1000);
}

void
end_process_within(pid_t pid, int patience) {
    if (pid == 0 || !started_entry(pid)) {
        return;
    }
    int status;
    kill(pid, SIGTERM);
    for (int waited = 0; !process_ended(pid, &status); waited += LOOK_PAUSE) {
        if (waited >= patience) {
            kill(pid, SIGKILL);
        }
        poll(NULL, 0, LOOK_PAUSE);
    }
}

long
milliseconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (long) now.tv_sec * 1000 + now.tv_nsec / 1000000;
}
