package org.doorstep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
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

    /** Each package says what it may use, in its {@code package-info.java}. */
    @Test
    void an_arrow_that_a_feature_does_not_declare_is_found() {
        assertThatThrownBy(() -> ApplicationModules.of("org.doorstep.undeclared", new ImportOption.OnlyIncludeTests())
                        .verify())
                .isInstanceOf(Violations.class)
                .hasMessageContaining("Module 'high' depends on module 'low'")
                .hasMessageContaining("Allowed targets: none");
        assertThat(MODULES.stream()
                        .filter(module -> !declaresItsArrows(module))
                        .map(module -> module.getIdentifier().toString()))
                .isEmpty();
    }

    private static boolean declaresItsArrows(ApplicationModule module) {
        String[] allowed = module.getBasePackage()
                .findAnnotation(org.springframework.modulith.ApplicationModule.class)
                .orElseThrow()
                .allowedDependencies();
        return !List.of(allowed).contains(org.springframework.modulith.ApplicationModule.OPEN_TOKEN);
    }

    /** So that a reader of the schema knows the folder, and the other way round. */
    @Test
    void each_feature_has_one_file_in_the_schema() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("schema"))) {
            assertThat(files.filter(Files::isRegularFile)
                            .map(file -> file.getFileName().toString().replace(".graphqls", ""))
                            .filter(name -> !name.equals("schema")))
                    .containsExactlyInAnyOrderElementsOf(MODULES.stream()
                            .map(module -> module.getIdentifier().toString())
                            .filter(name -> !List.of("platform", "sample").contains(name))
                            .toList());
        }
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
