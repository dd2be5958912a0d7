package io.rempart.app;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows between the rooms of the house (docs/architecture.md). */
@AnalyzeClasses(
        packages = "io.rempart",
        importOptions = {ImportOption.DoNotIncludeTests.class, HouseTest.NoJarsOfTests.class})
class HouseTest {
    /** Tests of another module are on the path as a jar when the build packages it. */
    static final class NoJarsOfTests implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("-tests.jar");
        }
    }

    @ArchTest
    static final ArchRule theEngineNeedsTheJdkAlone = noClasses()
            .that()
            .resideInAPackage("io.rempart.engine..")
            .should()
            .dependOnClassesThat()
            .resideOutsideOfPackages(
                    "io.rempart.engine..", "java..", "javax..", "org.w3c.dom..", "org.xml.sax..", "org.jspecify..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule theGatewayKnowsTheEngineAndJetty = noClasses()
            .that()
            .resideInAPackage("io.rempart.gateway..")
            .should()
            .dependOnClassesThat()
            .resideOutsideOfPackages(
                    "io.rempart.gateway..",
                    "io.rempart.engine..",
                    "org.eclipse.jetty..",
                    "java..",
                    "javax..",
                    "org.jspecify..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule theWorkbenchKnowsTheEngineAndTheGateway = noClasses()
            .that()
            .resideInAPackage("io.rempart.workbench..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.rempart.events..",
                    "io.rempart.store..",
                    "io.rempart.console..",
                    "io.rempart.app..",
                    "org.springframework..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule eventsKnowNoOtherRoom = noClasses()
            .that()
            .resideInAPackage("io.rempart.events..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.rempart.engine..",
                    "io.rempart.store..",
                    "io.rempart.response..",
                    "io.rempart.console..",
                    "io.rempart.app..",
                    "java.sql..",
                    "org.springframework..");

    @ArchTest
    static final ArchRule theStoreKnowsEventsOnly = noClasses()
            .that()
            .resideInAPackage("io.rempart.store..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.rempart.engine..",
                    "io.rempart.response..",
                    "io.rempart.console..",
                    "io.rempart.app..",
                    "org.springframework..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule responseKnowsEventsOnly = noClasses()
            .that()
            .resideInAPackage("io.rempart.response..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.rempart.engine..",
                    "io.rempart.store..",
                    "io.rempart.console..",
                    "io.rempart.app..",
                    "java.sql..",
                    "org.springframework..");

    @ArchTest
    static final ArchRule theConsoleSeesDecisionsNeverAFirewall = noClasses()
            .that()
            .resideInAPackage("io.rempart.console..")
            .should()
            .dependOnClassesThat()
            .haveNameMatching("io\\.rempart\\.response\\.block\\..*(Blocker|Client|Server|Enforcer|Command)")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule theConsoleSeesInterfacesNeverADriver = noClasses()
            .that()
            .resideInAPackage("io.rempart.console..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.rempart.engine..",
                    "io.rempart.store..",
                    "io.rempart.app..",
                    "java.sql..",
                    "org.jdbi..",
                    "org.sqlite..",
                    "org.mariadb..",
                    "org.postgresql..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule onlyTheConsoleKnowsSpring = noClasses()
            .that()
            .resideOutsideOfPackages("io.rempart.console..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.springframework..");

    @ArchTest
    static final ArchRule roomsHaveNoCircles =
            slices().matching("io.rempart.(*)..").should().beFreeOfCycles();
}
