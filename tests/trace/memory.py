"""The memory that the guest left, read without the trace."""

import sys

import tap
from replay import number

sys.path.insert(0, "tools/trace")
from layout import kernel_layout  # noqa: E402  (the place of reference counts, which depends on the kernel)

LEVELS = 4
PRESENT, LARGE, ADDRESS, BY_PROCESSOR = 1, 0x80, 0x000FFFFFFFFFF000, 0x60
HIGH = 256  # the first entry of a level-4 table for the high half


class Memory:
    def __init__(self, path):
        self.data = path.read_bytes()

    def value(self, address, size):
        return int.from_bytes(self.data[address:address + size], "little")

    def entries(self, table):
        """{index: entry} for entries that are not 0, without the bits that the processor sets."""
        return {i: entry for i in range(512)
                if (entry := self.value(table + 8 * i, 8) & ~BY_PROCESSOR)}

    def tables(self, root, high):
        """{address: (level, va, root, entries)} for each page of a page table."""
        found, todo = {}, [(root, LEVELS, 0)]
        while todo:
            table, level, va = todo.pop()
            found[table] = level, va, root, self.entries(table)
            for index, entry in found[table][3].items():
                if (level > 1 and entry & PRESENT and not (level < LEVELS and entry & LARGE)
                        and (high or level < LEVELS or index < HIGH)):
                    start = va + (index << 12 + 9 * (level - 1))
                    todo.append((entry & ADDRESS, level - 1, start | 0xFFFF << 48 if start >> 47 else start))
        return found

    def counts(self, layout, pages):
        start = layout["counts"]
        if layout["counts_are_pointed_to"]:
            start = self.value(start, 8) & (1 << 47) - 1
        return {page: count for page in range(pages)
                if (count := self.value(start + page * layout["count_stride"] + layout["count_offset"],
                                        layout["count_size"]))}


def check_memory(what, trace, memory, elf):
    kernel = number(trace.data["kernel_table"])
    expected = memory.tables(kernel, high=True)
    for process in trace.processes.values():
        root = number(process["root"])
        if root != kernel:
            expected.update(memory.tables(root, high=False))
    tables = {address: (*table[:3], {i: e for i, e in table[3].items() if e})
              for address, table in trace.tables.items()}
    tap.check(f"{what}: the trace does not contradict itself", trace.wrong)
    tap.check(f"{what}: its page tables at the end are those in memory", tap.different(tables, expected))
    counts = {page: count for page, count in trace.counts.items() if count}
    tap.check(f"{what}: so are the reference counts",
              tap.different(counts, memory.counts(kernel_layout(elf), trace.data["pages"])))
