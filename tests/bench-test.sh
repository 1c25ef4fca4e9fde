# bench-test.sh: the benchmark counts, exactly. Its budgets hold for GCC 12.

. tests/tap.sh

bench() { python3 bench/bench.py --obj "$OBJ" --counts "$@"; }

passes "it measures" bench --json "$work/first"
passes "and again, beside the first run" bench --json "$work/second" --compare "$work/first"
is "the second run has the same counts" "$(cat "$work/second")" "$(cat "$work/first")"
if [ "$(${CC:-gcc} -dumpversion)" = 12 ]; then
    is "every count is within its budget" "$(bench --json "$work/third" | grep '!')" ""
fi

cp bench/times.py "$work"
sed 's/"sys_getpid, in the kernel", 60/"sys_getpid, in the kernel", 1/' bench/bench.py >"$work/bench.py"
is "a count over its budget is an error" \
    "$(status_of python3 "$work/bench.py" --obj "$OBJ" --counts --json "$work/fourth")" 1
passes "and marked" grep 'sys_getpid.* 1 .*%  *!' "$work/seen"
is "a file of figures that is none is told so" \
    "$(bench --compare bench/bench.mk --json "$work/fifth" 2>&1 | grep -c 'no file of an earlier run')" 1

plan
