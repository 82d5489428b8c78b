package io.parley.sdk.internal;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.parley.sdk.TransactionalHandler;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses SDK = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.parley.sdk");

    @Test
    void should_know_paho_in_one_room() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.parley.sdk.internal.transport")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.eclipse.paho..")
                .check(SDK);
    }

    @Test
    void should_know_sql_in_one_room_and_in_the_transactional_handler() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.parley.sdk.internal.store", "io.parley.sdk.internal.client")
                .and()
                .areNotAssignableTo(TransactionalHandler.class)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "javax.sql..", "org.sqlite..")
                .check(SDK);
    }

    @Test
    void should_decide_without_clock_thread_or_network() {
        classes()
                .that()
                .resideInAPackage("io.parley.sdk.internal.session")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "io.parley.protocol..",
                        "io.parley.sdk",
                        "io.parley.sdk.internal.session",
                        "io.parley.sdk.internal.store",
                        "java.lang..",
                        "java.util",
                        "java.util.function",
                        "java.util.random",
                        "java.util.stream",
                        "java.time",
                        "org.jspecify..")
                .check(SDK);
    }

    @Test
    void should_know_jackson_in_one_room() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.parley.sdk.internal.json")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.fasterxml..")
                .check(SDK);
    }

    @Test
    void should_show_no_vendor_in_the_public_types() {
        noClasses()
                .that()
                .resideInAPackage("io.parley.sdk")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.eclipse.paho..", "org.sqlite..", "com.github..", "com.fasterxml..", "org.slf4j..")
                .check(SDK);
    }
}
