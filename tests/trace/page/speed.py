"""Moving through a long trace is as fast as through a short one. This measures the page's own processor time per frame,
so a busy machine does not matter; and it measures both in turns, so a slow one does not, either."""

import tap
from maker import make_trace
from page.bench import ALL, compare_states

SMALL, LARGE = (5000, 100000) if ALL else (1000, 10000)
STEPS = 100 if ALL else 4  # of a sweep
ROUNDS = 5 if ALL else 2
SLOWER = 2.5  # times as much per frame of a trace that is that much longer, which has more to show, too

SWEEP = """
const [positions] = arguments;
return (async () => {
    for (const position of positions) {
        weensy.seek(position);
        await weensy.frame();
    }
})()"""


def positions_of(bench, length):
    """One sweep: here and there, along the whole trace, and step by step, forward and back."""
    middle = length // 2
    return [*(bench.random.randrange(length) for _ in range(STEPS)), *range(0, length, length // STEPS),
            *range(middle, middle + STEPS), *range(middle + STEPS, middle, -1)]


def times_of_frames(bench, page, length):
    """[milliseconds of processor time per frame, on the average of a sweep, with one process shown, and with all]"""
    bench.current = None
    bench.browser.open(page)
    times = []
    for shown in ("follow", "all"):
        bench.browser.run("const s = document.querySelector('.which'); s.value = arguments[0];"
                          "s.dispatchEvent(new Event('change')); return weensy.frame()", shown)
        positions = positions_of(bench, length)
        before = bench.browser.processor_time()
        bench.browser.run(SWEEP, positions)
        times.append(1000 * (bench.browser.processor_time() - before) / len(positions))
    return times


@tap.test
def a_long_trace_is_scrubbed_as_fast_as_a_short_one(bench):
    small, large = (make_trace(seed=3, size=size, mistakes=4) for size in (SMALL, LARGE))
    pages = {len(trace["events"]): bench.page(trace, name=f"of-{len(trace['events'])}") for trace in (small, large)}
    times = {length: [] for length in pages}
    for _ in range(ROUNDS):
        for length, page in pages.items():
            times[length].append(times_of_frames(bench, page, length))
    short, long = ([min(each) for each in zip(*times[length])] for length in pages)
    for shown, one, other in zip(("one process", "all processes"), short, long):
        times = f"{shown}: {one:.1f} ms of processor time a frame with {SMALL} events, {other:.1f} with {LARGE}"
        tap.note(times)
        assert other <= SLOWER * one, f"expected at most {SLOWER} times as much: {times}"
    compare_states(bench, large, bench.random.sample(range(LARGE), 6 if ALL else 1) + [-1, LARGE - 1])
