package io.parley.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses CLI = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.parley.cli");

    @Test
    void should_know_the_terminal_in_one_room_but_for_widths() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.parley.cli.terminal")
                .and()
                .doNotHaveSimpleName("Widths")
                .should()
                .dependOnClassesThat(JavaClass.Predicates.resideInAPackage("org.jline.."))
                .check(CLI);
    }

    @Test
    void should_draw_without_asking_the_sdk() {
        noClasses()
                .that()
                .resideInAPackage("io.parley.cli.screen")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("io.parley.sdk.ParleyClient")
                .check(CLI);
    }

    @Test
    void should_use_only_the_public_api_of_the_sdk() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.parley.sdk.internal..")
                .check(CLI);
    }
}
