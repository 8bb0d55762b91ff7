package podium.dashboard.h2;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import podium.dashboard.Story;
import podium.dashboard.Telling;
import podium.dashboard.domain.ListQuery;

/** How fast a board is built and asked; figures are printed, floors are a quarter of the aim. */
@Tag("slow")
final class BoardSpeedTest {
  private static final int TRIALS = 1_000;
  private static final int EPOCHS = 1_000;
  private static final int LARGE = 100_000;
  private static final int BATCH = 5_000;
  private static final List<String> COLUMNS =
      List.of(
          ("trial experiment name number model dataset seed epochs accepted acceptedAt status"
                  + " attempts worker slot startedAt endedAt epoch bestTestAccuracy bestEpoch"
                  + " trainLoss trainAccuracy testLoss testAccuracy seconds parameters imageSize")
              .split(" "));

  @Test
  void folding_epochsOfManyTrials_thousandsASecond(@TempDir Path directory) {
    Story story = new Story().term().worker(Story.WORKER, TRIALS);
    story.experiment("speed", 1, "", models(TRIALS), EPOCHS);
    for (int trial = 1; trial <= TRIALS; trial++) {
      story
          .placed("speed-1." + trial, 1, "cuda:" + (trial - 1))
          .started("speed-1." + trial, 1, 0, 5);
    }
    for (int epoch = 1; epoch <= EPOCHS; epoch++) {
      for (int trial = 1; trial <= TRIALS; trial++) {
        story.epoch("speed-1." + trial, 1, epoch, (epoch % 97) / 100.0, 1);
      }
    }
    try (H2Board board = H2Board.open(directory)) {
      long begin = System.nanoTime();
      long before = processor();
      fold(board, story);
      double seconds = (System.nanoTime() - begin) / 1e9;
      double busy = (processor() - before) / 1e9;
      double rate = story.log().size() / busy;
      System.out.printf(
          "board: %d events in %.1f s (%.0f/s), %.1f s of them on a processor: %.0f events/s of"
              + " it%n",
          story.log().size(), seconds, story.log().size() / seconds, busy, rate);
      assertThat(rate).isGreaterThan(7_500);
    }
  }

  @Test
  void leaderboard_hundredThousandTrials_pageInTime(@TempDir Path directory) {
    Story story = new Story().term().worker(Story.WORKER, LARGE);
    for (int part = 1; part <= LARGE / 1_000; part++) {
      story.experiment("large", part, "", models(1_000), 10);
      for (int trial = 1; trial <= 1_000; trial++) {
        String id = "large-%d.%d".formatted(part, trial);
        String slot = "cuda:" + ((part - 1) * 1_000 + trial - 1);
        story.placed(id, 1, slot).epoch(id, 1, 1, (part * trial % 9973) / 10_000.0, 1);
      }
    }
    try (H2Board board = H2Board.open(directory)) {
      fold(board, story);
      for (String column : COLUMNS) {
        ask(board, "by " + column, query(Map.of(), column, 0));
      }
      String models = String.join(",", models(1_000).stream().map(String::valueOf).toList());
      for (String sort : List.of("bestTestAccuracy", "seconds", "trial")) {
        ask(board, "one name by " + sort, query(Map.of("experiment", "large"), sort, 0));
        ask(board, "one experiment by " + sort, query(Map.of("experiment", "large-7"), sort, 0));
        ask(board, "running by " + sort, query(Map.of("status", "RUNNING"), sort, 0));
        ask(board, "1,000 models by " + sort, query(Map.of("model", models), sort, 0));
        ask(board, "middle page by " + sort, query(Map.of(), sort, LARGE / 400));
      }
    }
  }

  /** Sixteen trials train: what /api/status costs when it is asked after each of their epochs. */
  @Test
  void hash_whileTrialsTrain_costsWhatChanged(@TempDir Path directory) {
    int trials = 3_000;
    int epochs = 20;
    Story story = new Story().term().worker(Story.WORKER, trials);
    story.experiment("hash", 1, "", models(trials), epochs + 1);
    for (int trial = 1; trial <= trials; trial++) {
      String id = "hash-1." + trial;
      story.placed(id, 1, "cuda:" + (trial - 1)).started(id, 1, 0, 5);
      for (int epoch = 1; epoch <= epochs; epoch++) {
        story.epoch(id, 1, epoch, epoch / 100.0, 1);
      }
    }
    try (H2Board board = H2Board.open(directory)) {
      fold(board, story);
    }
    try (H2Board board = H2Board.open(directory)) {
      long begin = System.nanoTime();
      String hash = board.hash().sha256();
      double first = (System.nanoTime() - begin) / 1e6;
      double[] later = new double[30];
      Telling telling = new Telling(board);
      for (int turn = 0; turn < later.length; turn++) {
        for (int trial = 16 * turn + 1; trial <= 16 * turn + 16; trial++) {
          story.epoch("hash-1." + trial, 1, epochs + 1, 0.3, 1);
        }
        telling.tell(story);
        begin = System.nanoTime();
        hash = board.hash().sha256();
        later[turn] = (System.nanoTime() - begin) / 1e6;
      }
      assertThat(board.position().totals().refused()).isZero();
      begin = System.nanoTime();
      assertThat(board.hash().sha256()).isEqualTo(hash);
      double again = (System.nanoTime() - begin) / 1e6;
      Arrays.sort(later);
      System.out.printf(
          "hash of %d trials with %d epochs each, %d events: first %.0f ms; after 16 more epochs"
              + " p50 %.1f ms, p95 %.1f ms; with nothing new %.2f ms%n",
          trials,
          epochs,
          story.log().size(),
          first,
          later[later.length / 2],
          later[later.length * 95 / 100],
          again);
      assertThat(later[later.length * 95 / 100]).isLessThan(200);
    }
  }

  private static ListQuery query(Map<String, String> filters, String sort, int page) {
    return new ListQuery(filters, List.of(new ListQuery.SortBy(sort, true)), 200, page);
  }

  private static void ask(H2Board board, String name, ListQuery query) {
    int times = 20;
    double[] millis = new double[times];
    for (int i = -5; i < times; i++) {
      long begin = System.nanoTime();
      assertThat(board.board().trials(query).rows()).hasSize(200);
      if (i >= 0) {
        millis[i] = (System.nanoTime() - begin) / 1e6;
      }
    }
    Arrays.sort(millis);
    System.out.printf(
        "leaderboard of %d trials, %s: p50 %.1f ms, p95 %.1f ms%n",
        LARGE, name, millis[times / 2], millis[times * 95 / 100]);
    assertThat(millis[times * 95 / 100]).isLessThan(400);
  }

  // why: a machine busy with other things must not fail the floor
  private static long processor() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static List<Object> models(int count) {
    return IntStream.range(0, count).mapToObj(i -> (Object) ("model" + i)).toList();
  }

  private static void fold(H2Board board, Story story) {
    Telling telling = new Telling(board);
    for (int from = 0; from < story.log().size(); from += BATCH) {
      telling.tell(story, Math.min(from + BATCH, story.log().size()));
    }
    assertThat(board.position().totals().refused()).isZero();
  }
}
