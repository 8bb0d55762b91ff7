package podium.engine.simulation;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import podium.protocol.event.Holding;
import podium.protocol.id.AttemptId;
import podium.protocol.message.SchedulerMessage;
import podium.protocol.report.Report;

/** All that workers ever said, whether or not anybody heard it. */
final class Hearsay {
  private final Set<Words> reports = new HashSet<>();
  private final Map<String, Set<List<Holding>>> holds = new HashMap<>();

  /**
   * What was said of an attempt.
   *
   * @param epoch that was trained, or after which it began; 0 of an end
   */
  record Words(AttemptId attempt, Class<? extends Report> kind, int epoch) {}

  void add(SchedulerMessage message) {
    switch (message) {
      case SchedulerMessage.Hello it ->
          holds.computeIfAbsent(it.incarnation(), incarnation -> new HashSet<>()).add(it.holds());
      case SchedulerMessage.Deliver it -> reports.add(words(it.report()));
      case SchedulerMessage.Heartbeat ignored -> {}
      case SchedulerMessage.Tell ignored -> {}
      case SchedulerMessage.Leaving ignored -> {}
      case SchedulerMessage.Freed ignored -> {}
      case SchedulerMessage.Goodbye ignored -> {}
    }
  }

  private static Words words(Report report) {
    return switch (report) {
      case Report.Started it ->
          new Words(it.attemptId(), Report.Started.class, it.start().resumedFromEpoch());
      case Report.Epoch it -> new Words(it.attemptId(), Report.Epoch.class, it.result().epoch());
      case Report.Ended it -> new Words(it.attemptId(), Report.Ended.class, 0);
    };
  }

  boolean has(Words words) {
    return reports.contains(words);
  }

  /** Whether that process said that it holds that. */
  boolean has(String incarnation, List<Holding> held) {
    return holds.getOrDefault(incarnation, Set.of()).contains(held);
  }
}
