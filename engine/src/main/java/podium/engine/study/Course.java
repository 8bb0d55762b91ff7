package podium.engine.study;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import podium.engine.placement.Placement;
import podium.engine.placement.Turnover;
import podium.engine.state.Usage;
import podium.engine.study.Outcome.Ended;

/** The one loop of events of all studies. Not thread-safe. */
final class Course {
  /** Seconds after which a limit is looked at again that was missed by rounding. */
  private static final double SOON = 1e-6;

  private final Placement rule;
  private final Overhead overhead;
  private final FreeSlots free;
  private final List<Job> coming;
  private final Ended[] ended;
  private final Usage usage = new Usage();

  /** What owners had until now, in slot-seconds. */
  private final Map<String, Double> had = new TreeMap<>();

  /** Who is there: as the rule had them at the last event, whoever came since behind. */
  private final List<Job> line = new ArrayList<>();

  /** Who has slots, in the order of submission. */
  private List<Job> running = new ArrayList<>();

  private int arrived;
  private int over;
  private long places;
  private double now;

  Course(Study study, List<TraceJob> jobs) {
    this.rule = study.placement();
    this.overhead = study.overhead();
    this.free =
        new FreeSlots(
            rule.turnover() == Turnover.COUNTED ? study.cluster().asOneNode() : study.cluster());
    this.coming = inOrder(jobs);
    this.ended = new Ended[jobs.size()];
  }

  private List<Job> inOrder(List<TraceJob> jobs) {
    List<Job> all = new ArrayList<>();
    jobs.stream()
        .sorted(Comparator.comparingDouble(TraceJob::submitted))
        .forEach(job -> all.add(new Job(job, all.size(), had)));
    return all;
  }

  /** Lives through all events; gives the jobs in the order of submission. */
  List<Ended> run() {
    while (over < ended.length) {
      step();
    }
    return List.of(ended);
  }

  private void step() {
    double since = now;
    double arrival =
        arrived < coming.size()
            ? coming.get(arrived).trace().submitted()
            : Double.POSITIVE_INFINITY;
    double end =
        running.stream().mapToDouble(job -> job.end).min().orElse(Double.POSITIVE_INFINITY);
    double demotion = demotion();
    now = Math.min(Math.min(arrival, end), demotion);
    running.forEach(job -> job.goOn(since, now, overhead));
    end();
    arrive();
    running.stream().filter(job -> job.attended() >= job.limit).forEach(this::behind);
    place();
    running.forEach(job -> job.foresee(now, overhead));
  }

  /** When the next job that runs goes down a class: after whole seconds of running. */
  private double demotion() {
    double first = Double.POSITIVE_INFINITY;
    for (Job job : running) {
      double at = Math.ceil(job.limit / job.slots()) - job.served() + now;
      first = Math.min(first, at > now ? at : Math.max(now + SOON, Math.nextUp(now)));
    }
    return first;
  }

  private void end() {
    for (Job job : running) {
      if (job.end == now) {
        ended[job.number()] = new Ended(job.trace(), job.served(), now);
        over++;
        free.giveBack(job.taken());
        stop(job);
        line.remove(job);
      }
    }
    running.removeIf(job -> !job.running);
  }

  private void arrive() {
    while (arrived < coming.size() && coming.get(arrived).trace().submitted() == now) {
      Job job = coming.get(arrived);
      line.add(job);
      behind(job);
      arrived++;
    }
  }

  /** Behind all others of its class. */
  private void behind(Job job) {
    job.place = places++;
    job.limit = rule.demotedAt(job);
  }

  private void place() {
    order();
    running =
        switch (rule.turnover()) {
          case NONE -> startWhoFits();
          case ANEW -> giveAnew();
          case COUNTED -> {
            List<Job> given = giveAnew();
            runningFirst();
            yield given;
          }
        };
    running.sort(Comparator.comparingInt(Job::number));
  }

  private void order() {
    had.replaceAll((owner, before) -> usage.of(owner, instant()));
    line.sort(rule.order());
  }

  /** Who has slots now. */
  private List<Job> startWhoFits() {
    List<Job> all = new ArrayList<>(running);
    Optional<Job> next = startFirst();
    while (next.isPresent()) {
      all.add(next.orElseThrow());
      // why: whoever was given slots may make others come first
      order();
      next = startFirst();
    }
    return all;
  }

  private Optional<Job> startFirst() {
    for (Job job : line) {
      Optional<int[]> taken = job.running ? Optional.empty() : free.take(job.slots());
      if (taken.isPresent()) {
        start(job, taken.orElseThrow());
        return Optional.of(job);
      }
    }
    return Optional.empty();
  }

  /** Who has slots now. */
  private List<Job> giveAnew() {
    List<Job> all = new ArrayList<>();
    free.clear();
    for (Job job : line) {
      Optional<int[]> taken = free.take(job.slots());
      if (taken.isPresent()) {
        all.add(job);
        if (!job.running) {
          start(job, taken.orElseThrow());
        }
      } else if (job.running) {
        stop(job);
      }
    }
    return all;
  }

  private void runningFirst() {
    List<Job> waiting = new ArrayList<>(line);
    waiting.removeIf(job -> job.running);
    line.removeIf(job -> !job.running);
    line.addAll(waiting);
    line.forEach(job -> job.place = places++);
  }

  private void start(Job job, int[] taken) {
    job.start(taken);
    usage.add(job.owner(), job.slots(), instant());
    had.putIfAbsent(job.owner(), 0.0);
  }

  private void stop(Job job) {
    job.stop();
    usage.add(job.owner(), -job.slots(), instant());
  }

  private Instant instant() {
    return Instant.ofEpochMilli((long) (now * 1000));
  }
}
