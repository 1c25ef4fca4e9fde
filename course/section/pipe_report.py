"""H2: turns what the referee in the guest logged into a verdict that a student can use."""

from engine.verdict import passed, wrong

NAMES = {"9": "sys_pipewrite", "10": "sys_piperead"}
SIDES = NAMES["9"], NAMES["10"]
ERRORS = {"-11": "E_AGAIN", "-14": "E_FAULT", "-22": "E_INVAL", "-12": "E_NOMEM", "-38": "E_NOSYS",
          "-1": "-1"}
MOST_CALLS = 4  # per message, both sides together; the referee says if there are more
FEWEST = 2.05


def facts(line):
    """{name: text} for the words name=text in a line."""
    return dict(word.split("=", 1) for word in line.split() if "=" in word)


class Report:
    """What the referee logged in a boot, by kind of line."""

    def __init__(self, boot):
        said = boot.said()

        def of(kind):
            return [facts(line) for line in said if line.startswith(kind + " ")]
        self.scene = next((line[6:] for line in reversed(said) if line.startswith("scene ")), "")
        self.failure = next(iter(of("fail")), None)
        self.calls = of("call")
        self.processes = of("process")
        self.counts = of("counted")
        self.unset = next(iter(of("unset")), None)
        self.bad = next((facts(line) for line in reversed(said) if line.startswith("bad ")), None)
        self.too_many_calls = "too many calls" in said
        self.over = "over" in said

    def details(self):
        lines = [f"in the scene '{self.scene}'; the last calls and their results:"]
        lines += [_call_line(call) for call in self.calls]
        return lines + [_process_line(p) for p in self.processes]


def _result(text):
    return ERRORS.get(text, text)


def _call(fact):
    """As in a program: sys_pipewrite(0x120000, 12)."""
    size = "-1" if fact["size"] == str(2**64 - 1) else fact["size"]
    return f"{NAMES[fact['call']]}({fact['address']}, {size})"


def _call_line(call):
    times = f", {call['times']} times in a row" if call["times"] != "1" else ""
    data = " ".join(call["bytes"][i:i + 2] for i in range(0, len(call["bytes"]), 2))
    more = " ..." if int(call["result"]) > len(data.split()) > 0 else ""
    return (f"process {call['pid']}: {_call(call)} = {_result(call['result'])}{times}"
            + (f"  [{data}{more}]" if data else ""))


def _is_waiting(process):
    return process["call"] in NAMES


def _process_line(process):
    doing = f"in {_call(process)}" if _is_waiting(process) else "in no call of the pipe"
    return f"process {process['pid']} is {process['state']}, {doing}"


def verdict_on(boot, where):
    report = Report(boot)
    if report.failure is None:
        if boot.status == 2 and report.bad and "arguments are out of bounds" in report.scene:
            return wrong(f"the kernel panics in {_call(report.bad)}, whose memory the caller may not use",
                         expected="E_FAULT", where=boot.innermost_place() or where, details=boot.ending()[1])
        what = "the kernel" + (f", in the scene '{report.scene}'," if report.scene else "")
        boot.require_end(where, what)
        if not report.over:
            return wrong("the run ended too early", where=where, details=boot.log[-8:])
        return _verdict_on_counts(report, where)
    message, expected, seen = WORDS[report.failure["kind"]](report, report.failure)
    message += _unset_result(report) + _bad_write(report)
    details = report.details()
    if report.failure["kind"] == "faulted":
        details += [line for line in boot.log if line][-4:]
    return wrong(message, expected=expected, seen=seen, where=where, details=details)


# How many calls there were

def _verdict_on_counts(report, where):
    messages = int(report.counts[0]["messages"])
    if not any(int(c["calls"]) for c in report.counts):
        return passed()  # these scenes were not for counting
    per_message = [int(c["calls"]) / max(messages, 1) for c in report.counts]
    total = sum(per_message)
    text = " and ".join(f"{n:.1f} {side}" for n, side in zip(per_message, SIDES))
    if report.too_many_calls:
        return wrong(f"{total:.1f} calls per message: {text}",
                     expected=f"at most {MOST_CALLS}; there is a way with one on each side",
                     seen=f"{messages} messages of up to 200 bytes, from a writer without pauses",
                     where=where, details=[line for side, c in zip(SIDES, report.counts)
                                           for line in _vain_calls(side, c)])
    praise = (": well done, that is about as few as there can be" if total <= FEWEST
              else "; there is a way with one on each side")
    return passed(f"{text} calls per message{praise}")


