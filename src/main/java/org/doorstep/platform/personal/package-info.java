/** What features say of the data they keep about people, so that each can ask for a copy of all of it. */
@NullMarked
package org.doorstep.platform.personal;

import org.jspecify.annotations.NullMarked;
