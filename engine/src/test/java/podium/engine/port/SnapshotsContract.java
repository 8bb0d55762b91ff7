package podium.engine.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import podium.engine.Given;
import podium.engine.log.Fence;
import podium.engine.log.LogCursor;
import podium.engine.snapshot.Manifest;
import podium.engine.snapshot.Recorded;
import podium.engine.snapshot.Shelf;
import podium.engine.state.Memory;
import podium.engine.state.Snapshot;

/** What everything promises in which snapshots lie. */
public abstract class SnapshotsContract {
  private final List<Snapshots> opened = new ArrayList<>();
  private final List<Exception> failures = new ArrayList<>();

  /** A new way to the same snapshots. */
  protected abstract Snapshots way();

  private Snapshots open() {
    Snapshots way = way();
    opened.add(way);
    return way;
  }

  @AfterEach
  void closeAll() {
    opened.forEach(Snapshots::close);
    assertThat(failures).isEmpty();
  }

  private static Recorded recorded(long offset, int trials) {
    Given given = new Given();
    given.submit(Given.seeds("mine", trials));
    return new Recorded(offset, Fence.NO_HEAD, LogCursor.Place.START, Memory.of(given.state));
  }

  private static Snapshot snapshot(Recorded recorded) {
    return recorded.memory().restored().snapshot();
  }

  private Map<String, byte[]> read(Snapshots from) {
    CompletableFuture<Map<String, byte[]>> found = new CompletableFuture<>();
    from.read(found::complete, failures::add);
    await().until(found::isDone);
    return found.join();
  }

  private Manifest write(Snapshots to, Recorded recorded) {
    CompletableFuture<Manifest> written = new CompletableFuture<>();
    to.write(() -> Shelf.write(recorded), written::complete, failures::add);
    await().until(written::isDone);
    return written.join();
  }

  private static List<Long> offsets(Map<String, byte[]> records) {
    List<Long> offsets = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (Optional<Shelf.Whole> next = Shelf.find(records, seen).newest();
        next.isPresent();
        next = Shelf.find(records, seen).newest()) {
      offsets.add(next.get().manifest().offset());
      seen.add(next.get().manifest().sha256());
    }
    return offsets;
  }

  @Test
  void read_nothingWritten_findsNothing() {
    assertThat(read(open())).isEmpty();
  }

  @Test
  void write_snapshotsOfManyParts_areFoundWholeByOthersNewestFirst() {
    Snapshots first = open();
    Recorded large = recorded(4, 10_000);
    assertThat(write(first, large).parts()).isGreaterThan(1);
    write(first, recorded(9, 1));
    Map<String, byte[]> found = read(open());
    assertThat(offsets(found)).containsExactly(9L, 4L);
    Manifest nine = Shelf.find(found, Set.of()).newest().orElseThrow().manifest();
    Recorded older = Shelf.find(found, Set.of(nine.sha256())).newest().orElseThrow().recorded();
    // why: told apart in a word, not by printing all of it
    assertThat(snapshot(older).equals(snapshot(large))).isTrue();
  }

  @Test
  void remove_keys_areGone() {
    Snapshots way = open();
    Manifest old = write(way, recorded(4, 1));
    write(way, recorded(9, 2));
    way.remove(Set.copyOf(Manifest.keys(old.sha256(), old.parts())));
    await().untilAsserted(() -> assertThat(offsets(read(way))).containsExactly(9L));
  }

  @Test
  void close_thenAnything_tellsNobody() {
    Snapshots closed = open();
    closed.close();
    List<Object> told = new ArrayList<>();
    closed.read(told::add, told::add);
    closed.write(() -> Shelf.write(recorded(4, 1)), told::add, told::add);
    closed.remove(Set.of("a"));
    assertThat(read(open())).isEmpty();
    assertThat(told).isEmpty();
  }
}
