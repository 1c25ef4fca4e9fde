# exercise-test.sh: adding a folder adds an exercise, as docs/extend.md says.

. tests/tap.sh

tree=$work/tree
copy_tree "$tree"
section() { make --no-print-directory -C "$tree/section" OBJ=obj/section "$@"; }

new=$tree/course/section/B6
mkdir -p "$new/teacher"
block "An exercise of the section" 1 >"$new/exercise.md"
block "An exercise of the section" 2 >"$new/check.py"
block "An exercise of the section" 3 >"$new/teacher/wrong.txt"
echo "It grows down." >"$new/hints.txt"
printf '%s\n' "# The last page." "B6: 0x17F000" >"$new/teacher/solution.txt"
passes "make rewrites the student's texts" make -s -C "$tree" texts
passes "README.md has the question" grep -x '### B6. The page of the stack' "$tree/section/README.md"
passes "answers.txt has its key" grep -x 'B6:' "$tree/section/answers.txt"
checked() { section check-B6 | grep "$1"; }
passes "make checks it" checked 'B6 *not yet'
sed -i 's/^B6:$/B6: 0x140000/' "$tree/section/answers.txt"
passes "the check refuses a wrong answer" checked 'last page of the process'
sed -i 's/^B6:.*/B6: 0x17f000/' "$tree/section/answers.txt"
passes "the right one passes" section check-B6
is "it comes after B5" "$(section check-B FORMAT=json 2>/dev/null |
    python3 -c 'import json, sys; print(*[e["name"] for e in json.load(sys.stdin)["exercises"]][-2:])')" "B5 B6"
is "it has hints" "$(section hint-B6 | tail -n 1)" "It grows down."
variants() { (cd "$tree" && PYTHONPATH=tests:course python3 tests/section/variants-test.py --settings obj/section/settings B6); }
is "the tests try its wrong way" "$(variants | head -n 1)" "ok 1 - B6: wrong, first-page"

plan
