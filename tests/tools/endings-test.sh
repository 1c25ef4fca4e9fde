# endings-test.sh: however a run ends, the front end says so, in words and by its exit status.

. tests/tap.sh

# crash N: boots a kernel that breaks in the Nth way of tests/kernel/test-syscalls.h, and prints the exit status.
# The log goes to $work/seen, too.
crash() {
    status_of "$OBJ/tools/run" --mode quiet --timeout 600 --log "$work/log" --command "hello crash=$1" "$OBJ/test.img"
    cat "$work/log" >>"$work/seen"
}

is "a panic ends a run with status 2" "$(crash 1)" 2
passes "a panic shows its message" says 'KERNEL PANIC: as the test wished'
passes "a panic shows a backtrace with the names of functions" says '#[0-9].* (crash|extension_init) \(tests/kernel/crash.c:[0-9]+\)'

is "a page fault of the kernel is a panic" "$(crash 2)" 2
passes "its message explains the page fault" says 'PANIC: page fault writing 0x0 \(not mapped\): the null page'

is "an overflow of the kernel's stack is a panic, not a triple fault" "$(crash 3)" 2
passes "its message explains the overflow" says 'PANIC: double fault, .*: the guard page of the kernel.s stack'

is "a page fault where page tables are broken is a panic" "$(crash 9)" 2
passes "its message says so, although the walk of the address faults, too" \
    says 'PANIC: page fault writing 0x8000000000 .*then another fault'
passes "its backtrace says where" says '#0 .* crash \(tests/kernel/crash.c:[0-9]+\)'

is "a triple fault ends a run with status 3" "$(crash 4)" 3
cat >"$work/early-qemu" <<'END'
#!/bin/sh
kill -STOP $PPID
(sleep 2; kill -CONT $PPID) &
exec qemu-system-x86_64 "$@"
END
chmod +x "$work/early-qemu"
is "so does one that happens before the tool listens" "$(status_of timeout 600 "$OBJ/tools/run" --qemu "$work/early-qemu" \
    --mode quiet --virtual 6 --timeout 10 --log "$work/log" --command "hello crash=4" --shortcut "$OBJ/shortcut.rom" "$OBJ/test.img")" 3
passes "the tool names the triple fault" says 'triple fault'
passes "the tool suggests D=1" says 'D=1'

is "a kernel that loops with interrupts off ends a run with status 4" "$(crash 5)" 4
passes "the tool calls the kernel wedged" says 'wedged'

is "a kernel that turns the power off ends a run with status 0" "$(crash 6)" 0

is "an audit that finds a wrong reference count panics" "$(crash 7)" 2
passes "it says which page has which count" says 'audit: the page at 0x[0-9a-f]* has count 2 and 0 references'
is "an audit that finds a kernel page open to users panics" "$(crash 8)" 2
passes "it says which page is open" says 'audit: .*: 0xff000 -> 0x[0-9a-f]* is open to users'

without_debug_exit() {
    timeout 600 "${QEMU:-qemu-system-x86_64}" -drive "file=$work/off.img,format=raw" -display none \
        -no-reboot "$@"
}
cp "$OBJ/test.img" "$work/off.img"
printf 'hello crash=6\0' | dd of="$work/off.img" bs=1 seek=$((0x1010)) conv=notrunc 2>/dev/null
is "ACPI turns the power off on a PC" "$(status_of without_debug_exit)" 0
is "ACPI turns the power off on a Q35" "$(status_of without_debug_exit -M q35)" 0
is "ACPI turns the power off with 4 GiB of memory" "$(status_of without_debug_exit -m 4G)" 0

# headless ARGUMENT...: runs as `make run-NAME </dev/null >file` does; how it ends goes to $work/seen.
headless() {
    "$OBJ/tools/run" --mode headless --log "$work/log" "$@" </dev/null 2>"$work/seen"
}
says_nothing() { ! grep -v 'leave with' "$work/seen"; }

passes "headless: the run ends when no process is left" headless "$OBJ/hello.img"
passes "not because the screen is at rest" says_nothing
headless --command lines "$OBJ/test.img" >"$work/shown"
passes "a program that prints the same line does not end it" grep 'slow 300' "$work/shown"
passes "headless: a screen at rest ends a run" headless --virtual 6 "$OBJ/section/hello.img"
passes "the tool says so" says 'ended: its screen has not changed for 5 s'
passes "headless: the time limit ends a run" headless --virtual 6 --timeout 2 "$OBJ/friends.img"
passes "the tool says so, too" says 'ended: out of time after 2 s; TIMEOUT='
headless "$OBJ/friends.img" | head -n 1 >"$work/shown"
passes "headless: a run ends when its text has no reader" says_nothing
headless "$OBJ/friends.img" >&-
passes "headless: a run whose output is closed ends" says_nothing

# A run removes its directory, whatever ends it. If it was killed, the next run does.
mkdir "$work/runs"
cp "$OBJ/friends.img" "$work/runs"
runs() { test -s "$work/runs/run"/*/log; } # the kernel has said something
signalled() {
    "$OBJ/tools/run" --mode quiet --timeout 1000 "$work/runs/friends.img" 2>"$work/seen" &
    pid=$!
    patient runs && kill -"$1" "$pid"
    wait "$pid" 2>/dev/null
}
for signal in HUP TERM QUIT ALRM USR1 XCPU; do
    signalled $signal
    is "a run that SIG$signal ends leaves no directory" "$(ls "$work/runs/run")" ""
done
signalled KILL
killed=$(ls "$work/runs/run")
another_runs() { ls "$work/runs/run" | grep -qv "$killed"; }
is "a run that is killed leaves one" "$(ls "$work/runs/run" | wc -l)" 1
"$OBJ/tools/run" --mode quiet --timeout 1000 "$work/runs/friends.img" 2>/dev/null &
pid=$!
patient another_runs
headless --until "Hi, I'm" "$work/runs/friends.img" >/dev/null
is "the next run removes it, but not that of a run in progress" "$(ls "$work/runs/run" | wc -l)" 1
passes "that run is still in progress" kill -TERM "$pid"
wait "$pid"
is "it removes its own" "$(ls "$work/runs/run")" ""

plan
