package podium.engine.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import podium.engine.decide.Command;

/** What every intake promises. */
public abstract class IntakeContract {
  private static final Duration LONG = Duration.ofSeconds(20);

  private final List<Intake> opened = new ArrayList<>();

  /** The way to the requests topic. */
  protected abstract Intake.Factory requests();

  /** Publishes a request into its partition 0; gives its offset. */
  protected abstract long publish(String name) throws Exception;

  /** Whoever takes requests; done with a batch at once, or when it is told to be. */
  private final class Taker implements Intake.Listener {
    final List<Long> taken = new CopyOnWriteArrayList<>();
    final List<Runnable> undone = new CopyOnWriteArrayList<>();
    final List<String> others = new CopyOnWriteArrayList<>();
    final List<Exception> failures = new CopyOnWriteArrayList<>();
    final Intake intake;
    private final boolean slow;

    Taker(String topic, long from, boolean slow) {
      this.slow = slow;
      this.intake = requests().open(new Intake.Begin(topic, Map.of(0, from)), this);
      opened.add(intake);
    }

    @Override
    public void onRequests(Intake.Batch batch) {
      for (Command.OfRequests command : batch.commands()) {
        taken.add(
            switch (command) {
              case Command.TakeRequest request -> request.source().offset();
              case Command.MissRequests missed -> -missed.to();
            });
      }
      if (slow) {
        undone.add(batch.next());
      } else {
        batch.next().run();
      }
    }

    @Override
    public void onOtherTopic(String id) {
      others.add(id);
    }

    @Override
    public void onFailure(Exception failure) {
      failures.add(failure);
    }

    void has(Long... offsets) {
      await().atMost(LONG).untilAsserted(() -> assertThat(taken).containsExactly(offsets));
      assertThat(failures).isEmpty();
    }

    /** It goes on to have just these. */
    void keeps(Long... offsets) {
      await()
          .during(Duration.ofSeconds(1))
          .atMost(LONG)
          .untilAsserted(() -> assertThat(taken).containsExactly(offsets));
    }
  }

  private String topic() throws Exception {
    CompletableFuture<String> id = new CompletableFuture<>();
    requests().topic(id::complete, id::completeExceptionally);
    return id.get(LONG.toSeconds(), java.util.concurrent.TimeUnit.SECONDS);
  }

  @AfterEach
  void closeAll() {
    opened.forEach(Intake::close);
  }

  @Test
  void topic_askedTwice_isTheSame() throws Exception {
    assertThat(topic()).isNotEmpty().isEqualTo(topic());
  }

  @Test
  void open_fromAnOffset_takesWhatStandsFromThereAndWhatComes() throws Exception {
    publish("before");
    long first = publish("first");
    long second = publish("second");
    Taker taker = new Taker(topic(), first, false);
    taker.has(first, second);
    long third = publish("third");
    taker.has(first, second, third);
    assertThat(taker.others).isEmpty();
  }

  @Test
  void open_byTwo_bothTakeTheSame() throws Exception {
    long first = publish("first");
    new Taker(topic(), first, false).has(first);
    new Taker(topic(), first, false).has(first);
  }

  @Test
  void batch_notDoneWith_noFurtherComes() throws Exception {
    long first = publish("first");
    Taker taker = new Taker(topic(), first, true);
    taker.has(first);
    long second = publish("second");
    taker.keeps(first);
    taker.undone.getFirst().run();
    taker.has(first, second);
  }

  @Test
  void open_ofAnotherTopic_isToldWhichOneIsThereAndTakesNothing() throws Exception {
    publish("first");
    Taker taker = new Taker("another", 0, false);
    await().atMost(LONG).untilAsserted(() -> assertThat(taker.others).containsExactly(topic()));
    taker.keeps();
    assertThat(taker.failures).isEmpty();
  }

  @Test
  void close_whatComesIsNotTaken() throws Exception {
    long first = publish("first");
    Taker taker = new Taker(topic(), first, false);
    taker.has(first);
    taker.intake.close();
    long second = publish("second");
    new Taker(topic(), first, false).has(first, second);
    taker.keeps(first);
  }
}
