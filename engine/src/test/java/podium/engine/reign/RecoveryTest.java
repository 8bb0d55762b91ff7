package podium.engine.reign;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import podium.engine.Given;
import podium.engine.port.SchedulerStatus.Phase;
import podium.engine.reign.Realm.Node;
import podium.engine.snapshot.Recorded;
import podium.engine.snapshot.Shelf;
import podium.protocol.event.Event;
import podium.protocol.experiment.Device;
import podium.protocol.request.Request;

/** Snapshots of a reign: when they are taken, and when a life begins behind one. */
final class RecoveryTest {
  private static final int ALL = Integer.MAX_VALUE;

  private final Realm realm = new Realm();

  @BeforeEach
  void often() {
    realm.snapshotEvery = 4;
  }

  /** A reign that took a snapshot and said so. */
  private Node kept() {
    Node node = realm.reigning("s1");
    for (int i = 0; node.kept.isEmpty(); i++) {
      keyed(node, i);
      node.settles();
    }
    return node.keeps(ALL).settles();
  }

  private static void keyed(Node node, int number) {
    node.take(
        number,
        new Request.Submit(
            Given.spec("e", Optional.of("key" + number), 0, Device.ANY, "resnet18")));
  }

  @Test
  void reign_afterSoManyRecords_takesOneAndTheNextLifeBeginsBehindIt() {
    kept();
    Event.SnapshotTaken taken = realm.valid(Event.SnapshotTaken.class).getFirst();
    Node next = realm.candidate("s2").settles();
    assertThat(next.begunAt).isPositive().isEqualTo((int) taken.offset());
    assertThat(next.status.phase()).isEqualTo(Phase.ACTIVE);
    assertThat(next.begin.orElseThrow().of(0)).as("the requests that were read").isPositive();
    keyed(next, 50);
    next.take(51, new Request.Submit(Given.spec("e", Optional.of("key0"), 0, Device.ANY, "vgg16")));
    next.settles();
    assertThat(realm.valid(Event.RequestRejected.class))
        .as("the key is known from before the snapshot")
        .hasSize(1);
  }

  @Test
  void snapshot_isHandedOnOnlyOnceTheLogCameThere() {
    Node node = realm.reigning("s1");
    for (int i = 0; i < 3; i++) {
      keyed(node, i);
    }
    node.arrive(3).reads();
    assertThat(node.underway).isEmpty();
    keyed(node, 3);
    keyed(node, 4);
    node.arrive(1).reads();
    int held = node.kept.size();
    node.settles();
    assertThat(node.kept.size() + held).isPositive();
    Recorded recorded = node.kept.element();
    assertThat(recorded.place().fence().nextIndex())
        .as("it knows what was read back, and nothing else")
        .isEqualTo(recorded.memory().restored().experiments().size() + 2L);
  }

  @Test
  void snapshot_ofALogThatIsNoMore_isLeftAlone() {
    Node node = kept();
    Event.SnapshotTaken taken = realm.valid(Event.SnapshotTaken.class).getFirst();
    realm.log.subList((int) taken.offset(), realm.log.size()).clear();
    Node short1 = realm.heir(node, "s2").reads();
    assertThat(short1.candidate.ending().orElseThrow().why())
        .contains("knows more than there is in the log");
    Node again = realm.heir(node, "s3").elected().settles();
    assertThat(again.begunAt).isZero();
    assertThat(again.status.phase()).isEqualTo(Phase.ACTIVE);
  }

  @Test
  void snapshot_ofARecordThatIsAnotherNow_isLeftAlone() {
    Node node = kept();
    Event.SnapshotTaken taken = realm.valid(Event.SnapshotTaken.class).getFirst();
    realm.log.subList((int) taken.offset(), realm.log.size()).clear();
    Node other = realm.withoutSnapshots("other");
    for (int i = 20; realm.log.size() <= taken.offset() + 2; i++) {
      keyed(other, i);
      other.settles();
    }
    Node next = realm.heir(node, "s3").reads();
    assertThat(next.candidate.ending().orElseThrow().why()).contains("is of another log");
    assertThat(realm.heir(node, "s4").settles().begunAt).isZero();
  }

  @Test
  void snapshot_thatNoFactNames_isLeftAloneAndTheOneBeforeIsTaken() {
    Node node = kept();
    for (int i = 20; node.kept.isEmpty(); i++) {
      keyed(node, i);
      node.settles();
    }
    Shelf.Written second = Shelf.write(node.kept.remove());
    realm.shelf.putAll(second.records());
    Node next = realm.heir(node, "s2").reads();
    assertThat(next.begunAt).isEqualTo((int) second.manifest().offset());
    assertThat(next.candidate.ending().orElseThrow().why()).contains("is named by no fact");
    Node after = realm.heir(node, "s3").settles();
    assertThat(after.begunAt)
        .isEqualTo((int) realm.valid(Event.SnapshotTaken.class).getFirst().offset());
    assertThat(after.status.phase()).isEqualTo(Phase.ACTIVE);
  }

  @Test
  void snapshot_thatCannotBeWritten_isToldAndTriedAgainLater() {
    Node node = realm.reigning("s1");
    for (int i = 0; node.kept.isEmpty(); i++) {
      keyed(node, i);
      node.settles();
    }
    node.keeps(1).settles();
    assertThat(node.notes).anyMatch(it -> it.contains("no snapshot could be kept"));
    assertThat(realm.valid(Event.SnapshotTaken.class)).isEmpty();
    for (int i = 20; node.kept.isEmpty(); i++) {
      keyed(node, i);
      node.settles();
    }
    node.keeps(ALL).settles();
    assertThat(realm.valid(Event.SnapshotTaken.class)).hasSize(1);
  }

  @Test
  void snapshots_olderThanTwo_areRemovedOnceTheNewestIsNamed() {
    Node node = kept();
    for (int i = 20; realm.valid(Event.SnapshotTaken.class).size() < 4; i++) {
      keyed(node, i);
      node.settles();
      if (!node.kept.isEmpty()) {
        int before = realm.shelf.size();
        node.keeps(ALL);
        assertThat(realm.shelf).as("nothing is removed before").hasSizeGreaterThan(before);
        node.settles();
      }
    }
    assertThat(realm.shelf.keySet())
        .allMatch(
            key ->
                realm.valid(Event.SnapshotTaken.class).reversed().stream()
                    .limit(2)
                    .anyMatch(taken -> key.startsWith(taken.sha256())));
    assertThat(realm.shelf).hasSize(4);
  }
}
