package podium.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import podium.protocol.event.Event;
import podium.protocol.event.TrialStatus;
import podium.protocol.id.TrialId;
import podium.protocol.report.Outcome;

/** Trials that people pause, resume, cancel and retry, with a real trainer: every bit must stay. */
final class AskedSystemTest {
  private static final int EPOCHS = 5;
  private static final String EXPERIMENT =
      "{\"experiment\":\"%s\",\"dataset\":\"digits\",\"matrix\":{\"model\":[\"resnet18\"]},\"recipe\":"
          + "{\"epochs\":%d,\"batchSize\":32,\"cropPadding\":2,\"horizontalFlip\":true},"
          + "\"limits\":{\"trainImages\":512}}";

  private final Path dir;
  private final TestSystem system;

  AskedSystemTest(@TempDir Path dir) {
    this.dir = dir;
    this.system = new TestSystem(dir);
  }

  @AfterEach
  void endAll() {
    system.close();
  }

  private void submit(String name, int epochs) {
    system.publish(EXPERIMENT.formatted(name, epochs));
  }

  private void ask(String request, String trial) {
    system.publish("{\"request\":\"%s\",\"trial\":\"%s\"}".formatted(request, trial));
  }

  private void awaitEpoch(String trial) {
    await()
        .atMost(LogFacts.LONG)
        .until(
            () ->
                system.events(Event.EpochCompleted.class).stream()
                    .anyMatch(epoch -> epoch.trial().equals(new TrialId(trial))));
  }

  private void awaitEnd(String trial, TrialStatus status) {
    await()
        .atMost(LogFacts.LONG)
        .until(
            () ->
                system.events(Event.TrialEnded.class).stream()
                    .anyMatch(
                        ended ->
                            ended.trial().equals(new TrialId(trial)) && ended.status() == status));
  }

  private long begun(String trial) {
    return system.events(Event.TrialStarted.class).stream()
        .filter(it -> it.trial().equals(new TrialId(trial)))
        .count();
  }

  /** The state after each epoch that was reported of a trial; a second report must be equal. */
  private Map<Integer, String> states(String trial) {
    Map<Integer, String> states = new TreeMap<>();
    for (Event.EpochCompleted epoch : system.events(Event.EpochCompleted.class)) {
      if (epoch.trial().equals(new TrialId(trial))) {
        String state = epoch.result().stateHash();
        assertThat(states.merge(epoch.result().epoch(), state, (was, is) -> is)).isEqualTo(state);
      }
    }
    return states;
  }

  /** At what rate each epoch of a trial was trained. */
  private Map<Integer, Double> rates(String trial) {
    Map<Integer, Double> rates = new TreeMap<>();
    system.events(Event.EpochCompleted.class).stream()
        .filter(epoch -> epoch.trial().equals(new TrialId(trial)))
        .forEach(epoch -> rates.put(epoch.result().epoch(), epoch.result().learningRate()));
    return rates;
  }

  @Test
  void trials_pausedAndCancelledInTheirMidst_goOnBitByBit() {
    system.up().ready(system.port());
    submit("calm", EPOCHS);
    awaitEnd("calm-1.1", TrialStatus.SUCCEEDED);

    submit("paused", EPOCHS);
    awaitEpoch("paused-1.1");
    ask("pause", "paused-1.1");
    submit("between", 1);
    awaitEnd("between-1.1", TrialStatus.SUCCEEDED);
    assertThat(system.events(Event.TrialPaused.class))
        .extracting(Event.TrialPaused::trial)
        .containsExactly(new TrialId("paused-1.1"));
    assertThat(system.events(Event.AttemptEnded.class))
        .extracting(Event.AttemptEnded::outcome)
        .contains(Outcome.PREEMPTED);
    ask("resume", "paused-1.1");
    awaitEnd("paused-1.1", TrialStatus.SUCCEEDED);

    submit("cancelled", EPOCHS);
    awaitEpoch("cancelled-1.1");
    ask("cancel", "cancelled-1.1");
    awaitEnd("cancelled-1.1", TrialStatus.CANCELLED);
    ask("retry", "cancelled-1.1");
    awaitEnd("cancelled-1.1", TrialStatus.SUCCEEDED);

    Map<Integer, String> calm = states("calm-1.1");
    assertThat(calm).hasSize(EPOCHS);
    assertThat(states("paused-1.1")).isEqualTo(calm);
    assertThat(states("cancelled-1.1")).isEqualTo(calm);
    assertThat(begun("paused-1.1")).isEqualTo(2);
    assertThat(begun("cancelled-1.1")).isEqualTo(2);
    assertThat(
            system.events(Event.TrialStarted.class).stream()
                .filter(it -> it.attempt() == 2)
                .map(it -> it.start().resumedFromEpoch()))
        .allMatch(epoch -> epoch > 0);
    assertThat(system.violations()).isEmpty();
  }

