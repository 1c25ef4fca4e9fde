# replay-test.sh: a recorded run can be repeated, any number of times, to the byte.

. tests/tap.sh

# Recordings have a place of their own, so that nobody's are lost.
run_make() { make --no-print-directory -s OBJ="$OBJ" RECORDINGS="$work/recordings" "$@" </dev/null; }

is "what was not recorded cannot be repeated" \
    "$(run_make replay-friends 2>&1 | head -n 1)" "There is no recording of friends: make record-friends"
mkdir "$work/recordings"
passes "a run is recorded" "$OBJ/tools/run" --mode quiet --timeout 60 --until "I'm Alice! #1024" \
    --record "$work/recordings/friends.events" --log "$work/recordings/friends.log" \
    --screen "$work/recordings/friends.screen" "$OBJ/friends.img"
for time in first second; do
    passes "the $time replay has the same screen and log" run_make replay-friends
done
cp "$work/recordings/friends.screen" "$work/good"
sed -i 's/Alice/Malice/' "$work/recordings/friends.screen"
passes "another screen would be noticed" sh -c '! "$@"' sh make -s OBJ="$OBJ" RECORDINGS="$work/recordings" replay-friends
cp "$work/good" "$work/recordings/friends.screen"

"$OBJ/tools/run" --record "$work/crash.events" --log "$work/crash.log" --mode quiet --timeout 60 \
    --command "hello crash=1" "$OBJ/test.img" 2>/dev/null
is "a panic is a panic again" \
    "$(status_of "$OBJ/tools/run" --replay "$work/crash.events" --log "$work/again.log" --mode quiet --timeout 60 "$work/crash.img")" 2
passes "with the same log" cmp "$work/crash.log" "$work/again.log"
for file in events img log; do cp "$work/crash.$file" "$work/recordings/hello.$file"; done
"$OBJ/tools/run" --mode quiet --replay "$work/crash.events" --log "$work/again.log" \
    --screen "$work/recordings/hello.screen" "$work/crash.img" 2>/dev/null
passes "make repeats it, and that it is one is no error" run_make replay-hello

echo nonsense >"$work/recordings/friends.events"
passes "a file that is no recording is told so" \
    sh -c '! "$@" 2>&1 | tee /dev/stderr | grep -q "same screen"' sh make -s OBJ="$OBJ" RECORDINGS="$work/recordings" replay-friends

plan
