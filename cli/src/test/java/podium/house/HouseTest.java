package podium.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import podium.dashboard.http.violation.KafkaInTheWebRoom;
import podium.engine.state.StateWrittenFromBeside;
import podium.engine.violation.ClockInTheCore;
import podium.engine.violation.ThreadsInTheCore;
import podium.house.cycle.here.Here;
import podium.house.cycle.there.There;
import podium.protocol.violation.ProtocolKnowsTheScheduler;
import podium.scheduler.kafka.violation.KafkaKnowsTheActor;
import podium.scheduler.violation.SchedulerKnowsTheDashboard;

/** Every rule holds for the whole house, and every rule is broken by a class made to break it. */
final class HouseTest {
  private static final JavaClasses HOUSE =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .withImportOption(at -> !at.contains("-tests.jar"))
          .importPackages("podium");

  private static final Map<ArchRule, Class<?>> RULES =
      Map.ofEntries(
          Map.entry(HouseRules.PROTOCOL_STANDS_ALONE, ProtocolKnowsTheScheduler.class),
          Map.entry(HouseRules.SCHEDULER_KNOWS_ENGINE_ONLY, SchedulerKnowsTheDashboard.class),
          Map.entry(
              HouseRules.WORKERS_KNOW_ENGINE_ONLY,
              podium.workers.violation.WorkersKnowTheScheduler.class),
          Map.entry(HouseRules.DASHBOARD_KNOWS_ENGINE_ONLY, KafkaInTheWebRoom.class),
          Map.entry(HouseRules.ENGINE_KNOWS_PROTOCOL_AND_VALUES_ONLY, ThreadsInTheCore.class),
          Map.entry(HouseRules.ONLY_FOLD_WRITES_THE_STATE, StateWrittenFromBeside.class),
          Map.entry(HouseRules.ONLY_SNAPSHOTS_REMEMBER, ClockInTheCore.class),
          Map.entry(HouseRules.NO_CYCLES, Here.class),
          Map.entry(HouseRules.DOMAIN_DOES_NO_IO, ClockInTheCore.class),
          Map.entry(HouseRules.DOMAIN_HAS_NO_CLOCK_AND_NO_DICE, ClockInTheCore.class),
          Map.entry(HouseRules.AKKA_IN_ITS_ROOMS, ClockInTheCore.class),
          Map.entry(HouseRules.KAFKA_IN_ITS_ROOM, KafkaInTheWebRoom.class),
          Map.entry(HouseRules.DJL_IN_ITS_ROOM, KafkaInTheWebRoom.class),
          Map.entry(HouseRules.LOGBACK_IN_ITS_ROOM, KafkaInTheWebRoom.class),
          Map.entry(HouseRules.HTTP_IN_ITS_ROOM, ClockInTheCore.class),
          Map.entry(HouseRules.MICROMETER_IN_ITS_ROOM, KafkaInTheWebRoom.class),
          Map.entry(HouseRules.SQL_IN_ITS_ROOM, KafkaInTheWebRoom.class),
          Map.entry(HouseRules.HOCON_IN_ITS_ROOM, KafkaInTheWebRoom.class),
          Map.entry(HouseRules.HTTP_DOES_NOT_KNOW_KAFKA, KafkaInTheWebRoom.class),
          Map.entry(
              HouseRules.H2_DOES_NOT_KNOW_OTHERS,
              podium.dashboard.h2.violation.TablesKnowTheWeb.class),
          Map.entry(HouseRules.KAFKA_DOES_NOT_KNOW_ACTORS, KafkaKnowsTheActor.class));

  static Stream<Map.Entry<ArchRule, Class<?>>> rules() {
    return RULES.entrySet().stream();
  }

  @Test
  void house_isNotEmpty() {
    assertThat(HOUSE.size()).isGreaterThan(150);
  }

  @ParameterizedTest
  @MethodSource("rules")
  void rule_holdsInTheWholeHouse(Map.Entry<ArchRule, Class<?>> rule) {
    rule.getKey().check(HOUSE);
  }

  @ParameterizedTest
  @MethodSource("rules")
  void rule_brokenOnPurpose_isNoticed(Map.Entry<ArchRule, Class<?>> rule) {
    // why: a circle takes two
    JavaClasses violation = new ClassFileImporter().importClasses(rule.getValue(), There.class);
    assertThat(rule.getKey().evaluate(violation).hasViolation()).isTrue();
  }
}
