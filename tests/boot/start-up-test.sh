# start-up-test.sh: whichever allocation fails while the kernel starts, the kernel says so. It panics, or starts the
# programs that it can start. (tests/guest/test-start-up.c goes through all programs.)

. tests/tap.sh

# start N: boots hello with the Nth allocation failing. It leaves the screen in $work/screen.N, the log in $work/log.N,
# and how the run ended in $work/end.N.
start() {
    "$OBJ/tools/run" --mode quiet --virtual 6 --timeout 60 --until 'No process is left' \
        --command "hello fail=$1" --log "$work/log.$1" --screen "$work/screen.$1" "$OBJ/test.img" 2>"$work/end.$1"
    echo "status $?" >>"$work/end.$1"
}
shown() { tr -d '\n' <"$work/screen.$1" | grep -q "$2"; } # a message may be longer than a row
has() { grep -q "$2" "$work/log.$1"; }

# ending N: says in one word how start N ended.
ending() {
    case $(tail -n 1 "$work/end.$1") in
    "status 2") shown $1 'KERNEL PANIC: .*no memory for a page-table page' &&
        has $1 'KERNEL PANIC: .*no memory for a page-table page' && echo panic ;;
    "status 0") if shown $1 "Cannot start program 'hello': not enough memory"; then
            shown $1 'Hello!' || echo refused
        elif shown $1 'Hello!'; then
            echo runs
        fi ;;
    esac
}

# Two boots at a time, until one goes through.
n=1
endings=
while [ $n -lt 100 ]; do
    start $n &
    start $((n + 1))
    wait
    for i in $n $((n + 1)); do
        end=$(ending $i)
        endings="$endings${endings:+ }${end:-bad:$i}"
    done
    n=$((n + 2))
    case $endings in *runs*) break ;; esac
done

is "as allocations fail later, boots panic, then refuse the program, then succeed" \
    "$(printf '%s\n' $endings | uniq | tr '\n' ' ')" "panic refused runs "
passes "the kernel's own page tables take several allocations" test "$(printf '%s\n' $endings | grep -c panic)" -ge 6
passes "a program's start takes several allocations" test "$(printf '%s\n' $endings | grep -c refused)" -ge 6

cp "$OBJ/test.img" "$work/disk.img"
printf 'hello fail=%d e=forkexit,viewer=1\0' "$(printf '%s\n' $endings | grep -n refused | head -n 1 | cut -d : -f 1)" |
    dd of="$work/disk.img" bs=1 seek=$((0x1010)) conv=notrunc 2>/dev/null
passes "a kernel without programs answers keys: it starts others, and turns the machine off" \
    python3 tests/boot/plain-qemu.py "$work/disk.img" "see:Cannot start program 'hello': not enough memory" \
    key:e 'see:(forkexit, ' key:q end

plan
