# replay-test.sh: a recorded run repeats, any number of times, to the byte.

. tests/tap.sh

# Recordings go to their own directory, so that a user's are not lost.
run_make() { timeout 600 make --no-print-directory -s OBJ="$OBJ" RECORDINGS="$work/recordings" "$@" </dev/null; }

is "make says that there is no recording" \
    "$(run_make replay-friends 2>&1 | head -n 1)" "There is no recording of friends: make record-friends"
mkdir "$work/recordings"
# On a busy machine QEMU ends late, and the guest goes on until then: the recording has that, too.
cat >"$work/late-qemu" <<'EOF'
#!/bin/sh
trap 'sleep 1; kill "$qemu"' TERM
qemu-system-x86_64 "$@" &
qemu=$!
while kill -0 "$qemu" 2>/dev/null; do wait "$qemu"; done
EOF
chmod +x "$work/late-qemu"
passes "a run is recorded" "$OBJ/tools/run" --qemu "$work/late-qemu" --mode quiet --timeout 600 --until "I'm Alice! #1024" \
    --record "$work/recordings/friends.events" --log "$work/recordings/friends.log" \
    --screen "$work/recordings/friends.screen" "$OBJ/friends.img"
for time in first second; do
    passes "the $time replay has the same screen and log" run_make replay-friends
done
cp "$work/recordings/friends.screen" "$work/good"
sed -i 's/Alice/Malice/' "$work/recordings/friends.screen"
passes "a different screen is an error" sh -c '! "$@"' sh make -s OBJ="$OBJ" RECORDINGS="$work/recordings" replay-friends
cp "$work/good" "$work/recordings/friends.screen"

"$OBJ/tools/run" --record "$work/crash.events" --log "$work/crash.log" --mode quiet --timeout 600 \
    --command "hello crash=1" "$OBJ/test.img" 2>/dev/null
is "a panic is a panic again" \
    "$(status_of "$OBJ/tools/run" --replay "$work/crash.events" --log "$work/again.log" --mode quiet --timeout 600 "$work/crash.img")" 2
passes "it has the same log" cmp "$work/crash.log" "$work/again.log"
for file in events img log machine; do cp "$work/crash.$file" "$work/recordings/hello.$file"; done
"$OBJ/tools/run" --mode quiet --replay "$work/crash.events" --log "$work/again.log" \
    --screen "$work/recordings/hello.screen" "$work/crash.img" 2>/dev/null
passes "make repeats it, and does not call the panic an error" run_make replay-hello

# A recording says on which machine it was made

refusal() { run_make replay-hello "$@" 2>&1 | grep '^weensy' | tail -n 1; }
another_memory() { # the tool is asked: make MEMSIZE=64M would build everything anew, under other tests
    "$OBJ/tools/run" --replay "$work/recordings/hello.events" --log "$work/again.log" --memory 96M \
        "$work/recordings/hello.img" 2>&1
}
is "a replay refuses another machine: its memory" "$(another_memory)" \
    "weensy: hello was recorded with memory 32M, which cannot become 96M: leave that out, or record anew"
is "its disk" "$(refusal DISK=ide)" \
    "weensy: hello was recorded with disk virtio, which cannot become ide: leave that out, or record anew"
is "its boot options" "$(refusal AUDIT=1)" "weensy: a recording has its command string in it: no --command, no --option"
is "system calls" "$(refusal STRACE=1)" "weensy: --strace does not go with a recording"
version=$(sed -n 's/^qemu //p' "$work/recordings/hello.machine")
sed -i 's/^qemu .*/qemu 6.1/' "$work/recordings/hello.machine"
is "another version of QEMU" "$(refusal)" \
    "weensy: hello was recorded with QEMU 6.1; this is QEMU $version, with which it cannot be replayed: record it anew"
rm "$work/recordings/hello.machine"
passes "a recording of an earlier Weensy" sh -c 'echo "$1" | grep "hello.events: nothing says on which machine it ran: record it anew$"' sh "$(refusal)"
"$OBJ/tools/run" --record "$work/recordings/hello.events" --log "$work/recordings/hello.log" --screen "$work/recordings/hello.screen" \
    --mode quiet --timeout 6000 --until "No process is left" --disk ahci --memory 48M "$OBJ/hello.img"
passes "it is replayed on its own, whatever is usual" run_make replay-hello
grep -c "ahci\|48M" "$work/recordings/hello.machine" >"$work/parts"
is "which was another" "$(cat "$work/parts")" 2

echo nonsense >"$work/recordings/friends.events"
passes "the tool refuses a file that is not a recording" \
    sh -c '! "$@" 2>&1 | tee /dev/stderr | grep -q "same screen"' sh make -s OBJ="$OBJ" RECORDINGS="$work/recordings" replay-friends

plan
