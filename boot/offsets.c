// offsets.c: the offsets in struct boot_info that the boot code needs, which is assembly.

#include "boot-info.h"
#include "offsets.h"

void
offsets(void) {
    OFFSET(BOOT_INFO_IMAGE_SECTORS, offsetof(boot_info, image_sectors));
    OFFSET(BOOT_INFO_NMEMORY, offsetof(boot_info, nmemory));
    OFFSET(BOOT_INFO_MEMORY, offsetof(boot_info, memory));
    OFFSET(BOOT_INFO_LOADER, offsetof(boot_info, loader));
    OFFSET(BOOT_INFO_PAGE_TABLES, offsetof(boot_info, page_tables));
    OFFSET(MEMORY_RANGE_SIZE, sizeof(memory_range));
    OFFSET(RANGE_ADDRESS, offsetof(memory_range, address));
    OFFSET(RANGE_BYTES, offsetof(memory_range, size));
    OFFSET(RANGE_TYPE, offsetof(memory_range, type));
    OFFSET(RANGE_ATTRIBUTES, offsetof(memory_range, attributes));
}
