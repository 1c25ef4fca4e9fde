#ifndef WEENSY_ACPI_H
#define WEENSY_ACPI_H

// acpi.h: turning the machine off as the ACPI specification has it.

#include "kernel-only.h"

// acpi_init()
//    Finds out how, in the firmware's tables. They may lie anywhere below 4 GiB, so this runs on
//    the loader's page tables.
void acpi_init(void);

// acpi_power_off()
//    Turns the machine off; returns if the firmware has not said how.
void acpi_power_off(void);

#endif
