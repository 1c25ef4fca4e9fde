# checks-test.sh: `make check` and its relatives, on the section as it comes and on its solutions.

. tests/tap.sh

section() { make --no-print-directory -s -f make/section.mk OBJ="$OBJ/section" "$@"; }

# count FILE EXPRESSION: prints the number of exercises in a report for which it is true; `e` is the exercise.
count() {
    python3 -c "import json, sys
print(sum(1 for e in json.load(open(sys.argv[1]))['exercises'] if $2))" "$1"
}

names() {
    python3 -c "import json, sys
for e in json.load(open(sys.argv[1]))['exercises']: print(e['name'])" "$1"
}

rm -f "$OBJ/section/progress.json"
section check FORMAT=json >"$work/fresh" 2>"$work/errors"
is "the check of a fresh section reports no error" "$? $(cat "$work/errors")" "0 "
all=$(ls -d course/section/*/exercise.md | wc -l)
is "each folder is an exercise" "$(count "$work/fresh" True)" "$all"
is "a fresh section has passed nothing" "$(count "$work/fresh" "e['state'] in ('not yet', 'skipped') and not e['done']")" "$all"
is "every line has a next step" "$(count "$work/fresh" "e['next'].startswith('make ')")" "$all"

section check FORMAT=json SOLVED=1 >"$work/solved"
is "the solutions pass everything" "$(count "$work/solved" "e['state'] == 'passed'")" "$all"
is "the report has no exercise that they do not pass" "$(grep -A3 -B3 'wrong\|not yet' "$work/solved")" ""

for name in $(names "$work/fresh"); do
    passes "$name has hints" test -s "course/section/$name/hints.txt"
    passes "$name has a solution" sh -c "ls course/section/$name/teacher/solution.*"
    passes "$name has a heading in the text" grep -q "^### $name[. ]" section/README.md
done

is "hints come one by one" "$(section hint-A7 | head -n 1; section hint-A7 | head -n 1)" \
    "A7, Virtual pages of any object: hint 1 of 3
A7, Virtual pages of any object: hint 2 of 3"
is "a solution asks first" "$(echo n | section solution-A7 | tail -n 1 | grep -o 'Not shown.')" "Not shown."
passes "a solution shows itself and why it is one" sh -c "echo y | make -s -f make/section.mk OBJ='$OBJ/section' solution-A7 | grep '^a7_virtual_pages('"
is "there are fresh instances only after a first pass" "$(section again-A7)" "First the exercise itself: make check-A7"
is "make says that there is no such exercise" \
    "$(section check-Z9 2>&1 | grep -c "There is no exercise 'Z9'")" 1

plan
