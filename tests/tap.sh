# tap.sh: what the test scripts share. TAP on standard output: a line "ok N - name" or "not ok N - name" for
# each check, and the plan, "1..N", at the end. What a command says goes to $work/seen, a guest's screen to
# $work/screen, its log to $work/log.

OBJ=${OBJ:-obj}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM # so that EXIT is reached
ntests=0
nfailed=0

# passed NAME, failed NAME: a check's line.
passed() {
    ntests=$((ntests + 1))
    echo "ok $ntests - $1"
}
failed() {
    ntests=$((ntests + 1)) nfailed=$((nfailed + 1))
    echo "not ok $ntests - $1"
}

# passes NAME COMMAND...: the command succeeds; else shows what it printed.
passes() {
    test_name=$1
    shift
    if "$@" >"$work/output" 2>&1; then
        passed "$test_name"
    else
        failed "$test_name"
        echo "#   command: $*"
        tail -n 30 "$work/output" | sed 's/^/#   /'
    fi
}

# is NAME SEEN EXPECTED: two texts are the same.
is() {
    if [ "$2" = "$3" ]; then
        passed "$1"
    else
        failed "$1"
        printf 'expected: %s\nseen:     %s\n' "$3" "$2" | sed 's/^/#   /'
    fi
}

# skipped NAME REASON: a check that cannot be made here.
skipped() {
    passed "$1 # SKIP $2"
}

# skip_all REASON: ends a script that cannot be run here.
skip_all() {
    echo "1..0 # SKIP $1"
    exit
}

# plan: the end. Fails if a check has failed.
plan() {
    echo "1..$ntests"
    [ $nfailed -eq 0 ]
}

# Commands for checks

fails() { ! "$@"; }

# says PATTERN, shows PATTERN: $work/seen, or the screen, has a line with this extended regular expression; else prints
# all of it.
says() { grep -E -e "$1" "$work/seen" || { cat "$work/seen" && false; }; }
shows() { grep -E -e "$1" "$work/screen" || { cat "$work/screen" && false; }; }

# status_of COMMAND...: prints the command's exit status; its output goes to $work/seen.
status_of() {
    "$@" >"$work/seen" 2>&1 </dev/null
    echo $?
}

# boot NAME TEXT [OPTION...]: runs $OBJ/NAME.img, in virtual time, until TEXT is on the screen.
boot() {
    image=$OBJ/$1.img text=$2
    shift 2
    "$OBJ/tools/run" --mode headless --virtual 6 --timeout 60 --until "$text" --screen "$work/screen" \
        --log "$work/log" "$@" "$image"
}

# copy_tree DIRECTORY: makes it, a copy of the tree without its history and what was built.
copy_tree() {
    mkdir -p "$1"
    tar -cf - --exclude=./.git --exclude="./$OBJ" --exclude=./obj . | tar -xf - -C "$1"
}

# patient COMMAND...: waits until the command succeeds, but at most ten minutes. No result depends on how long it takes.
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

# block TITLE N: prints the Nth block of code under this title in docs/extend.md.
block() {
    awk -v title="## $1" -v n="$2" '/^## / { here = $0 == title }
        here && /^ *```/ { inside = !inside; count += inside; next }
        inside && count == n { sub(/^   /, ""); print }' docs/extend.md
}
