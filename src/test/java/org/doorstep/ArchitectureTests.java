package org.doorstep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModule;
import org.springframework.modulith.core.ApplicationModules;
import org.springframework.modulith.core.Violations;

/** The arrows between features run one way, and nothing reaches into a feature's own classes. */
class ArchitectureTests {

    private static final ApplicationModules MODULES = ApplicationModules.of(Doorstep.class);

    @Test
    void features_reach_each_other_along_the_arrows_only() {
        MODULES.verify();
    }

    @Test
    void the_platform_knows_no_feature() {
        ApplicationModule platform = MODULES.getModuleByName("platform").orElseThrow();
        assertThat(platform.getDirectDependencies(MODULES).uniqueModules()).isEmpty();
    }

    @Test
    void nothing_knows_the_sample_data() {
        assertThat(MODULES.stream()
                        .filter(module -> !module.getIdentifier().toString().equals("sample"))
                        .flatMap(module -> module.getDirectDependencies(MODULES).uniqueModules())
                        .map(module -> module.getIdentifier().toString()))
                .doesNotContain("sample");
    }

    /** The control: a pair of features that know each other is found. */
    @Test
    void a_wrong_arrow_is_found() {
        assertThatThrownBy(() -> ApplicationModules.of("org.doorstep.wrongarrows", new ImportOption.OnlyIncludeTests())
                        .verify())
                .isInstanceOf(Violations.class)
                .hasMessageContaining("Cycle detected");
    }
}
