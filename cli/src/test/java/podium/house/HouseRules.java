package podium.house;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaFieldAccess;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.util.Set;

/** The rules of the house, as docs/architecture.md tells them. */
final class HouseRules {
  private static final String[] OURS_BUT_PROTOCOL = {
    "podium.engine..",
    "podium.scheduler..",
    "podium.workers..",
    "podium.dashboard..",
    "podium.cli.."
  };

  static final ArchRule PROTOCOL_STANDS_ALONE =
      noClasses()
          .that()
          .resideInAPackage("podium.protocol..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(OURS_BUT_PROTOCOL);

  static final ArchRule ENGINE_KNOWS_PROTOCOL_AND_VALUES_ONLY =
      classes()
          .that()
          .resideInAPackage("podium.engine..")
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                      "podium.engine..",
                      "podium.protocol..",
                      "java.lang..",
                      "java.util",
                      "java.util.function..",
                      "java.util.stream..",
                      "java.time..",
                      "java.nio.charset..",
                      "java.security..",
                      "org.jspecify..")
                  .and(resideOutsideOfPackage("podium.protocol.actor.."))
                  .as("of the engine, of protocol's values, and of the JDK's pure rooms"));

  static final ArchRule ONLY_FOLD_WRITES_THE_STATE =
      noClasses()
          .that()
          .doNotHaveSimpleName("Fold")
          .and()
          // why: the fold's own hands
          .doNotHaveFullyQualifiedName("podium.engine.state.Moves")
          .and()
          .doNotHaveFullyQualifiedName("podium.engine.state.Asked")
          .and()
          // why: what was remembered of a state becomes one without a log
          .doNotHaveFullyQualifiedName("podium.engine.state.Restore")
          .should()
          .accessFieldWhere(
              DescribedPredicate.describe("writes the state", HouseRules::writesTheState));

  static final ArchRule ONLY_SNAPSHOTS_REMEMBER =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "podium.engine.state",
              "podium.engine.snapshot",
              // why: what a reign knows is copied there, and measured here
              "podium.engine.reign",
              "podium.benchmarks")
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("podium.engine.state.Memory");

  static final ArchRule NO_CYCLES = slices().matching("podium.(**)").should().beFreeOfCycles();

  static final ArchRule SCHEDULER_KNOWS_ENGINE_ONLY =
      only("podium.scheduler..", "podium.workers..", "podium.dashboard..", "podium.cli..");
  static final ArchRule WORKERS_KNOW_ENGINE_ONLY =
      only("podium.workers..", "podium.scheduler..", "podium.dashboard..", "podium.cli..");
  static final ArchRule DASHBOARD_KNOWS_ENGINE_ONLY =
      only("podium.dashboard..", "podium.scheduler..", "podium.workers..", "podium.cli..");

  static final ArchRule DOMAIN_DOES_NO_IO =
      noClasses()
          .that()
          .resideInAnyPackage("podium..domain..", "podium.engine..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "java.io..",
              "java.net..",
              "java.nio.file..",
              "java.nio.channels..",
              "java.sql..",
              "org.slf4j..",
              "akka..",
              "org.apache.kafka..",
              "ai.djl..",
              "com.fasterxml..",
              "com.typesafe..",
              "io.javalin..",
              "org.jdbi..");

  static final ArchRule DOMAIN_HAS_NO_CLOCK_AND_NO_DICE =
      noClasses()
          .that()
          .resideInAnyPackage("podium..domain..", "podium.engine..")
          .and()
          // why: what is left to chance in a simulated world comes from its seed
          .doNotHaveFullyQualifiedName("podium.engine.simulation.Chance")
          .should()
          .callMethodWhere(
              DescribedPredicate.describe(
                  "reads a clock or throws dice", HouseRules::isClockOrDice));

  static final ArchRule AKKA_IN_ITS_ROOMS =
      vendor(
          "akka..",
          "podium..actor..",
          "podium.workers.remote..",
          // why: the wiring of a part starts its actor systems
          "podium.scheduler",
          "podium.workers");

  static final ArchRule KAFKA_IN_ITS_ROOM = vendor("org.apache.kafka..", "podium..kafka..");
  static final ArchRule DJL_IN_ITS_ROOM = vendor("ai.djl..", "podium.workers.training..");
  static final ArchRule LOGBACK_IN_ITS_ROOM = vendor("ch.qos.logback..", "podium.cli.log..");
  static final ArchRule HTTP_IN_ITS_ROOM = vendor("io.javalin..", "podium.dashboard.http..");

  static final ArchRule MICROMETER_IN_ITS_ROOM = vendor("io.micrometer..", "podium..metrics..");

  static final ArchRule SQL_IN_ITS_ROOM =
      noClasses()
          .that()
          .resideInAPackage("podium..")
          .and()
          .resideOutsideOfPackage("podium.dashboard.h2..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.jdbi..", "org.h2..", "org.flywaydb..", "java.sql..");

  static final ArchRule HOCON_IN_ITS_ROOM =
      vendor(
          "com.typesafe.config..",
          "podium..config..",
          "podium.cli..",
          // why: actor systems take HOCON
          "podium.protocol.actor",
          "podium.scheduler",
          "podium.workers",
          "podium.workers.remote..");

  static final ArchRule HTTP_DOES_NOT_KNOW_KAFKA =
      room(
          "podium.dashboard.http..",
          "podium.dashboard.kafka..",
          "podium.dashboard.h2..",
          "podium.dashboard.metrics..");
  static final ArchRule H2_DOES_NOT_KNOW_OTHERS =
      room("podium.dashboard.h2..", "podium.dashboard.kafka..", "podium.dashboard.http..");
  static final ArchRule KAFKA_DOES_NOT_KNOW_ACTORS =
      room("podium.scheduler.kafka..", "podium.scheduler.actor..", "podium.scheduler.config..");

  private HouseRules() {}

  private static ArchRule only(String part, String... others) {
    return room(part, others);
  }

  private static ArchRule room(String room, String... others) {
    return noClasses()
        .that()
        .resideInAPackage(room)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(others);
  }

  private static ArchRule vendor(String vendor, String... rooms) {
    return noClasses()
        .that()
        .resideInAPackage("podium..")
        .and()
        .resideOutsideOfPackages(rooms)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(vendor);
  }

  private static boolean writesTheState(JavaFieldAccess access) {
    return access.getAccessType() == JavaFieldAccess.AccessType.SET
        && access.getTargetOwner().getPackageName().startsWith("podium.engine.state")
        && !access.getOriginOwner().equals(access.getTargetOwner());
  }

  private static boolean isClockOrDice(JavaCall<?> call) {
    JavaClass owner = call.getTargetOwner();
    String name = call.getName();
    boolean now =
        name.equals("now")
            && Set.of(Instant.class, LocalDateTime.class, ZonedDateTime.class).stream()
                .anyMatch(owner::isEquivalentTo);
    boolean clock = owner.isAssignableTo(Clock.class);
    boolean system =
        owner.isEquivalentTo(System.class)
            && Set.of("nanoTime", "currentTimeMillis", "getenv", "getProperty").contains(name);
    boolean dice =
        owner.isEquivalentTo(Math.class) && name.equals("random")
            || owner.isAssignableTo(java.util.random.RandomGenerator.class)
            || owner.isEquivalentTo(java.util.UUID.class) && name.equals("randomUUID");
    return now || clock || system || dice;
  }
}
