package podium.dashboard.h2;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import podium.dashboard.Story;
import podium.dashboard.Telling;
import podium.dashboard.domain.ListQuery;
import podium.dashboard.domain.NoEffectRow;
import podium.protocol.codec.EventCodec;
import podium.protocol.event.Event;
import podium.protocol.event.Reason;
import podium.protocol.event.TrialStatus;
import podium.protocol.id.ExperimentId;
import podium.protocol.id.TrialId;
import podium.protocol.report.Outcome;

/** Valid entries that say what no scheduler says: the board goes on behind each of them. */
final class OddFactsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ListQuery ALL = new ListQuery(Map.of(), List.of(), 1000, 0);

  @TempDir private Path directory;

  private static List<String> told(H2Board board) {
    return board.board().withoutEffect(100).reversed().stream().map(NoEffectRow::reason).toList();
  }

  @Test
  void epochTwiceInOneAttempt_countsOnceAndIsTold() {
    Story story =
        Story.begun().odd(it -> it.epoch("mine-1.1", 1, 1, 0.6, 2)).epoch("mine-1.1", 1, 2, 0.7, 2);
    try (H2Board board = H2Board.open(directory)) {
      new Telling(board).tell(story);

      assertThat(board.table().row(new TrialId("mine-1.1")).orElseThrow().learning())
          .satisfies(
              learning -> {
                assertThat(learning.bestTestAccuracy()).contains(0.7);
                assertThat(learning.seconds()).isEqualTo(4);
              });
      assertThat(board.board().trial(new TrialId("mine-1.1")).orElseThrow().epochs()).hasSize(2);
      assertThat(told(board)).containsExactly("epoch 1 of mine-1.1 does not follow epoch 1");
      assertThat(board.board().position().totals().withoutEffect()).isOne();
      assertThat(board.board().position().totals().refused()).isOne();
    }
  }

  @Test
  void factsOfWhatIsUnknownOrOver_changeNothingAndAreTold() {
    Story story =
        Story.begun()
            .odd(
                it ->
                    it.ended("nobody-1.1", TrialStatus.SUCCEEDED)
                        .epoch("mine-1.1", 7, 2, 0.99, 1)
                        .event(new Event.WorkerLeft("nobody", "x"))
                        .event(
                            new Event.WorkerLost(
                                Story.WORKER, "an earlier process", new Reason.Said("silent")))
                        .placed("mine-1.1", 1, "cuda:1")
                        .experiment("mine", 1, "eve", List.of("alexnet"), 1))
            .succeeded("mine-1.1", 1)
            .odd(
                it ->
                    it.epoch("mine-1.1", 1, 2, 0.99, 1)
                        .ended("mine-1.1", TrialStatus.FAILED)
                        .placed("mine-1.1", 2, "cuda:0"));
    try (H2Board board = H2Board.open(directory)) {
      new Telling(board).tell(story);

      assertThat(board.table().row(new TrialId("mine-1.1")).orElseThrow())
          .satisfies(
              row -> {
                assertThat(row.standing().status()).isEqualTo(TrialStatus.SUCCEEDED);
                assertThat(row.standing().attempts()).isOne();
                assertThat(row.learning().bestTestAccuracy()).contains(0.5);
              });
      assertThat(board.board().workersAlive()).isOne();
      assertThat(board.board().experiment(new ExperimentId("mine-1")).orElseThrow().row().owner())
          .isEqualTo("ada");
      assertThat(told(board))
          .containsExactly(
              "trial nobody-1.1 is not known",
              "attempt 7 of mine-1.1 is held by nobody",
              "worker nobody is not registered as x",
              "worker anvil is not registered as an earlier process",
              "trial mine-1.1 is RUNNING",
              "experiment mine-1 is there already",
              "attempt 1 of mine-1.1 is held by nobody",
              "trial mine-1.1 is SUCCEEDED",
              "trial mine-1.1 is SUCCEEDED");
      assertThat(board.board().position().totals().refused()).isEqualTo(9);
      assertThat(board.board().withoutEffect(1).getFirst().type()).isEqualTo("TrialPlaced");
    }
  }

  @Test
  void eachFieldOfEachEventMissing_boardReachesTheEndAndEveryPageIsRead() throws Exception {
    Story whole =
        Story.begun()
            .rejected("{}", "dataset is missing")
            .suspected(Story.WORKER)
            .event(
                new Event.TrialRestarted(
                    new TrialId("mine-1.2"), 0, new Reason.Said("nobody saw it")))
            .event(
                new Event.TrialRequeued(
                    new TrialId("mine-1.1"), new Reason.Said("lost"), Optional.of(Instant.EPOCH)))
            .attemptEnded("mine-1.1", 1, Outcome.LOST_WORKER, "gone")
            .event(
                new Event.ReportFenced(
                    new TrialId("mine-1.1"), 1, "i", 3, "epoch", new Reason.Said("late")))
            .event(new Event.RequestsLost("podium.requests", 0, 3, 6, ""))
            .ended("mine-1.2", TrialStatus.CANCELLED);
    Story story = Story.begun();
    int before = story.log().size();
    for (byte[] record : List.copyOf(whole.log()).subList(1, whole.log().size())) {
      Event event = EventCodec.decodeEntry(record).event();
      for (List<String> path : paths(JSON.readTree(record).get("event"))) {
        story.changed(event, written -> without(written, path));
      }
    }
    int odd = story.log().size() - before;
    story.experiment("last", 1, "ada", List.of("resnet18"), 3);
    try (H2Board board = H2Board.open(directory)) {
      new Telling(board).tell(story);

      assertThat(odd).isGreaterThan(80);
      assertThat(board.position().offset()).isEqualTo(story.log().size());
      assertThat(board.position().place().voided()).isZero();
      assertThat(board.table().row(new TrialId("last-1.1"))).isPresent();
      assertThat(board.position().totals().withoutEffect()).isBetween(40L, (long) odd);
      assertThat(told(board))
          .anyMatch(reason -> reason.startsWith("it is of a later version of Podium: "));
      assertThat(board.position().place().notUnderstood()).isGreaterThan(40);
      for (String trial : List.of("mine-1.1", "mine-1.2", "last-1.1")) {
        assertThat(board.board().trial(new TrialId(trial))).isPresent();
      }
      assertThat(board.board().experiments(ALL).rows()).isNotEmpty();
      assertThat(board.board().workers(ALL).rows()).isNotEmpty();
      assertThat(board.board().rejected(ALL).rows()).isNotEmpty();
    }
    // why: what is kept must be readable by the next start, too
    try (H2Board board = H2Board.open(directory)) {
      assertThat(board.position().offset()).isEqualTo(story.log().size());
      assertThat(board.table().row(new TrialId("last-1.1"))).isPresent();
    }
  }

  private static List<List<String>> paths(JsonNode event) {
    List<List<String>> paths = new ArrayList<>();
    event
        .properties()
        .forEach(
            field -> {
              paths.add(List.of(field.getKey()));
              if (field.getValue().isObject()) {
                for (List<String> deeper : paths(field.getValue())) {
                  List<String> path = new ArrayList<>(List.of(field.getKey()));
                  path.addAll(deeper);
                  paths.add(path);
                }
              }
            });
    return paths;
  }

  private static byte[] without(byte[] record, List<String> path) {
    try {
      JsonNode entry = JSON.readTree(record);
      JsonNode holder = entry.get("event");
      for (String name : path.subList(0, path.size() - 1)) {
        holder = holder.get(name);
      }
      ((ObjectNode) holder).remove(path.getLast());
      return JSON.writeValueAsBytes(entry);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void textsThatNobodyReads_areCut() {
    Story story =
        Story.begun()
            .attemptEnded("mine-1.1", 1, Outcome.FAILED_CODE, "x".repeat(1_100_000))
            .event(
                new Event.TrialRequeued(
                    new TrialId("mine-1.1"),
                    new Reason.Said("y".repeat(1_100_000)),
                    Optional.empty()))
            .event(new Event.WorkerRecovered("n".repeat(1_100_000), "i"))
            .experiment("last", 1, "ada", List.of("resnet18"), 3);
    try (H2Board board = H2Board.open(directory)) {
      new Telling(board).tell(story);

      assertThat(board.table().row(new TrialId("last-1.1"))).isPresent();
      assertThat(
              board
                  .board()
                  .trial(new TrialId("mine-1.1"))
                  .orElseThrow()
                  .attempts()
                  .getFirst()
                  .message())
          .hasValueSatisfying(
              message ->
                  assertThat(message)
                      .hasSizeLessThanOrEqualTo(10_000)
                      .endsWith("1100000 characters in all)"));
      assertThat(told(board))
          .singleElement()
          .satisfies(
              reason -> assertThat(reason).startsWith("worker nnn").hasSizeLessThanOrEqualTo(500));
    }
  }
}
