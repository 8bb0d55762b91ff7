package podium.dashboard.h2;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import podium.dashboard.domain.Board;
import podium.dashboard.domain.ListQuery;
import podium.dashboard.domain.Projection;
import podium.engine.simulation.Simulation;

/** The board as of an offset is the board that stood there. */
final class AsOfTest {
  private static final ListQuery ALL = new ListQuery(Map.of(), List.of(), 1_000, 0);

  @TempDir private Path directory;

  private H2Board board(String name, long betweenCheckpoints) {
    return H2Board.open(new BoardFiles(directory.resolve(name), "file:"), betweenCheckpoints);
  }

  /** A simulated world's log, with records among it that nobody counts. */
  private static List<byte[]> log(long seed) {
    Random chance = new Random(seed);
    List<byte[]> log = new ArrayList<>();
    for (byte[] record : Simulation.run(seed).log()) {
      while (chance.nextInt(20) == 0) {
        log.add(
            chance.nextBoolean()
                ? new byte[0]
                : "{\"so\":\"what\"}".getBytes(StandardCharsets.UTF_8));
      }
      log.add(record);
    }
    return log;
  }

  private static void take(
      Projection projection, H2Board board, List<byte[]> log, int from, int to) {
    projection.take(
        board.position(),
        IntStream.range(from, to)
            .mapToObj(offset -> new Projection.Entry(offset, log.get(offset)))
            .toList());
  }

  @ParameterizedTest
  @ValueSource(longs = {3, 8, 12})
  void asOf_anyOffsetOfAnyWorld_hasTheHashThatTheBoardHadThere(long seed) {
    List<byte[]> log = log(seed);
    Random chance = new Random(seed);
    List<String> hashes = new ArrayList<>();
    try (H2Board live = board("live", Long.MAX_VALUE)) {
      Projection projection = new Projection(live);
      hashes.add(live.hash().sha256());
      for (int offset = 0; offset < log.size(); offset++) {
        take(projection, live, log, offset, offset + 1);
        hashes.add(live.hash().sha256());
      }
    }
    try (H2Board board = board("steps", 1 + chance.nextInt(90))) {
      Projection projection = new Projection(board);
      for (int at = 0; at < log.size(); ) {
        int to = Math.min(log.size(), at + 1 + chance.nextInt(60));
        take(projection, board, log, at, to);
        at = to;
        same(board, chance.nextInt(at + 1), hashes);
      }
    }
    try (H2Board again = board("steps", 1 + chance.nextInt(90))) {
      chance.ints(60, 0, log.size() + 1).forEach(offset -> same(again, offset, hashes));
      same(again, 0, hashes);
      same(again, log.size(), hashes);
      assertThat(again.hash().sha256()).isEqualTo(hashes.getLast());
    }
  }

  private static void same(H2Board board, int offset, List<String> hashes) {
    Board then = board.board().asOf(offset);
    assertThat(then.position().offset()).isEqualTo(offset);
    assertThat(then.hash().sha256()).as("offset %d", offset).isEqualTo(hashes.get(offset));
  }
}
