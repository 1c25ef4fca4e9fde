# at-once-test.sh: two makes build in one tree at the same time.

. tests/tap.sh

section() { make --no-print-directory -s -f make/section.mk OBJ="$work/obj" "$@"; }

# twice: two makes build everything at once. Prints both statuses, and the number of errors and warnings.
twice() {
    section all "$work/obj/settings" >"$work/one" 2>&1 &
    section all "$work/obj/settings" >"$work/other" 2>&1
    other=$?
    wait $!
    echo "$? $other $(grep -ci 'error\|warning\|no such\|\*\*\*' "$work/one" "$work/other" | awk -F: '{ n += $NF } END { print n }')"
}

images() { cat "$work"/obj/*.img | cksum; }

is "two makes at once build from nothing" "$(twice)" "0 0 0"
first=$(images)
for round in 1 2 3; do
    find "$work/obj" -name '*.o' | while read -r object; do
        case $object in */section/*|*/machine/*|*/vm/*) rm "$object" ;; esac
    done
    is "they rebuild what was removed, round $round" "$(twice)" "0 0 0"
    is "the images are the same as before, round $round" "$(images)" "$first"
done
is "they leave nothing half built" "$(find "$work/obj" -name '*.[0-9]*[0-9]' -o -name '*.new' | wc -l)" 0

plan
