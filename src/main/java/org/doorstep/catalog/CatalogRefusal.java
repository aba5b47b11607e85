package org.doorstep.catalog;

import org.doorstep.platform.refusal.Refusal;

/** How a change of the catalogue is refused. */
sealed interface CatalogRefusal extends Refusal {

    /** Another service has the same name or code. */
    record NameTaken() implements CatalogRefusal {}
}