  @Test
  void trial_heldAtRungsAndPromoted_isTheOneThatWasNeverHeldBitByBit() {
    system.up().ready(system.port());
    String two = EXPERIMENT.replace("[\"resnet18\"]", "[\"resnet18\"],\"seed\":[1,2]");
    system.publish(two.formatted("plain", EPOCHS));
    String stopping = ",\"stopping\":{\"rule\":\"asha\",\"eta\":3}}";
    // why: of two trials none is among the best third, so both are held, and the better one goes on
    system.publish(two.substring(0, two.length() - 1).formatted("held", EPOCHS) + stopping);
    await().atMost(LogFacts.LONG).until(() -> system.events(Event.TrialEnded.class).size() == 4);

    List<Event.TrialPromoted> promoted = system.events(Event.TrialPromoted.class);
    assertThat(promoted).extracting(Event.TrialPromoted::rung).containsExactly(1, 3);
    TrialId best = promoted.getFirst().trial();
    awaitEnd(best.value(), TrialStatus.SUCCEEDED);
    awaitEnd("held-1." + (3 - best.number()), TrialStatus.STOPPED);
    assertThat(begun(best.value())).isEqualTo(3);
    assertThat(states(best.value())).hasSize(EPOCHS).isEqualTo(states("plain-1." + best.number()));
    assertThat(system.violations()).isEmpty();
  }

  @Test
  void trial_extendedOrForked_goesOnBitByBit_andOtherwise_isAnother() throws IOException {
    Path settings =
        Files.writeString(dir.resolve("podium.conf"), "podium.checkpoints.keep-every = 2");
    system.up("--config", settings.toString()).ready(system.port());
    submit("calm", EPOCHS);
    submit("short", EPOCHS - 2);
    awaitEnd("calm-1.1", TrialStatus.SUCCEEDED);
    awaitEnd("short-1.1", TrialStatus.SUCCEEDED);
    system.publish("{\"request\":\"extend\",\"experiment\":\"short-1\",\"epochs\":2}");
    awaitEnd("short-2.1", TrialStatus.SUCCEEDED);

    Map<Integer, String> last = new HashMap<>(states("calm-1.1"));
    last.keySet().removeIf(epoch -> epoch <= EPOCHS - 2);
    assertThat(last).hasSize(2);
    assertThat(states("short-2.1")).isEqualTo(last);

    // why: two alike show that what differs follows from the recipe alone
    String fork =
        "{\"request\":\"fork\",\"experiment\":\"short-1\",\"recipe\":{\"epochs\":%d,\"learningRate\":0.0005}}"
            .formatted(EPOCHS);
    system.publish(fork);
    system.publish(fork);
    awaitEnd("short-3.1", TrialStatus.SUCCEEDED);
    awaitEnd("short-4.1", TrialStatus.SUCCEEDED);
    assertThat(rates("short-3.1")).isEqualTo(Map.of(EPOCHS - 1, 0.0005, EPOCHS, 0.0005));
    assertThat(rates("short-2.1")).hasSize(2).doesNotContainValue(0.0005);
    assertThat(states("short-3.1")).isEqualTo(states("short-4.1"));
    assertThat(states("short-3.1").values()).doesNotContainAnyElementsOf(last.values());

    // why: neither the last nor the best one
    system.publish("{\"request\":\"fork\",\"experiment\":\"calm-1\",\"epoch\":2}");
    awaitEnd("calm-2.1", TrialStatus.SUCCEEDED);
    Map<Integer, String> kept = new HashMap<>(states("calm-1.1"));
    kept.keySet().removeIf(epoch -> epoch <= 2);
    assertThat(states("calm-2.1")).hasSize(EPOCHS - 2).isEqualTo(kept);
    assertThat(system.violations()).isEmpty();
  }
}
