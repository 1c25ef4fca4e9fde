# bench-test.sh: the benchmark counts exactly. Its budgets hold for GCC 12 to 14. No entry into the kernel takes longer
# than docs/design.md says.

. tests/tap.sh

bench() { python3 bench/bench.py --obj "$OBJ" --counts "$@"; }

passes "the benchmark runs" bench --json "$work/first"
passes "it runs again, and shows the first run beside it" bench --json "$work/second" --compare "$work/first"
is "the second run has the same counts" "$(cat "$work/second")" "$(cat "$work/first")"
case $(${CC:-gcc} -dumpversion) in 12 | 13 | 14)
    is "every count is within its budget" "$(bench --json "$work/third" | grep '!')" ""
    ;;
esac

cp bench/times.py "$work"
sed 's/"sys_getpid, in the kernel", 60/"sys_getpid, in the kernel", 1/' bench/bench.py >"$work/bench.py"
is "a count over its budget is an error" \
    "$(status_of python3 "$work/bench.py" --obj "$OBJ" --counts --json "$work/fourth")" 1
passes "the table marks that count" says 'sys_getpid.* 1 .*%  *!'
is "a file that has no figures is refused" \
    "$(bench --compare bench/bench.mk --json "$work/fifth" 2>&1 | grep -c 'not a file of an earlier run')" 1

# How long the kernel may take

longest() { python3 "$work/longest.py" --obj "$OBJ" --quick; }
if "${QEMU:-qemu-system-x86_64}" -help | grep -q '^-plugin '; then
    cp bench/longest.py "$work"
    is "hostile programs do not keep the kernel for too long" "$(status_of longest)" 0
    sed -e 's/16: 1_000_000/16: 100_000/' -e '/^RUNS = /,/^]/ { /viewer/d; }' bench/longest.py >"$work/longest.py"
    is "an entry that takes longer is an error" "$(status_of longest)" 1
    passes "the table marks that entry" says 'instructions.* 100,000 .*%  *!'
else
    skipped "hostile programs do not keep the kernel for too long" "this QEMU takes no plugins"
fi

plan
