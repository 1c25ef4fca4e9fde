# exercise-test.sh: an exercise is added by adding its folder, as docs/extend.md says.

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
passes "the student's texts are made anew" make -s -C "$tree" section-text
passes "README.md has the question" grep -x '### B6. The page of the stack' "$tree/section/README.md"
passes "answers.txt has its key" grep -x 'B6:' "$tree/section/answers.txt"
checked() { section check-B6 | grep "$1"; }
passes "it is checked" checked 'B6 *not yet'
sed -i 's/^B6:$/B6: 0x140000/' "$tree/section/answers.txt"
passes "a wrong answer is refused" checked 'last page of the process'
sed -i 's/^B6:.*/B6: 0x17f000/' "$tree/section/answers.txt"
passes "the right one passes" section check-B6
is "it is one more, after B5" "$(section check-B FORMAT=json 2>/dev/null |
    python3 -c 'import json, sys; print(*[e["name"] for e in json.load(sys.stdin)["exercises"]][-2:])')" "B5 B6"
is "it has hints" "$(section hint-B6 | tail -n 1)" "It grows down."
variants() { (cd "$tree" && PYTHONPATH=tests:course python3 tests/section/variants-test.py --settings obj/section/settings B6); }
is "its wrong way is tried" "$(variants | head -n 1)" "ok 1 - B6: wrong, first-page"

plan
