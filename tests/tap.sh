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

# patient COMMAND...: waits until the command succeeds. How long that takes says nothing: ten minutes are for what
# never comes.
patient() {
    for _ in $(seq 6000); do
        "$@" && return
        sleep 0.1
    done
    false
}

# processes NAME TEXT: prints the ids of the processes called NAME, a pattern of the shell's for the first 15 bytes,
# that have an argument with this text in it. Fails if there is none.
processes() {
    for file in $(grep -lsFz -e "$2" /proc/[0-9]*/cmdline); do
        directory=${file%/cmdline}
        # shellcheck disable=SC2254  # it is a pattern
        case $(cat "$directory/comm" 2>/dev/null) in
        $1) echo "${directory#/proc/}" ;;
        esac
    done | grep .
}

plan() {
    echo "1..$ntests"
}
