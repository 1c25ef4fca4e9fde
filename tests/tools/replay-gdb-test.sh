# replay-gdb-test.sh: under gdb a recording goes back and forth, and `last-write` finds what changed a value.

. tests/tap.sh

command -v gdb >/dev/null || skip_all "there is no gdb"
unset DEBUGINFOD_URLS # gdb would ask whether to use them
recordings=$work/recordings
mkdir "$recordings"

# record NAME ARGUMENT...: runs the tool, which leaves the recording NAME.
record() {
    name=$1
    shift
    "$OBJ/tools/run" --timeout 600 --record "$recordings/$name.events" --log "$recordings/$name.log" \
        --screen "$recordings/$name.screen" "$@" >"$work/recorded" 2>&1
}

# gdb_in NAME ARGUMENT...: opens the recording under gdb, with commands from standard input; the output goes to
# $work/seen. gdb_says PATTERN is `says`, without gdb's prompts.
gdb_in() {
    name=$1
    shift
    timeout 600 "$OBJ/tools/run" --mode gdb --replay "$recordings/$name.events" --log "$work/log" \
        --gdb-commands tools/gdb/weensy.py --symbols "$OBJ/test-kernel.elf.full" \
        --program "$OBJ/tests/guest/planted.full" "$@" "$recordings/$name.img" >"$work/seen" 2>&1
}
go() { printf '%s\n' "$@" quit | gdb_in "$recording"; }
run_make() { timeout 600 make --no-print-directory OBJ="$OBJ" RECORDINGS="$recordings" "$@" 2>&1; }
make_section() { run_make -f make/section.mk OBJ="$OBJ/section" "$@"; }
gdb_says() { sed 's/^\((gdb) \)*//' "$work/seen" | grep -E -e "$1" || { cat "$work/seen"; false; }; }
line_of() { grep -n "$1" tests/guest/planted.c | cut -d: -f1; }

