package podium.dashboard.notification;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import podium.dashboard.domain.Position.LogId;
import podium.dashboard.notification.Places.Place;

/**
 * What one target is yet to be told, and the thread that tells it, in order. A target's place is
 * kept after each message that it took, so a crash tells at most that one again. Thread-safe.
 */
public final class Outbox implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);
  private static final int MOST_WAITING = 1_000;
  private static final Duration BETWEEN_NOTES = Duration.ofSeconds(10);
  private static final Duration LAST_WORD = Duration.ofSeconds(2);

  private final Target target;
  private final Optional<String> board;
  private final Places places;
  private final Post post;
  private final Patience patience;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Thread thread;
  private final Deque<Notification> waiting = new ArrayDeque<>();
  private final Set<String> silencesAsked = new HashSet<>();
  private final Set<String> silencesTold = new HashSet<>();
  private LogId log = LogId.NONE;
  private long next;
  private long keptOffset = -1;
  private long keptAt;
  private boolean down;
  private long delivered;
  private long givenUp;
  private Optional<String> trouble = Optional.empty();

  private Outbox(
      Target target, Optional<String> board, Places places, Post post, Patience patience) {
    this.target = target;
    this.board = board;
    this.places = places;
    this.post = post;
    this.patience = patience;
    this.thread =
        Thread.ofPlatform().daemon().name("podium-tell-" + target.name()).unstarted(this::run);
  }

  /** Begins to tell a target. */
  public static Outbox start(
      Target target, Optional<String> board, Places places, Post post, Patience patience) {
    Outbox outbox = new Outbox(target, board, places, post, patience);
    outbox.thread.start();
    return outbox;
  }

  /**
   * Follows a log from where the target is; one that was never told of it begins at its end.
   *
   * @param end of that log
   */
  public synchronized void follow(LogId which, long end) throws IOException {
    if (which.equals(log)) {
      return;
    }
    Optional<Place> kept = places.of(target.name());
    Optional<Place> here = kept.filter(place -> place.log().equals(which) && place.offset() <= end);
    if (here.isEmpty() && kept.isPresent()) {
      LOG.warn(
          "notifications begin at the log's end: it is another log, or has lost records; target={}",
          target.name());
    }
    waiting.clear();
    silencesAsked.clear();
    silencesTold.clear();
    log = which;
    next = here.map(Place::offset).orElse(end);
    silencesTold.addAll(here.map(Place::silent).orElse(Set.of()));
    silencesAsked.addAll(silencesTold);
    keep(next);
  }

  /** Takes over what a fact gives occasion to; waits while too much is yet to be told. */
  public synchronized void take(long offset, List<Notification> all) throws InterruptedException {
    if (offset < next) {
      return;
    }
    while (waiting.size() >= MOST_WAITING && stopping.getCount() > 0) {
      wait();
    }
    if (stopping.getCount() == 0) {
      return;
    }
    next = offset + 1;
    all.stream().filter(it -> target.kinds().contains(it.kind())).forEach(waiting::addLast);
    notifyAll();
  }

  /** Takes over which trials are silent at this moment. */
  public synchronized void silent(List<Notification> now) {
    if (!target.kinds().contains(Kind.TRIAL_SILENT)) {
      return;
    }
    Set<String> ids = now.stream().map(Notification::id).collect(Collectors.toSet());
    silencesAsked.retainAll(ids);
    silencesTold.retainAll(ids);
    now.stream().filter(it -> silencesAsked.add(it.id())).forEach(waiting::addLast);
    notifyAll();
  }

  /** How many messages were taken. */
  public synchronized long delivered() {
    return delivered;
  }

  /** How many messages were given up. */
  public synchronized long givenUp() {
    return givenUp;
  }

  /** How many are yet to be told. */
  public synchronized long waiting() {
    return waiting.size();
  }

  /** Why the target is not told, while it is not. */
  public synchronized Optional<String> trouble() {
    return trouble.map(why -> "Target %s is not told: %s.".formatted(target.name(), why));
  }

  private void run() {
    try {
      for (Optional<Notification> next = first(); next.isPresent(); next = first()) {
        if (tell(next.get())) {
          done(next.get());
        }
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  /** The next one to be told; nothing when it is time to stop. */
  private synchronized Optional<Notification> first() throws InterruptedException {
    while (waiting.isEmpty() && stopping.getCount() > 0) {
      if (isBehind() && System.nanoTime() - keptAt > BETWEEN_NOTES.toNanos()) {
        keepOrSay(next);
      }
      wait(BETWEEN_NOTES.toMillis());
    }
    return stopping.getCount() > 0 ? Optional.of(waiting.getFirst()) : Optional.empty();
  }

  /** Whether more was read than is kept; of no log nothing is. */
  private boolean isBehind() {
    return !log.equals(LogId.NONE) && keptOffset != next;
  }

  /** Tells it, however long that takes; false when it is not to be told any more. */
  private boolean tell(Notification it) throws InterruptedException {
    String body = target.form().body(it, board);
    for (int tries = 1; ; tries++) {
      Post.Outcome outcome = send(it, body);
      Optional<Duration> pause =
          switch (outcome) {
            case Post.Taken taken -> Optional.empty();
            case Post.Refused refused -> Optional.empty();
            case Post.Failed failed -> patience.after(tries, failed.after(), isDown());
          };
      if (pause.isEmpty()) {
        return count(it, outcome);
      }
      if (stopping.await(pause.get().toNanos(), TimeUnit.NANOSECONDS)) {
        throw new InterruptedException("stopping");
      }
    }
  }

  // why: whatever is wrong with one target, the thread that tells it goes on
  private Post.Outcome send(Notification it, String body) throws InterruptedException {
    try {
      return post.send(target, it.id(), body);
    } catch (RuntimeException e) {
      LOG.error("a notification failed; target={} id={}", target.name(), it.id(), e);
      return new Post.Failed("it failed; the log says more", Optional.empty());
    }
  }

  private synchronized boolean isDown() {
    return down;
  }

  @SuppressWarnings("ReferenceEquality") // why: the same one, and not one like it of another log
  private synchronized boolean count(Notification it, Post.Outcome outcome) {
    if (waiting.peekFirst() != it) {
      return false;
    }
    switch (outcome) {
      case Post.Taken taken -> {
        delivered++;
        down = false;
        trouble = Optional.empty();
      }
      case Post.Refused refused -> giveUp(it, refused.why(), down);
      case Post.Failed failed -> giveUp(it, failed.why(), true);
    }
    return true;
  }

  private void giveUp(Notification it, String why, boolean fromNowOn) {
    givenUp++;
    down = fromNowOn;
    trouble = Optional.of(why);
    LOG.warn("a notification was given up; target={} id={} cause={}", target.name(), it.id(), why);
  }

  private synchronized void done(Notification it) {
    waiting.removeFirst();
    if (it.kind() == Kind.TRIAL_SILENT && silencesAsked.contains(it.id())) {
      silencesTold.add(it.id());
    }
    long behind =
        waiting.stream()
            .filter(one -> one.kind() != Kind.TRIAL_SILENT)
            .mapToLong(Notification::offset)
            .findFirst()
            .orElse(next);
    keepOrSay(behind);
    notifyAll();
  }

  private void keepOrSay(long offset) {
    try {
      keep(offset);
    } catch (IOException e) {
      trouble = Optional.of("what it was told cannot be kept: " + e);
      LOG.warn("a target's place cannot be kept; target={} cause={}", target.name(), e.toString());
    }
  }

  private void keep(long offset) throws IOException {
    places.put(target.name(), new Place(log, offset, silencesTold));
    keptOffset = offset;
    keptAt = System.nanoTime();
  }

  /** Stops; what waits is told after the next start. */
  @Override
  public void close() {
    synchronized (this) {
      stopping.countDown();
      if (waiting.isEmpty() && isBehind()) {
        keepOrSay(next);
      }
      notifyAll();
    }
    try {
      // why: what is being sent is told once where it can be heard that it was taken
      if (!thread.join(LAST_WORD)) {
        thread.interrupt();
        thread.join(LAST_WORD);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