def _vain_calls(side, count):
    texts = {"agains": "returned E_AGAIN", "zeros": "returned 0", "ones": "moved a single byte"}
    return [f"{count[key]} of {count['calls']} {side} calls {text}"
            for key, text in texts.items() if int(count[key])]


UNSET_KINDS = "strange", "more", "order", "surplus", "zero"


# What went wrong: for each kind of failure, (message, expected, seen)

def _unset_result(report):
    """A hint if a call returned its own number, and that makes no sense as a result."""
    failure, unset = report.failure, report.unset
    call = _last_call(report, failure.get("reader") or failure.get("pid"))
    pid, number = unset["pid"], "9"
    if call and call["result"] == call["call"] and failure["kind"] in UNSET_KINDS:
        pid, number = call["pid"], call["call"]
    elif (failure["kind"], failure.get("writer"), failure.get("position")) != (
            "order", unset["pid"], unset["position"]):
        return ""
    return (f" (process {pid} got {number} from {NAMES[number]}: that is the call's number, which was "
            "in %rax when it was made)")


def _bad_write(report):
    """A hint if bytes that no process wrote may come from a call with arguments out of bounds."""
    for p in report.processes:
        if p["call"] == "9" and int(p["usable"]) < int(p["size"]) and report.failure["kind"] in UNSET_KINDS:
            return (f" (process {p['pid']} is in {_call(p)}, of which only {p['usable']} bytes are its own: did "
                    "the kernel take others?)")
    return ""


def _last_call(report, pid):
    return next((c for c in reversed(report.calls) if c["pid"] == pid), None)


def _more(report, failure):
    call = _last_call(report, failure["pid"])
    return (f"{NAMES[call['call']]} returned more than it was asked for",
            f"at most {failure['size']}", failure["result"])


def _zero(report, failure):
    call = _last_call(report, failure["pid"])
    return (f"{_call(call)}: with size 0, at whatever address, a call moves nothing", "0, at once",
            _result(failure["result"]))


def _error(report, failure):
    call = _last_call(report, failure["pid"])
    if failure["bad"] == "1":
        return (f"{_call(call)}, whose memory the caller may not use, returned another error", "E_FAULT",
                _result(failure["result"]))
    return (f"{_call(call)} failed, though that memory is the caller's",
            "a number of bytes, or E_AGAIN", _result(failure["result"]))


def _through(report, failure):
    call = _last_call(report, failure["pid"])
    usable = int(failure["usable"])
    right = f"E_FAULT, or at most {usable} bytes" if usable else "E_FAULT"
    what = (f"of which only {usable} bytes are the caller's" if usable
            else "whose memory the caller may not use itself")
    return (f"{_call(call)}, {what}, succeeded", right, failure["result"])


def _unanswered(_, failure):
    return (f"{NAMES[failure['call']]} never refuses arguments that are out of bounds",
            "E_FAULT", "E_AGAIN or 0")


def _guard(report, failure):
    call = _last_call(report, failure["pid"])
    return (f"{_call(call)} wrote outside the caller's buffer",
            f"at most {failure['usable']} bytes", f"bytes before or after them have changed; it returned "
            f"{_result(failure['result'])}")


def _strange(report, failure):
    call = _last_call(report, failure["reader"])
    untouched = failure["byte"] == "254"
    what = "left byte {} as it was" if untouched else "stored a byte that no process wrote, byte {}"
    return (f"{_call(call)} returned {call['result']}, and {what.format(failure['index'])}",
            "as many bytes in the buffer as it says", "")


def _order(_, failure):
    writer, reader, readers, position, found = (int(failure[name]) for name in (
        "writer", "reader", "readers", "position", "found"))
    if readers > 1:
        return (f"process {reader} gets bytes of process {writer} out of order, or some are missing between "
                "them", "the bytes of each writer in their order", "")
    if found < 0:
        message = f"the bytes that process {writer} wrote arrive in another order"
    elif found > position:
        many = _bytes(found - position, "is", "are")
        message = f"{many} lost of what process {writer} wrote, or late"
    else:
        message = (f"what process {writer} wrote arrives a second time, or late: "
                   f"{_bytes(position - found, '', '')} back")
    return (message, f"process {reader} gets byte {position} of it next",
            f"byte {found}" if found >= 0 else "bytes that do not follow each other")


