package podium.dashboard.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a listener that takes less than there is costs: so much and no more. */
final class BacklogTest {
  private static final Duration AT_ONCE = Duration.ZERO;

  private static Supplier<byte[]> message(String text) {
    return () -> text.getBytes(StandardCharsets.UTF_8);
  }

  private static List<String> all(Backlog backlog) throws InterruptedException {
    List<String> taken = new ArrayList<>();
    for (Optional<Supplier<byte[]>> next = backlog.take(AT_ONCE);
        next.isPresent();
        next = backlog.take(AT_ONCE)) {
      taken.add(new String(next.get().get(), StandardCharsets.UTF_8));
    }
    return taken;
  }

  @Test
  void offer_oneMessageTooMany_isAllLeftOutForTheAdviceToReadAnew() throws Exception {
    Backlog backlog = new Backlog(2, 100, message("anew"));
    for (String text : List.of("a", "b", "c", "d")) {
      backlog.offer(1, message(text));
    }
    assertThat(all(backlog)).containsExactly("anew", "d");
  }

  @Test
  void offer_tooManyRows_likewise_andRowsThatWereTakenCountNoMore() throws Exception {
    Backlog backlog = new Backlog(100, 10, message("anew"));
    backlog.offer(6, message("a"));
    assertThat(all(backlog)).containsExactly("a");
    backlog.offer(6, message("b"));
    backlog.offer(5, message("c"));
    backlog.offer(10, message("d"));
    assertThat(all(backlog)).containsExactly("anew", "d");
  }

  @Test
  void offer_whatever_keepsNoMoreThanThatAndLeavesNothingOutUnsaid() throws Exception {
    RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
    for (int run = 0; run < 1_000; run++) {
      int most = 1 + random.nextInt(5);
      int[] rows = random.ints(random.nextInt(60), 0, 13).toArray();
      Backlog backlog = new Backlog(most, 20, message("anew"));
      for (int i = 0; i < rows.length; i++) {
        backlog.offer(rows[i], message(rows[i] + "@" + i));
      }
      List<String> kept = all(backlog);
      List<String> messages = kept.stream().filter(text -> !text.equals("anew")).toList();
      assertThat(kept).hasSizeLessThanOrEqualTo(most);
      assertThat(messages.stream().mapToInt(text -> Integer.parseInt(text.split("@")[0])).sum())
          .isLessThanOrEqualTo(20);
      // why: what is kept is the latest without a gap, and a gap before it is told
      assertThat(messages.stream().map(text -> Integer.parseInt(text.split("@")[1])))
          .isEqualTo(IntStream.range(rows.length - messages.size(), rows.length).boxed().toList());
      assertThat(kept.contains("anew")).isEqualTo(messages.size() < rows.length);
    }
  }
}
