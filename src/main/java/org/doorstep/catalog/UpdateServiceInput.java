package org.doorstep.catalog;

import org.doorstep.platform.refusal.InputCheck;
import org.springframework.graphql.data.ArgumentValue;

/** Changes to a service; what is omitted stays as it is. */
record UpdateServiceInput(
        String serviceId,
        ArgumentValue<String> name,
        ArgumentValue<String> nameEn,
        ArgumentValue<String> description,
        ArgumentValue<Boolean> basic,
        ArgumentValue<Integer> position,
        ArgumentValue<Boolean> retired) {

    void check() {
        InputCheck check = new InputCheck();
        mayNotBeNull(check, "name", name);
        mayNotBeNull(check, "description", description);
        mayNotBeNull(check, "basic", basic);
        mayNotBeNull(check, "position", position);
        mayNotBeNull(check, "retired", retired);
        ServiceTexts.check(check, name.value(), nameEn.value(), description.value());
        check.orRefuse();
    }

    private static void mayNotBeNull(InputCheck check, String field, ArgumentValue<?> value) {
        check.that(value.isOmitted() || value.isPresent(), field, "required");
    }
}