def _twice(_, failure):
    return (f"byte {failure['position']} of what process {failure['writer']} wrote has arrived twice",
            "each byte once", f"process {failure['reader']} got it, after another process")


def _surplus(_, failure):
    return ("more bytes arrive than were written", f"at most {failure['written']}", failure["read"])


def _count(_, failure):
    return (f"what process {failure['writer']} wrote did not arrive as it was: byte "
            f"{failure['position']} (of each {failure['period']}) is lost or doubled",
            f"{failure['expected']} times", f"{failure['seen']} times")


def _mixed(_, failure):
    return (f"the bytes of one call of process {failure['writer']} did not stay together: another "
            f"process's came in between, before byte {failure['position']} of what it wrote",
            "the bytes that one call took come out together", "")


def _faulted(report, failure):
    process = next(p for p in report.processes if p["pid"] == failure["pid"])
    doing = f" in {_call(process)}" if _is_waiting(process) else ""
    return (f"process {failure['pid']} was ended{doing}", "a number of bytes, or an error",
            "an exception, sys_panic or P_FAULTED")


def _slow(_, __):
    return "it takes too long; bytes still arrive, but slowly", "", ""


def _stuck(report, failure):
    missing = int(failure["written"]) - int(failure["read"])
    for call in report.calls:
        if call["result"] == "0" and int(call["size"]) > 0 and int(call["size"]) % 65536 == 0:
            return (f"{_call(call)} returns 0, again and again: does the size fit every type on its way?",
                    "a number of bytes", "0")
    waiting = [p for p in report.processes if _is_waiting(p) and p["state"] == "blocked"]
    writers = [p for p in waiting if p["writes"] == "1"]
    readers = [p for p in waiting if p["writes"] == "0"]
    for process in waiting:
        if process["size"] == "0":
            return f"{_call(process)} blocks, although it moves nothing", "0, at once", "no end"
    stored = (f"{_bytes(missing, 'is', 'are')} written and not read" if missing
              else "all that was written is read")
    if writers and readers:
        message = (f"both sides are blocked: {_names(writers)} in {SIDES[0]}, {_names(readers)} in "
                   f"{SIDES[1]}")
    elif readers:
        message = _stay_blocked(readers, SIDES[1])
    elif writers:
        message = _stay_blocked(writers, SIDES[0])
    elif missing > 0:
        return (f"{_bytes(missing, '', '')} that {SIDES[0]} says it has taken never came",
                "every byte arrives", "no byte moves any more, and no process is blocked")
    else:
        return "no byte moves any more", "progress", stored
    return message, "no process waits while there are bytes for it, or room", stored


def _starves(report, failure):
    blocked = {p["writes"] for p in report.processes if _is_waiting(p) and p["state"] == "blocked"}
    if len(blocked) == 2 and int(failure["certain"]) <= 0:
        return _stuck(report, {"written": "0", "read": "0"})
    side = SIDES[failure["writes"] == "0"]
    what = "room" if failure["writes"] == "1" else f"{failure['certain']} bytes or more"
    return (f"process {failure['pid']} stays blocked in {side}, and nothing wakes it, although what it waits for is "
            "there", "no process waits while there are bytes for it, or room", f"{what} in the pipe")


def _bytes(number, one, many):
    return f"{number} {'byte' if number == 1 else 'bytes'} {one if number == 1 else many}".rstrip()


def _stay_blocked(processes, side):
    one = len(processes) == 1
    return (f"{_names(processes)} {'stays' if one else 'stay'} blocked in {side}, and nothing wakes "
            f"{'it' if one else 'them'}")


def _names(processes):
    names = [f"process {p['pid']}" for p in processes]
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


WORDS = {"more": _more, "zero": _zero, "error": _error, "through": _through, "unanswered": _unanswered,
         "guard": _guard, "strange": _strange, "order": _order, "twice": _twice, "surplus": _surplus,
         "count": _count, "mixed": _mixed, "faulted": _faulted, "slow": _slow, "stuck": _stuck,
         "starves": _starves}
