package podium.dashboard.h2;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import podium.dashboard.Story;
import podium.dashboard.Telling;
import podium.dashboard.domain.AttemptRow;
import podium.dashboard.domain.Batch;
import podium.dashboard.domain.Board.TrialView;
import podium.dashboard.domain.Extremes;
import podium.dashboard.domain.ListQuery;
import podium.dashboard.domain.Position.LogId;
import podium.dashboard.domain.TrialIdentity;
import podium.protocol.event.Event;
import podium.protocol.event.ForkedFrom;
import podium.protocol.event.Grant;
import podium.protocol.event.Reason;
import podium.protocol.event.Source;
import podium.protocol.event.TrialEntry;
import podium.protocol.experiment.ExperimentSpec;
import podium.protocol.experiment.Limits;
import podium.protocol.experiment.OnMemory;
import podium.protocol.experiment.Recipe;
import podium.protocol.experiment.Resources;
import podium.protocol.id.ExperimentId;
import podium.protocol.id.TrialId;
import podium.protocol.report.CheckpointRef;
import podium.protocol.report.Outcome;
import podium.protocol.report.Score;
import podium.protocol.request.Action;

final class H2BoardTest {
  @TempDir private Path directory;

  private static Story story() {
    return new Story()
        .term()
        .worker(Story.WORKER, 2)
        .experiment("mine", 1, "", List.of("resnet18", "vgg16"), 3)
        .placed("mine-1.1", 1, "cuda:0")
        .started("mine-1.1", 1, 0, 5)
        .epoch("mine-1.1", 1, 1, 0.5, new Score(1.5, 70, 100))
        .epoch("mine-1.1", 1, 2, 0.9, new Score(1.25, 60, 100))
        .placed("mine-1.2", 1, "cuda:1")
        .started("mine-1.2", 1, 0, 5)
        .epoch("mine-1.2", 1, 1, 0.6, 1);
  }

  @Test
  void heldOutImages_writtenAndReadBack_decideTheBestEpoch() {
    Story story = story();
    try (H2Board board = H2Board.open(directory)) {
      new Telling(board).tell(story, 6);
    }
    // why: opened anew, so that what was learned before is read from the file
    try (H2Board board = H2Board.open(directory)) {
      new Telling(board).tell(story);

      TrialView held = board.board().trial(new TrialId("mine-1.1")).orElseThrow();
      assertThat(held.row().learning().bestEpoch()).contains(1);
      assertThat(held.row().learning().bestTestAccuracy()).contains(0.5);
      assertThat(held.row().learning().bestValidationAccuracy()).contains(0.7);
      assertThat(held.epochs().getLast().result().validation()).contains(new Score(1.25, 60, 100));
      TrialView plain = board.board().trial(new TrialId("mine-1.2")).orElseThrow();
      assertThat(plain.epochs().getFirst().result().validation()).isEmpty();
      assertThat(plain.row().learning().bestValidationAccuracy()).isEmpty();
      ListQuery byValidation =
          new ListQuery(
              Map.of(), List.of(new ListQuery.SortBy("bestValidationAccuracy", true)), 10, 0);
      assertThat(board.board().trials(byValidation).rows())
          .extracting(row -> row.identity().trial())
          .containsExactly(new TrialId("mine-1.1"), new TrialId("mine-1.2"));
    }
  }

  @Test
  void extremes_writtenAndReadBack_areThoseOfTheFold() {
    List<Batch> told;
    try (H2Board board = H2Board.open(directory)) {
      told = new Telling(board).tell(story());
    }
    try (H2Board board = H2Board.open(directory)) {
      TrialView held = board.board().trial(new TrialId("mine-1.1")).orElseThrow();
      Extremes read = held.row().learning().extremes();
      assertThat(told.getLast().trials())
          .extracting(trial -> trial.row().learning().extremes())
          .contains(read);
      assertThat(
              Stream.of(
                      read.minTrainLoss(),
                      read.maxTrainLoss(),
                      read.minTrainAccuracy(),
                      read.maxTrainAccuracy(),
                      read.minTestLoss(),
                      read.maxTestLoss(),
                      read.minTestAccuracy(),
                      read.maxTestAccuracy())
                  .distinct())
          .as("no two alike, so that none stands for another")
          .hasSize(8);
    }
  }

