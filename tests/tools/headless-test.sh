# headless-test.sh: the screen as plain text has whole lines, each once, however busy the host is.

. tests/tap.sh

run() { "$OBJ/tools/run" --mode headless --log "$work/log" "$@" </dev/null 2>"$work/seen"; }
lines() { run --command "$1" "$OBJ/test.img"; }

lines lines >"$work/shown"
seq -f 'slow %.0f of 300' 300 >"$work/expected"
grep slow "$work/shown" >"$work/slow"
passes "slowly printed lines all appear, in order, once" \
    diff "$work/expected" "$work/slow"

# whole: of lines printed fast, those that appear are whole and in order, and gaps are marked.
whole() {
    grep -A 100000 '^slow 300' "$work/shown" | sed 1d | awk '
        /^\[\.\.\.\]$/ { gap = 1; ++gaps; next }
        /^fast [0-9]+, which is 1 after [0-9]+$/ {
            if ($2 + 0 != $NF + 1 || $2 + 0 <= last || ($2 + 0 != last + 1 && !gap)) { print "after fast " last ": " $0; bad = 1 }
            last = $2 + 0; gap = 0; ++seen; next
        }
        /^No process is left/ || /^$/ { next }
        { print "not a line: " $0; bad = 1 }
        END { print seen " seen, " gaps " gaps"; exit bad || last != 3000 || gaps < 1 }'
}
passes "fast lines that appear are whole, and gaps are marked" whole

lines "lines lines" >"$work/two"
lines "lines lines" >"$work/again"
passes "a run shows the same text each time" cmp "$work/two" "$work/again"

run "$OBJ/attack.img" >"$work/attack"
harmless=$(sed -n 's/^attack: .* acts: \([0-9]*\) refused, \([0-9]*\) process faulted.*/\1 + \2/p' "$work/attack")
is "attack: each act that is refused, or faults, appears once" \
    "$(grep -cE ' (refused|process faulted)$' "$work/attack")" "$(expr $harmless)"

plan
