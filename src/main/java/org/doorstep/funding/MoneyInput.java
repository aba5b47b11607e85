package org.doorstep.funding;

import java.math.BigDecimal;
import java.util.Currency;
import org.doorstep.platform.refusal.InputCheck;

/** An amount of money. */
record MoneyInput(BigDecimal amount, Currency currency) {

    private static final int CENTS = 2;
    private static final BigDecimal MAX = new BigDecimal("999999999999.99");

    void check(InputCheck check, String path) {
        check.that(amount.signum() > 0 && amount.compareTo(MAX) <= 0, path + ".amount", "range", "0.01", MAX)
                .that(amount.stripTrailingZeros().scale() <= CENTS, path + ".amount", "format");
    }
}
