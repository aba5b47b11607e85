package org.doorstep.reliability;

import java.util.function.Consumer;

/** A promise to families, as a judgement of what happened. */
interface Rule {

    /** Tells of each place where the promise was broken, in a sentence. */
    void judge(Evidence evidence, Consumer<String> broken);
}
