# tap.sh: what the test scripts share. TAP on standard output: a line "ok N - name" or "not ok N - name" for
# each check, and the plan, "1..N", at the end.

OBJ=${OBJ:-obj}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM # so that EXIT is reached
ntests=0

# passes NAME COMMAND...: the command succeeds; else shows what it printed.
passes() {
    ntests=$((ntests + 1))
    test_name=$1
    shift
    if "$@" >"$work/output" 2>&1; then
        echo "ok $ntests - $test_name"
    else
        echo "not ok $ntests - $test_name"
        echo "#   command: $*"
        tail -n 30 "$work/output" | sed 's/^/#   /'
    fi
}

# is NAME SEEN EXPECTED: two texts are the same.
is() {
    ntests=$((ntests + 1))
    if [ "$2" = "$3" ]; then
        echo "ok $ntests - $1"
    else
        echo "not ok $ntests - $1"
        printf 'expected: %s\nseen:     %s\n' "$3" "$2" | sed 's/^/#   /'
    fi
}

# skipped NAME REASON: what cannot be tested here.
skipped() {
    ntests=$((ntests + 1))
    echo "ok $ntests - $1 # SKIP $2"
}

# status_of COMMAND...: prints the command's exit status; its output goes to $work/seen.
status_of() {
    "$@" >"$work/seen" 2>&1 </dev/null
    echo $?
}

plan() {
    echo "1..$ntests"
}
