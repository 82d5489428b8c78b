package io.parley.broker;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The walls of docs/architecture.md: each vendor has one room, and rooms know only those behind them. */
@AnalyzeClasses(packages = "io.parley.broker", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule hivemq_is_known_to_the_edge_and_the_root_only = noClasses()
            .that()
            .resideOutsideOfPackages("io.parley.broker", "io.parley.broker.edge..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.hivemq..");

    @ArchTest
    static final ArchRule pekko_is_known_to_the_cluster_only = noClasses()
            .that()
            .resideOutsideOfPackage("io.parley.broker.cluster..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.pekko..", "scala..");

    @ArchTest
    static final ArchRule the_driver_is_known_to_its_storage_only = noClasses()
            .that()
            .resideOutsideOfPackage("io.parley.broker.storage.cassandra..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.datastax..");

    @ArchTest
    static final ArchRule javalin_is_known_to_http_only = noClasses()
            .that()
            .resideOutsideOfPackage("io.parley.broker.http..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.javalin..", "org.eclipse.jetty..");

    @ArchTest
    static final ArchRule the_logic_knows_no_vendor_and_no_room_before_it = noClasses()
            .that()
            .resideInAnyPackage(
                    "io.parley.broker.api..",
                    "io.parley.broker.conversation..",
                    "io.parley.broker.delivery..",
                    "io.parley.broker.history..",
                    "io.parley.broker.list..",
                    "io.parley.broker.location..",
                    "io.parley.broker.schedule..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "com.hivemq..",
                    "org.apache.pekko..",
                    "com.datastax..",
                    "io.javalin..",
                    "io.micrometer..",
                    "com.github.benmanes..",
                    "io.parley.broker.cluster..",
                    "io.parley.broker.edge..",
                    "io.parley.broker.identity..",
                    "io.parley.broker.observe..",
                    "io.parley.broker.storage.cassandra..",
                    "io.parley.broker.storage.memory..");

    @ArchTest
    static final ArchRule the_ports_know_nobody = noClasses()
            .that()
            .resideInAPackage("io.parley.broker.storage")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.parley.broker.storage.cassandra..",
                    "io.parley.broker.storage.memory..",
                    "io.parley.broker.conversation..",
                    "io.parley.broker.delivery..",
                    "io.parley.broker.cluster..",
                    "io.parley.broker.edge..");

    @ArchTest
    static final ArchRule nobody_behind_the_edge_knows_it = noClasses()
            .that()
            .resideInAnyPackage(
                    "io.parley.broker.cluster..",
                    "io.parley.broker.identity..",
                    "io.parley.broker.http..",
                    "io.parley.broker.storage..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.parley.broker.edge..");
}