  @Test
  void attemptInParts_writtenAndReadBack_tellsHowMany() {
    TrialId trial = new TrialId("large-1.1");
    ExperimentSpec spec =
        new ExperimentSpec(
                "large",
                Optional.empty(),
                "cifar10",
                Map.of("model", List.of("resnet18")),
                Recipe.defaults(),
                "none",
                Resources.ANY,
                0,
                "",
                Limits.NONE,
                List.of())
            .with(OnMemory.SHRINK);
    Story story = new Story().term().worker(Story.WORKER, 2);
    story
        .event(
            new Event.ExperimentAccepted(
                new Source("podium.requests", 0, 2),
                trial.experiment(),
                spec,
                List.of(new TrialEntry(trial, Map.of("model", "resnet18")))))
        .placed("large-1.1", 1, "cuda:1")
        .attemptEnded("large-1.1", 1, Outcome.FAILED_OOM, "out of memory")
        .event(
            new Event.TrialRequeued(
                trial,
                new Reason.TooLarge("out of memory", Optional.of(64), Optional.empty()),
                Optional.empty()));
    story.event(
        new Event.TrialPlaced(
            trial,
            2,
            List.of(new Grant(Story.WORKER, Story.WORKER_INCARNATION, "cuda:1")),
            List.of(),
            new Reason.Said("first in the queue"),
            Optional.of(64)));
    try (H2Board board = H2Board.open(directory)) {
      new Telling(board).tell(story);
      assertThat(board.board().trial(trial).orElseThrow().attempts())
          .extracting(AttemptRow::microBatch)
          .containsExactly(Optional.empty(), Optional.of(64));
    }
  }

  @Test
  void fork_writtenAndReadBack_tellsWithWhatItBegins() {
    Map<String, Object> longer = Map.of("model", "resnet18", "epochs", 9L);
    ForkedFrom from =
        new ForkedFrom(
            new TrialId("mine-1.1"),
            new CheckpointRef(3, "mine-1.1/1/3", "ab".repeat(32), 1),
            "home",
            Story.WORKER,
            Optional.of(0.75));
    Story story =
        story().epoch("mine-1.1", 1, 3, 0.5, new Score(1, 75, 100)).succeeded("mine-1.1", 1);
    ExperimentSpec spec =
        new ExperimentSpec(
            "mine",
            Optional.of("k"),
            "cifar10",
            Map.of("model", List.of("resnet18")),
            Recipe.defaults(),
            "none",
            Resources.ANY,
            0,
            "",
            Limits.NONE,
            List.of());
    story.event(
        new Event.ExperimentAccepted(
            new Source("podium.requests", 0, 9),
            new ExperimentId("mine-2"),
            spec.forked(Optional.of("k"), List.of(longer), 0, Limits.NONE),
            List.of(new TrialEntry(new TrialId("mine-2.1"), longer, Optional.of(from))),
            Optional.empty(),
            Optional.of(new Action.Fork("mine-1.1", Optional.empty(), Map.of("epochs", 9L)))));
    try (H2Board board = H2Board.open(directory)) {
      new Telling(board).tell(story);
    }
    try (H2Board board = H2Board.open(directory)) {
      TrialIdentity fork =
          board.board().trial(new TrialId("mine-2.1")).orElseThrow().row().identity();
      assertThat(fork.forkedFrom()).contains(new TrialIdentity.Lineage(new TrialId("mine-1.1"), 3));
      assertThat(fork.epochs()).isEqualTo(9);
      assertThat(board.board().request("k").orElseThrow().verb()).isEqualTo("fork");
      assertThat(
              board
                  .board()
                  .trial(new TrialId("mine-1.1"))
                  .orElseThrow()
                  .row()
                  .identity()
                  .forkedFrom())
          .isEmpty();
    }
  }

