package org.doorstep.funding;

/** A line of a budget. */
record BudgetLineInput(String name, MoneyInput amount) {}
