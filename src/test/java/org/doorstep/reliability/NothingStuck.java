package org.doorstep.reliability;

import java.util.function.Consumer;

/** No transaction is left open, and no connection of a pool in use, when all is quiet. */
final class NothingStuck implements Rule {

    @Override
    public void judge(Evidence evidence, Consumer<String> broken) {
        evidence.stuck().forEach(broken);
    }
}
