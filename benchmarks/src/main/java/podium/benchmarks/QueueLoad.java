package podium.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import podium.protocol.event.OwnerShare;
import podium.protocol.id.TrialId;

/**
 * What is to be done: queues that are alike, each an owner with a limit.
 *
 * @param share how many slots the trials of a queue may have together
 * @param slots of each worker
 * @param spread whether trials come one after the other, and not all at once
 */
record QueueLoad(
    int queues, int share, int workers, int slots, List<WorkClass> classes, boolean spread) {
  /** The classes of Kueue's scalability test. */
  static final List<WorkClass> OF_KUEUE =
      List.of(
          new WorkClass("small", 350, 1, Duration.ofMillis(200), 50, Duration.ofMillis(100)),
          new WorkClass("medium", 100, 5, Duration.ofMillis(500), 100, Duration.ofMillis(500)),
          new WorkClass("large", 50, 20, Duration.ofMillis(1000), 200, Duration.ofMillis(1200)));

  private static final double MILLIS = 1000;

  QueueLoad {
    classes = List.copyOf(classes);
  }

  /** Kueue's: 30 queues of 20 slots; ours are on 10 workers, of 60 slots each. */
  static QueueLoad ofKueue(boolean spread) {
    return new QueueLoad(30, 20, 10, 60, OF_KUEUE, spread);
  }

  /**
   * An experiment of one trial that is to be submitted.
   *
   * @param at after the beginning
   */
  record Submission(Duration at, String queue, WorkClass of) {
    /** Its name, which it shares with the others of its class and queue. */
    String name() {
      return queue + "-" + of.name();
    }

    /** As it is sent. */
    String request() {
      return ("{\"request\":\"submit\",\"experiment\":\"%s\",\"owner\":\"%s\",\"dataset\":\"digits\","
                  + "\"matrix\":{\"model\":[\"resnet18\"]},\"recipe\":{\"epochs\":1},"
                  + "\"resources\":{\"device\":\"cpu\",\"slots\":%d},\"priority\":%d}")
          .formatted(name(), queue, of.slots(), of.priority());
    }
  }

  /** All of them, in the order in which they come. */
  List<Submission> submissions() {
    List<Submission> all = new ArrayList<>();
    for (int queue = 1; queue <= queues; queue++) {
      for (WorkClass of : classes) {
        for (int i = 1; i <= of.count(); i++) {
          Duration at = spread ? of.every().multipliedBy(i) : Duration.ZERO;
          all.add(new Submission(at, name(queue), of));
        }
      }
    }
    all.sort(Comparator.comparing(Submission::at));
    return all;
  }

  private static String name(int queue) {
    return "q%02d".formatted(queue);
  }

  /** The class that a trial is of, by its name. */
  WorkClass of(TrialId trial) {
    String name = trial.value().split("-")[1];
    return classes.stream().filter(it -> it.name().equals(name)).findFirst().orElseThrow();
  }

  /** What each owner may have. */
  Map<String, OwnerShare> owners() {
    Map<String, OwnerShare> all = new TreeMap<>();
    for (int queue = 1; queue <= queues; queue++) {
      all.put(name(queue), new OwnerShare(share, 1));
    }
    return all;
  }

  int trials() {
    return queues * classes.stream().mapToInt(WorkClass::count).sum();
  }

  /** Seconds that it takes where every queue has all its slots at work all the time. */
  double ideal() {
    return classes.stream().mapToDouble(WorkClass::work).sum() / share;
  }

  /** The last moment at which something comes, in seconds. */
  double lastArrival() {
    return submissions().getLast().at().toMillis() / MILLIS;
  }

  /** Slots of all queues together. */
  int allSlots() {
    return queues * share;
  }
}
