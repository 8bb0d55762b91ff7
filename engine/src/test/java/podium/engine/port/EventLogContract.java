package podium.engine.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What every event log promises. */
public abstract class EventLogContract {
  private final List<EventLog> opened = new ArrayList<>();

  /** Another way to one and the same log. */
  protected abstract EventLog way();

  /** Whoever reads the log. */
  private final class Reader implements EventLog.Listener {
    final List<EventLog.Stored> read = new CopyOnWriteArrayList<>();
    final List<Integer> caughtUpAfter = new CopyOnWriteArrayList<>();
    final List<Exception> failures = new CopyOnWriteArrayList<>();
    final EventLog log = way();

    Reader() {
      this(0);
    }

    Reader(long from) {
      opened.add(log);
      log.open(from, this);
    }

    @Override
    public void onRead(EventLog.Batch batch) {
      read.addAll(batch.records());
      if (batch.caughtUp()) {
        caughtUpAfter.add(read.size());
      }
      batch.next().run();
    }

    @Override
    public void onFailure(Exception failure) {
      failures.add(failure);
    }

    Reader has(String... records) {
      await()
          .untilAsserted(
              () ->
                  assertThat(read)
                      .extracting(it -> new String(it.bytes(), StandardCharsets.UTF_8))
                      .containsExactly(records));
      return this;
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @AfterEach
  void closeAll() {
    opened.forEach(EventLog::close);
  }

  @Test
  void open_emptyLog_saysThatItCaughtUp() {
    Reader reader = new Reader();
    await().untilAsserted(() -> assertThat(reader.caughtUpAfter).containsExactly(0));
  }

  @Test
  void append_records_areReadBackAsTheyWereInTheirOrder() {
    Reader reader = new Reader();
    for (String record : List.of("a", "{\"b\":\"ü\"}", "c")) {
      reader.log.append(bytes(record));
    }
    reader.has("a", "{\"b\":\"ü\"}", "c");
    assertThat(reader.read).extracting(EventLog.Stored::offset).containsExactly(0L, 1L, 2L);
    assertThat(reader.failures).isEmpty();
  }

  @Test
  void open_logWithRecords_readsFromTheFirstAndSaysOnceThatItCaughtUpAfterThem() {
    Reader first = new Reader();
    first.log.append(bytes("a"));
    first.log.append(bytes("b"));
    first.has("a", "b");
    Reader second = new Reader().has("a", "b");
    await().untilAsserted(() -> assertThat(second.caughtUpAfter).containsExactly(2));
    first.log.append(bytes("c"));
    second.has("a", "b", "c");
    assertThat(second.caughtUpAfter).containsExactly(2);
  }

  @Test
  void open_atAnOffset_readsFromThereAndSaysOnceThatItCaughtUp() {
    Reader first = new Reader();
    List.of("a", "b", "c").forEach(record -> first.log.append(bytes(record)));
    first.has("a", "b", "c");
    Reader second = new Reader(2).has("c");
    assertThat(second.read).extracting(EventLog.Stored::offset).containsExactly(2L);
    await().untilAsserted(() -> assertThat(second.caughtUpAfter).containsExactly(1));
    first.log.append(bytes("d"));
    second.has("c", "d");
    assertThat(second.failures).isEmpty();
  }

  @Test
  void open_behindTheEnd_saysThatItCaughtUpAndReadsWhatComes() {
    Reader first = new Reader();
    first.log.append(bytes("a"));
    first.has("a");
    Reader second = new Reader(7);
    await().untilAsserted(() -> assertThat(second.caughtUpAfter).containsExactly(0));
    first.log.append(bytes("b"));
    second.has("b");
    assertThat(second.read).extracting(EventLog.Stored::offset).containsExactly(1L);
    assertThat(second.failures).isEmpty();
  }

  @Test
  void append_byTwo_bothReadOneOrder() {
    Reader first = new Reader();
    Reader second = new Reader();
    first.log.append(bytes("a"));
    first.has("a");
    second.log.append(bytes("b"));
    first.has("a", "b");
    second.has("a", "b");
  }

  @Test
  void append_afterClose_neitherArrivesNorFails() {
    Reader first = new Reader();
    first.log.append(bytes("a"));
    first.has("a");
    first.log.close();
    first.log.append(bytes("lost"));
    Reader second = new Reader();
    second.log.append(bytes("b"));
    second.has("a", "b");
    assertThat(first.failures).isEmpty();
  }
}
