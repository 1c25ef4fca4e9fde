"""The log has the three physical addresses before process_setup, and they come from the page table."""

from section.logged_mappings import Addresses, check_log
from section.witness import BEFORE
from engine.verdict import passed


def check(section):
    check_log(section, "B1", Addresses, BEFORE)
    return passed("the log has the three physical addresses, as the page table maps them")
