# handout-test.sh: what `make handout-pset` makes stands alone, at its first step and at a later one, and the tools work there:
# runs, system calls, recordings, traces, gdb.

. tests/tap.sh

# in_handout TARGET...: makes targets in the handout $directory.
in_handout() {
    (cd "$directory/pset" && env -u OBJ -u MAKEFLAGS make --no-print-directory CI=true "$@" </dev/null)
}
boot_handout() {
    in_handout all >/dev/null && (OBJ=$directory/obj/pset && boot "$@")
}
state_of() { python3 -c "import json, sys; print(next(e['state'] for e in json.load(sys.stdin)['exercises'] if e['name'] == '$1'))"; }
traced() { in_handout trace-hello TIMEOUT=5 && test -s "$directory/obj/pset/hello-trace.html"; }
straced() { in_handout run-headless-hello STRACE="$work/calls" TIMEOUT=3 && grep "hello  *sys_exit()" "$work/calls"; }
replayed() { in_handout record-hello TIMEOUT=3 && in_handout replay-hello; }
debugged() {
    (cd "$directory/pset" && printf '%s\n' 'break process_main' continue continue ps bt |
        env -u OBJ -u MAKEFLAGS -u DEBUGINFOD_URLS make --no-print-directory run-gdb-hello >"$work/seen" 2>&1)
    says 'process_main .*hello.c' && says '->  *1  runnable  hello'
}

# try START: the handout from step START on.
try() {
    directory=$work/from-$1
    passes "from step $1 on: make handout-pset makes it" make -s handout-pset DIR="$directory" START="$1"
    is "from step $1 on: it has no solution, no variant, no complete kernel" \
        "$(cd "$directory" && ls -d course/pset/*/teacher course/pset/master kernel/core tests section 2>/dev/null)" ""
    passes "from step $1 on: hello says hello" boot_handout hello 'Hello!' --cpu max,-smep,-smap
    is "from step $1 on: step $1 is not begun" "$(in_handout "check-$1" FORMAT=json 2>/dev/null | state_of "$1")" "$2"
    passes "from step $1 on: STRACE reports system calls" straced
    passes "from step $1 on: a recording is replayed" replayed
    passes "from step $1 on: a run is traced" traced
    passes "from step $1 on: gdb stops in a program" debugged
    is "from step $1 on: its git tree is unchanged" "$(git -C "$directory" status --porcelain)" ""
}

try 1 'not yet'
is "its help is the problem set's" "$(in_handout help | grep -c 'make start-at-5')" 1
is "it has no solutions to give" "$(in_handout start-at-3 2>&1 | grep -c 'comes without solutions')" 1
try 6 'not yet'
passes "there, fork makes four processes" boot_handout fork 'OF PROCESS 4'
passes "and steps 1 to 5 pass" in_handout check-1 check-2 check-3 check-4 check-5

is "there is no step 44" "$(make -s handout-pset DIR="$work/none" START=44 2>&1 | grep -c 'START=44 is not the number of a step')" 1

directory=$work/variant
passes "a handout can be a variant" make -s handout-pset DIR="$directory" START=9 VARIANT=63
passes "its text says which" grep -A 3 'Your variant' "$directory/pset/README.md"
passes "the steps before pass in it" in_handout check-1,2,3,4,5,6,7,8
(cd "$work/from-6/pset" && cp kernel.c address-space.c address-space.h pages.c pages.h "$directory/pset")
is "another one's kernel does not" "$(in_handout check-1 2>&1 | grep -c 'your variant' | sed "s/[1-9].*/some/")" some
plan
