package org.doorstep.funding;

import org.doorstep.platform.money.Money;

/** A line of a project's budget. */
record BudgetLine(String name, Money amount) {}