  private static Event asked(long offset, Action action) {
    return new Event.RequestAccepted(
        new Source("podium.requests", 0, offset),
        Optional.empty(),
        action,
        List.of(new ExperimentId("mine-1")),
        List.of());
  }

  private static long visible(H2Board board) {
    Map<String, String> filter = Map.of("archived", "false");
    ListQuery query = new ListQuery(filter, List.of(), 10, 0);
    assertThat(board.board().experiments(query).total() * 2)
        .isEqualTo(board.board().trials(query).total());
    return board.board().trials(query).total();
  }

  @Test
  void archivedExperiment_boardOpenedAnew_isHiddenUntilItIsUnarchived() {
    Story story = story().event(asked(7, new Action.Archive("mine")));
    try (H2Board board = H2Board.open(directory)) {
      new Telling(board).tell(story);
      assertThat(visible(board)).isZero();
    }
    try (H2Board board = H2Board.open(directory)) {
      assertThat(visible(board)).isZero();
      assertThat(board.board().trials(new ListQuery(Map.of(), List.of(), 10, 0)).total())
          .isEqualTo(2);
      new Telling(board).tell(story.event(asked(8, new Action.Unarchive("mine"))));
      assertThat(visible(board)).isEqualTo(2);
    }
  }

  private static List<Long> tagged(H2Board board, String... tags) {
    return Stream.of(tags)
        .map(tag -> new ListQuery(Map.of("filter", "tag = " + tag), List.of(), 10, 0))
        .map(query -> board.board().trials(query).total())
        .toList();
  }

  private static Event tags(long offset, String... tags) {
    return asked(
        offset,
        new Action.Change("mine", Optional.empty(), Optional.of(List.of(tags)), Optional.empty()));
  }

  @Test
  void trials_areFoundByTheTagsOfTheirExperiment_alsoOfABoardOpenedAnew_andOfThePast() {
    Story story = story().event(tags(7, "week-3", "hand_made"));
    long marked = story.log().size();
    try (H2Board board = H2Board.open(directory)) {
      new Telling(board).tell(story);
      assertThat(tagged(board, "week-3", "HAND_MADE", "r1")).containsExactly(2L, 2L, 0L);
    }
    try (H2Board board = H2Board.open(directory)) {
      assertThat(tagged(board, "week-3")).containsExactly(2L);
      assertThat(board.board().tags())
          .containsExactly(Map.entry(new ExperimentId("mine-1"), List.of("week-3", "hand_made")));
      new Telling(board).tell(story.event(tags(8)));
      assertThat(tagged(board, "week-3")).containsExactly(0L);
      assertThat(board.board().tags()).isEmpty();
      assertThat(board.board().asOf(marked).tags()).hasSize(1);
    }
  }

  @Test
  void boardOfTheFormerSchema_opened_isOfNoLogAndBuiltAgain() throws Exception {
    String url = "jdbc:h2:file:" + directory.resolve("board");
    Flyway.configure()
        .dataSource(url, "podium", "")
        .locations("classpath:podium/dashboard/h2")
        .target("1")
        .load()
        .migrate();
    try (Connection connection = DriverManager.getConnection(url, "podium", "");
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(
          "INSERT INTO position VALUES (TRUE, 'kept', 'c', 't', 0, 0, '', 0, 0, 0, 0, 0, 0, 0,"
              + " NULL)");
    }

    try (H2Board board = H2Board.open(directory)) {
      assertThat(board.position().generation()).isEqualTo("kept");
      assertThat(board.position().log()).isEqualTo(LogId.NONE);
      board.rebuild(new LogId("c", "t"));
      Story story = story();
      new Telling(board).tell(story);
      assertThat(board.board().trial(new TrialId("mine-1.1")))
          .map(view -> view.row().learning().bestTestAccuracy())
          .contains(Optional.of(0.5));
    }
  }
}
