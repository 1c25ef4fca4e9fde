// keys.js: the keyboard. Keys go to the half that was used last. In text fields and lists of
// choices they do what they always do.

const BIG_STEP = 100;

const KEYS = {
    ArrowRight: (half, event) => half.seek(half.position + (event.shiftKey ? BIG_STEP : 1)),
    ArrowLeft: (half, event) => half.seek(half.position - (event.shiftKey ? BIG_STEP : 1)),
    ArrowDown: (half) => half.seek(half.list.step(1)),
    ArrowUp: (half) => half.seek(half.list.step(-1)),
    Home: (half) => half.seek(NO_EVENT),
    End: (half) => half.seek(half.trace.length - 1),
    " ": (half) => half.play(!half.playing),
    f: (half) => half.list.fold(!half.list.folding),
    n: (half) => half.seekProblem(1),
    p: (half) => half.seekProblem(-1),
    s: (half) => half.seekKind(KIND.syscall, 1),
    S: (half) => half.seekKind(KIND.syscall, -1),
    e: (half) => half.seekKind(KIND.exception, 1),
    E: (half) => half.seekKind(KIND.exception, -1),
    a: (half) => {
        half.inspector.open("address");
        half.find(".address").select();
    },
    v: (half) => {
        const select = half.find(".which");
        half.chooseProcess(select.options[(select.selectedIndex + 1) % select.options.length].value);
    },
    0: (half) => half.list.toggle(-1),
};
FILTERS.forEach((_, number) => {
    KEYS[number + 1] = (half) => half.list.toggle(number);
    KEYS[`Shift+${number + 1}`] = (half) => half.list.only(number);
});

// keyOf(event)
//    The name of the key. What a digit with Shift types depends on the keyboard, so for digits the
//    key's place counts.
function keyOf({key, code, shiftKey}) {
    const digit = shiftKey && /^Digit([1-9])$/.exec(code ?? "");
    return digit ? `Shift+${digit[1]}` : key;
}

// pressKey(event, half)
//    Does in `half` what the key stands for. False if it has no meaning here, or is meant for the
//    element that has the focus.
function pressKey(event, half) {
    const act = KEYS[keyOf(event)];
    if (!act || event.ctrlKey || event.metaKey || event.altKey || isMeantElsewhere(event)) {
        return false;
    }
    act(half, event);
    return true;
}

function isMeantElsewhere({target, key}) {
    const tag = target.tagName;
    if (tag === "BUTTON" || tag === "SUMMARY") {
        return key === " ";
    }
    return tag === "SELECT" || (tag === "INPUT" && target.type !== "button");
}
