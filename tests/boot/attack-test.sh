# attack-test.sh: the act list says by itself which acts a processor cannot stop. (What it says where all can be
# stopped: screens-test.sh; which protection stops which act: protections-test.py.)

. tests/tap.sh

# attack CPU: the list's end, as the screen has it, on such a processor.
attack() {
    "$OBJ/tools/run" --mode quiet --virtual 6 --timeout 120 --cpu "$1" --until 'the witness is' --screen "$work/screen" \
        --log "$work/log" "$OBJ/attack.img" && cat "$work/screen"
}
says() { grep -E "$1" "$work/screen" || { cat "$work/screen"; false; }; }

# lacks FEATURE N: so many acts succeed for want of it, and are told so.
lacks() {
    is "without $1, $2 acts say so" "$(grep -c "processor lacks $1\$" "$work/screen")" "$2"
}

passes "the list is tried on a processor without execute-disable" attack max,-nx
lacks xd 5
passes "these are all it lacks" says 'attack: no kernel can stop 5 for want'
passes "and the kernel lets none through" says 'acts: .* 0 got through'

passes "the list is tried on a processor without more" attack qemu64,-nx
lacks xd 5
lacks umip 5
passes "these are all that one lacks" says 'attack: no kernel can stop 10 for want'
passes "and the kernel lets none through there" says 'acts: .* 0 got through'

plan
