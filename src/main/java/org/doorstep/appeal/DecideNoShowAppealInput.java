package org.doorstep.appeal;

/** What the station says to an appeal. */
record DecideNoShowAppealInput(String appealId, NoShowDecision decision, String note) {}
