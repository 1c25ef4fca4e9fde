// page-table-model.c: the list of entries, searched from end to end.

#include "test.h"
#include "page-table-model.h"
#include "page-tables.h"

static bool
covers(const model_entry *e, uint64_t va) {
    return va >= e->va && va - e->va < entry_size(e->level);
}

model_view
model_look(const model *m, uint64_t va) {
    if (va >= VA_LOWEND && va < VA_HIGHSTART) {
        return (model_view) {UINT64_MAX, 0, VA_LOWEND, VA_HIGHSTART - 1, 0};
    }
    const model_entry *lowest = NULL;
    uint64_t all = PTE_P | PTE_W | PTE_U, any = 0;
    for (const model_entry *e = m->entries; e < m->entries + m->n; ++e) {
        if (covers(e, va)) {
            all &= e->perm;
            any |= e->perm & PTE_XD;
            lowest = lowest == NULL || e->level < lowest->level ? e : lowest;
        }
    }

    bool mapped = lowest != NULL && lowest->maps;
    int level = mapped ? lowest->level : lowest != NULL ? lowest->level - 1 : PAGETABLE_LEVELS;
    uint64_t offset = va % entry_size(level);
    model_view view = {UINT64_MAX, 0, va - offset, va - offset + entry_size(level) - 1, level};
    if (mapped) {
        const uint64_t own = PTE_PS | PTE_A | PTE_D | PTE_OS1 | PTE_OS2 | PTE_OS3;
        view.pa = lowest->pa + offset;
        view.perm = all | any | (lowest->perm & own);
    }
    return view;
}

bool
model_next(const model *m, uint64_t va, uint64_t *next) {
    bool found = false;
    for (const model_entry *e = m->entries; e < m->entries + m->n; ++e) {
        if (e->maps && e->va > va && (!found || e->va < *next)) {
            *next = e->va;
            found = true;
        }
    }
    return found;
}

uint64_t
model_range_perm(const model *m, uint64_t va, uint64_t sz) {
    if (sz == 0 || sz - 1 > VA_LAST - va) {
        return 0;
    }
    uint64_t last = va + (sz - 1), perm = UINT64_MAX;
    for (;;) {
        model_view view = model_look(m, va);
        perm &= view.perm;
        if (view.perm == 0 || view.last_va >= last) {
            return perm & PTE_P ? perm : 0;
        }
        va = view.last_va + 1;
    }
}

model_entry *
model_find(model *m, uint64_t va, int level) {
    for (model_entry *e = m->entries; e < m->entries + m->n; ++e) {
        if (e->level == level && covers(e, va)) {
            return e;
        }
    }
    return NULL;
}

// entry_for(m, va, level)
//    The entry of `level` that covers `va`, a new one if there is none.
static model_entry *
entry_for(model *m, uint64_t va, int level) {
    model_entry *e = model_find(m, va, level);
    if (e == NULL) {
        assert_in_range(m->n, 0, MODEL_MAX - 1);
        e = &m->entries[m->n++];
        *e = (model_entry) {.va = va - va % entry_size(level), .level = level, .perm = PTE_PWU};
    }
    return e;
}

void
model_put(model *m, uint64_t va, int level, uint64_t pa, uint64_t perm) {
    for (int above = PAGETABLE_LEVELS; above > level; --above) {
        entry_for(m, va, above);
    }
    model_entry *e = entry_for(m, va, level);
    e->maps = true;
    e->pa = pa;
    e->perm = perm;
}

void
model_remove(model *m, uint64_t va) {
    for (model_entry *e = m->entries; e < m->entries + m->n; ++e) {
        if (e->maps && covers(e, va)) {
            *e = m->entries[--m->n];
            return;
        }
    }
}

unsigned
model_table_pages(const model *m) {
    unsigned n = 1;
    for (int i = 0; i < m->n; ++i) {
        n += !m->entries[i].maps;
    }
    return n;
}
