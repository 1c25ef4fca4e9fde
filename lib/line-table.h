#ifndef WEENSY_LINE_TABLE_H
#define WEENSY_LINE_TABLE_H

// line-table.h: which function, file and line an executable's code comes from. tools/lines/ makes
// the table from the debugging information; in the disk image it comes after the executable.

#include "types.h"

typedef struct line_entry {
    uint32_t address;  // of code; the entry holds up to the next entry's address
    uint32_t function; // where its name starts, in bytes from the start of the table; 0: no code
    uint32_t file;     // likewise
    uint32_t line : 31;
    uint32_t no_frame : 1; // %rsp points to the return address
} line_entry;

typedef struct line_table {
    uint32_t size; // bytes, with entries and names
    uint32_t nentries;
    line_entry entries[]; // by address; then the names, a NUL after each
} line_table;

typedef struct code_place {
    const char *function; // "?" if unknown; then file, too
    const char *file;
    unsigned line;
    bool no_frame; // %rsp points to the return address; else %rbp to the saved %rbp below it
} code_place;

// line_table_find(table, address)
//    The place that the code at `address` comes from. The table may be NULL.
static inline code_place
line_table_find(const line_table *table, uint64_t address) {
    uint32_t start = 0,
             end = table != NULL ? table->nentries : 0; // the first after it is in there
    while (start < end) {
        uint32_t middle = start + (end - start) / 2;
        if (table->entries[middle].address <= address) {
            start = middle + 1;
        } else {
            end = middle;
        }
    }
    const line_entry *found = start > 0 ? &table->entries[start - 1] : NULL;
    if (found == NULL || found->function == 0) {
        return (code_place) {"?", "?", 0, false};
    }
    const char *names = (const char *) table;
    return (code_place) {names + found->function, names + found->file, found->line,
                         found->no_frame};
}

#endif