# mark NAME: prints commands for gdb that print where it is, for seen_at.
mark() { echo "printf \"at $1: %x \", \$rip
monitor info replay"; }
seen_at() { sed -n "s/.*at $1: \([0-9a-f]*\) .*count = \([0-9]*\).*/\1 \2/p" "$work/seen"; }
count_at() { seen_at "$1" | cut -d' ' -f2; }
apart() { # apart FROM TO: prints the number of instructions between two marks
    from=$(count_at "$1") to=$(count_at "$2")
    if [ "$from" ] && [ "$to" ]; then echo $((to - from)); else echo "no mark"; fi
}

# A process of the complete kernel

record planted --mode quiet --command planted --until "No process is left" "$OBJ/test.img"
recording=planted
go continue break-exception continue "$(mark fault)" \
    "last-write &pointer" "$(mark write)" "info line *\$pc" "x/i \$pc" "p/x pointer" stepi "p/x pointer" "$(mark after)" \
    "last-write &pointer" "$(mark directly)" stepi \
    reverse-stepi "$(mark again)" continue "$(mark fault2)" \
    "tbreak plant" reverse-continue "$(mark plant)" "info symbol \$pc" continue "$(mark fault3)" \
    'python gdb.execute("last-write physical %d 8" % last_write.place_of("&pointer").pa)' "$(mark physical)" continue \
    "last-write in 1 &pointer" "$(mark in)" continue \
    "last-write &often" "$(mark often)" continue "last-write &never" "last-write &never 9" "last-write pt 1" "last-write nosuch" \
    "last-write pt 1 &pointer" "bt 6"
by="by process 1 \(planted\) in plant, tests/guest/planted.c"
passes "last-write finds what planted the pointer, and both values" \
    gdb_says "^0x[0-9a-f]*: 0x10[0-9a-f]* -> 0x10, $by:$(line_of 'pointer is planted') "
passes "the ELF file has the same line for the place where gdb stops" gdb_says "^Line $(line_of 'pointer is planted') of "
passes "the instruction writes" gdb_says '^=> .*mov[a-z]*[[:space:]]+\$0x10,'
is "the memory has the old value, and after stepi the new one" "$(sed -n 's/.*\$[0-9]* = \(0x[0-9a-f]*\)$/\1/p' "$work/seen" | sed 's/^0x1.....$/old/' | head -n 2 | tr '\n' ' ')" "old 0x10 "
is "stepi is one instruction" "$(apart write after)" 1
is "last-write finds it from directly after it, too" "$(seen_at directly)" "$(seen_at write)"
is "reverse-stepi goes back to the same place" "$(seen_at again)" "$(seen_at write)"
is "continue comes to the same fault at the same instruction" "$(seen_at fault2)" "$(seen_at fault)"
passes "reverse-continue stops at a breakpoint before" gdb_says '^plant in section'
passes "that is before the write, in the same call" expr "$(apart plant write)" : '[0-4]$'
is "continue comes to the fault again" "$(seen_at fault3)" "$(seen_at fault)"
is "last-write finds the same write by its physical address" "$(seen_at physical)" "$(seen_at write)"
is "and by its address in a process" "$(seen_at in)" "$(seen_at write)"
passes "a value that is often rewritten unchanged: last-write finds the change, and says how" \
    gdb_says ", $by:$(line_of 'number is planted') |^Found by comparing contents"
is "it says both, and compares contents for no other" \
    "$(gdb_says ", $by:$(line_of 'number is planted') |^Found by comparing contents" | grep -c .)" 2
passes "last-write says that nothing wrote a value" gdb_says '^0x[0-9a-f]* seems to have been 0x0 since the recording began'
passes "last-write finds what mapped a page, by its page-table entry" \
    gdb_says '^the level-1 entry for 0x[0-9a-f]* of process 1: 0x0 -> 0x[0-9a-f]*, by the kernel in .*\(called by .*vmiter'
passes "last-write refuses too many bytes" gdb_says '^SIZE is from 1 to 8 bytes'
passes "a wrong use shows the usage" gdb_says '^usage: last-write ADDRESS'
passes "last-write refuses an unknown name" gdb_says '^No symbol "nosuch" in current context'

# A kernel that panics

record panic --mode quiet --command "hello crash=8" "$OBJ/test.img"
recording=panic
go continue "break panic" continue "$(mark panic)" "last-write pt 0 0xff000" "$(mark write)" \
    delete continue "$(mark end)" stepi reverse-stepi "$(mark back)" reverse-continue "$(mark start)" reverse-stepi
passes "from an audit's panic, last-write goes back to what opened the page" \
    gdb_says '^the level-1 entry for 0xff000 of process 0: 0x0 -> 0x[0-9a-f]*, by the kernel in .*called by .*vmiter_map, crash'
passes "gdb can go back from the end of a recording that ends in a panic" \
    gdb_says '^This is the end of the recording: from here one can only go back'
is "it goes back by one instruction" "$(apart back end)" 1
is "reverse-continue without a breakpoint goes to the start" "$(count_at start)" 0
passes "it goes no further" gdb_says '^This is the start of the recording'

rm "$recordings/panic.length"
count_before=$(count_at end)
go continue delete continue "$(mark end)"
is "a new search finds the same end" "$(count_at end)" "$count_before"

# The symbols are those of the recording

cp "$OBJ/test-kernel.elf.full" "$work/kernel.full"
cp "$OBJ/tests/guest/planted.full" "$work/planted.full"
record rebuilt --mode quiet --command planted --until "No process is left" --symbols "$work/kernel.full" \
    --program "planted=$work/planted.full" "$OBJ/test.img"
cp "$OBJ/kernel.elf.full" "$work/kernel.full"
echo "nothing that gdb reads" >"$work/planted.full"
printf '%s\n' continue "break plant" continue bt quit | timeout 600 "$OBJ/tools/run" --mode gdb --gdb-commands tools/gdb/weensy.py \
    --replay "$recordings/rebuilt.events" --log "$work/log" "$recordings/rebuilt.img" >"$work/seen" 2>&1
passes "after a rebuild the kernel's symbols are those of the recording" gdb_says '^Temporary breakpoint 1, kernel_start \($|^Temporary breakpoint 1, kernel_start \(command='
passes "so are a program's, and breakpoints in it work" gdb_says '^Breakpoint 2, plant .* at tests/guest/planted.c:[0-9]'

# The makefile's targets; keys

is "make says that there is no recording" \
    "$(run_make replay-gdb-fork </dev/null | head -n 1)" "There is no recording of fork: make record-fork"
shown() { patient grep -aq "$1" "$work/recorded"; } # waits until this is on the terminal
: >"$work/recorded"
{ shown "No process is left" && printf m && shown "PHYSICAL MEMORY" && printf q; } | record hello --mode console \
    --symbols "$OBJ/kernel.elf.full" --program "$OBJ/user/hello.full" "$OBJ/hello.img"
passes "the replay has the recorded keys" sh -c 'make -s OBJ="$1" RECORDINGS="$2" replay-hello </dev/null && grep -q "PHYSICAL MEMORY" "$2/hello-replay.screen"' sh "$OBJ" "$recordings"
printf '%s\n' continue "break power_off" continue "info symbol \$pc" "last-write 0x40000 8" quit | run_make replay-gdb-hello >"$work/seen"
passes "so does the replay under gdb" gdb_says '^power_off in section'
passes "last-write takes an address" gdb_says '^0x40000: 0x[0-9a-f]* -> 0x[0-9a-f]*, by the kernel.* in timer_interrupt'
printf '%s\n' continue "last-write &ticks" quit | run_make run-gdb-hello >"$work/seen"
passes "last-write refuses a run that is not a recording" gdb_says '^Only a recording goes back: make record-NAME'
cat >"$work/old-qemu" <<'END'
#!/bin/sh
[ "$1" != --version ] || echo "QEMU emulator version 5.2.0"
exit 1
END
chmod +x "$work/old-qemu"
rm "$recordings/panic.length"
go_with() { gdb_in panic "$@" </dev/null; sed 's|[^ ]*/old-qemu|old-qemu|' "$work/seen" | tail -n 1; }
is "the tool refuses a QEMU that is too old" "$(go_with --qemu "$work/old-qemu")" \
    "weensy: old-qemu is QEMU 5, which cannot go back in a recording: 6 or newer is needed"
sed -i.virtio 's/^disk .*/disk usb/' "$recordings/panic.machine"
is "the tool refuses a disk with which QEMU hangs" "$(go_with)" \
    "weensy: QEMU cannot go back in a recording with this disk, usb; with virtio, ide, ahci it can"
mv "$recordings/panic.machine.virtio" "$recordings/panic.machine"
is "the tool refuses a gdb that does not exist" "$(go_with --gdb nosuch-gdb)" "weensy: there is no nosuch-gdb; ./setup.sh installs it"

# Nothing is left behind, whatever ends first

# left_by SIGNAL NAME TEXT: a session ends when the process of that name, with that text in an argument, gets the signal.
left_by() {
    patient fails processes qemu-system* "$recordings/run/" || return # the last session's
    mkfifo "$work/nothing"
    gdb_in planted <"$work/nothing" &
    exec 3>"$work/nothing"
    patient processes qemu-system* "$recordings/run/" && patient processes "$2" "$3" &&
        kill -"$1" "$(processes "$2" "$3" | head -n 1)" && patient fails processes '?*' "$recordings/run/"
    status=$?
    exec 3>&-
    rm "$work/nothing"
    wait
    return $status
}
passes "if gdb is killed, no QEMU is left" left_by KILL gdb "$recordings/run/"
passes "nor if the tool is" left_by KILL run "$recordings/planted.events"
passes "nor if the terminal is closed" left_by HUP run "$recordings/planted.events"
rm "$recordings/planted.length"
passes "nor if the tool ends while it looks for the length" left_by TERM run "$recordings/planted.events"

# The section: a check that fails leaves a recording

cat >"$work/fail.py" <<'END'
import pathlib, sys
sys.path.insert(0, "course")
sys.dont_write_bytecode = True
import check
from engine import exercises, report, variants, workplace
settings, work, kind, name = sys.argv[1], pathlib.Path(sys.argv[2]), sys.argv[3], sys.argv[4]
variant = next(v for v in variants.variants_of("G1.3", kind) if v.name == name)
student = work / "student" / "section"
variants.fresh_copy(student)
variants.solve(student, ["G1.2"])
variant.apply(student)
place = workplace.Workplace(work / "check")
verdict = check.check_one("G1.3", student, check.read_settings(pathlib.Path(settings)), place,
                          recorded=work / "recordings")
place.remove()
report.TextReport(True).show(report.Result(exercises.named("G1.3"), verdict, False, 0))
END
check_variant() { python3 "$work/fail.py" "$OBJ/section/settings" "$work" "$@" >"$work/checked"; }
check_variant wrong check-after-the-copy
is "a check that fails says how to see it again" "$(tail -n 1 "$work/checked" | sed 's/^ *//')" \
    "make replay-check-G1.3 replays it; make replay-gdb-check-G1.3 goes back in it"
passes "make replays what the check saw" make_section replay-check-G1.3
code=$(sed -n 's/^check [0-9a-f]*: call 1 //p' "$recordings/check-G1.3.log")
printf '%s\n' continue continue "$(mark end)" "last-write $code 1" "$(mark write)" "info line *\$pc" "x/i \$pc" continue \
    "$(mark end2)" "last-write in 1 \$rsp 8" quit | make_section replay-gdb-check-G1.3 >"$work/seen"
passes "last-write: the kernel wrote its own code, for the attacker" \
    gdb_says "^$code: 0x[0-9a-f]* -> 0x57, by the kernel, for process 1 \([a-z0-9-]*\), in .*called by .*syscall_getsysname"
passes "the instruction writes memory" gdb_says '^=> .*(mov|stos)'
is "continue comes to the same end again" "$(seen_at end2)" "$(seen_at end)"
check_variant solution solution
is "a check that passes leaves no recording, and removes the old one" "$(ls "$recordings" | grep -c G1.3)" 0
is "make says that the check has no recording" "$(make_section replay-check-G1.2 | head -n 1)" \
    "There is no recording of check-G1.2: make check-G1.2 leaves one if a booted kernel fails in it"

plan
