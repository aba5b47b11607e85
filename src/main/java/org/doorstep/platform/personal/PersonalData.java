package org.doorstep.platform.personal;

import java.util.List;

/**
 * What a feature keeps about a person and the person's children. Every table that refers to either stands in the
 * statement of a part; a test says which do not.
 */
public interface PersonalData {

    List<CopyPart> parts();
}
