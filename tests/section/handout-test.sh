# handout-test.sh: what `make handout` makes stands alone.

. tests/tap.sh

directory=$work/handout
in_handout() {
    (cd "$directory/section" && env -u OBJ -u MAKEFLAGS make --no-print-directory CI=true "$@")
}
# boot_handout NAME TEXT: boots the handout's NAME.
boot_handout() {
    in_handout all >/dev/null && (OBJ=$directory/obj/section && boot "$@")
}

done_of() { python3 -c "import json, sys; r = json.load(sys.stdin); print(r['done'], 'of', r['total'])"; }

passes "make handout makes it" make -s handout DIR="$directory"
has_history() { git -C "$directory" log --oneline; }
passes "it has a git history" has_history
is "it has no solution, no variant, no complete kernel" \
    "$(cd "$directory" && ls -d course/section/*/teacher kernel/core tests user/eve.c 2>/dev/null)" ""
is "its README starts with two commands" "$(sed -n 1,8p "$directory/README.md" | grep -c 'setup.sh\|make check')" 2
passes "it builds without a warning" in_handout
passes "hello says hello" boot_handout hello "Hello!"
is "its checks run, and no exercise is done" "$(in_handout check FORMAT=json 2>/dev/null | done_of)" "0 of $(ls -d course/section/*/exercise.md | wc -l)"
is "its git tree is unchanged" "$(git -C "$directory" status --porcelain)" ""
is "it has no solutions" "$(in_handout solution-A1 2>/dev/null)" "This copy of the section comes without solutions."

# solve NAME...: applies these exercises' solutions to the handout.
solve() {
    python3 -c "import sys; sys.path.insert(0, 'course')
import pathlib
from engine import variants
variants.solve(pathlib.Path(sys.argv[1]), sys.argv[2:])" "$directory/section" "$@"
}
passes "the attack of G1.2 applies to it" solve G1.2
passes "with it, Eve goes on" boot_handout friends "I'm Eve! #20480"
passes "and Alice does not: the kernel ends her" grep '^process 2 (alice): ' "$work/log"

rest=$(grep -ho '^### [A-H][0-9.]*[0-9]' section/README.md | cut -c5- | grep -v 'G1.2' | tr '\n' ' ')
# shellcheck disable=SC2086  # a list
passes "all solutions apply to it" solve $rest
is "with the solutions, it passes" "$(in_handout check-A3,A5,B1,C,D1,E1,F1.2,G1.3,H2 FORMAT=json 2>/dev/null | done_of)" "9 of 9"
passes "on the solved kernel Alice continues to count" boot_handout friends "I'm Alice! #20480"
is "make handout does not write into a directory with something in it" \
    "$(make -s handout DIR="$directory" 2>&1 | grep -c 'is not empty')" 1
is "nor into one that a shell has left as ~name" \
    "$(make -s handout DIR='~nobody/handout' 2>&1 | grep -c 'say it in full')" 1

# The tree as a zip file has it, unpacked in another repository.
mkdir "$work/home"
copy_tree "$work/repository/a tree"
git init -q "$work/repository"
touch "$work/repository/a tree/section/kernel.c.orig" "$work/repository/a tree/section/kernel.c~"
in_home() { (cd "$work/repository/a tree" && HOME=$work/home make -s handout DIR='~/another one'); }
passes "make handout needs no repository, and puts it into the home directory if DIR is ~/NAME" in_home
again=$work/again
passes "make handout makes another one here" make -s handout DIR="$again"
is "both are the same" "$(diff -rq --exclude=.git "$again" "$work/home/another one" 2>&1)" ""

checked_out() { git clone -q -c core.autocrlf=true "$again" "$work/windows" && sh -n "$work/windows/setup.sh"; }
passes "its scripts run where git makes Windows line ends" checked_out

plan
