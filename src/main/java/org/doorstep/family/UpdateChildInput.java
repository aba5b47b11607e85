package org.doorstep.family;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.ArgumentValue;

/** Changes to a child; a field that is omitted stays as it is. */
record UpdateChildInput(
        String childId, @Nullable String nickname, @Nullable LocalDate birthDate, ArgumentValue<String> notes) {}
