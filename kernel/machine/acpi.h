#ifndef WEENSY_ACPI_H
#define WEENSY_ACPI_H

// acpi.h: turning the machine off as the ACPI specification has it.

#include "kernel-only.h"

// acpi_power_off()
//    Turns the machine off; returns, with the loader's page tables in force, if the firmware has
//    not said how.
void acpi_power_off(void);

#endif
