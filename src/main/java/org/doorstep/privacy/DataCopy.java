package org.doorstep.privacy;

import java.time.Instant;
import java.util.Map;

/**
 * Everything kept about a person and the person's children.
 *
 * @param complete false when a part was longer than {@link CopyData#LONGEST_PART}
 * @param document the parts by their names
 */
record DataCopy(Instant createdAt, boolean complete, Map<String, Object> document) {}
