package podium.workers.trainer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import podium.workers.domain.TrainerEvent;
import podium.workers.machine.ProcessStatus;

/** A running trainer process. Events are read by one thread; the rest is for any thread. */
final class TrainerProcess {
  private static final Logger LOG = LoggerFactory.getLogger(TrainerProcess.class);
  private static final int LINES_KEPT = 5;
  private static final int LONGEST_LINE = 300;
  private static final Duration LAST_WORDS = Duration.ofSeconds(5);
  private static final Duration LONGEST_START = Duration.ofMinutes(1);
  private static final Duration MOST_BETWEEN_SIGNS = Duration.ofSeconds(5);

  /** Signs of life that may get late or lost before a process counts as silent. */
  private static final int SIGNS_IN_SILENCE = 6;

  private static final Duration LOOK = Duration.ofMillis(500);

  /** An event; nothing after the last one. */
  private record Told(Optional<TrainerEvent> event) {}

  private final Process process;
  private final Writer orders;
  private final BufferedReader output;
  private final Deque<String> lastErrors = new ArrayDeque<>();
  private final BlockingQueue<Told> events = new ArrayBlockingQueue<>(1);
  private volatile @Nullable RuntimeException unreadable;
  private final Thread outputReader;
  private final Thread errorReader;
  private OptionalLong peak = OptionalLong.empty();
  private final Duration silence;
  private volatile long heardAt = System.nanoTime();
  private volatile boolean spoke;
  private volatile boolean waitsForReader;
  private volatile boolean silenced;
  private volatile Consumer<String> listener = line -> {};

  TrainerProcess(Process process, Duration silence) {
    this.process = process;
    this.silence = silence;
    this.orders = process.outputWriter(StandardCharsets.UTF_8);
    this.output = process.inputReader(StandardCharsets.UTF_8);
    this.outputReader =
        Thread.ofPlatform()
            .daemon()
            .name("trainer-stdout-" + process.pid())
            .start(this::readEvents);
    this.errorReader =
        Thread.ofVirtual().name("trainer-stderr-" + process.pid()).start(this::readErrors);
  }

  /** Starts a process with this JVM's own Java and class path, and configures it. */
  static TrainerProcess start(ProcessSettings settings) throws IOException {
    List<String> command = new ArrayList<>(TrainerJvm.command(settings.heapMegabytes()));
    command.add(TrainerMain.class.getName());
    command.add(Long.toString(betweenSigns(settings.silence()).toMillis()));
    settings.folder().ifPresent(folder -> command.add(folder.toString()));
    ProcessBuilder builder = new ProcessBuilder(command);
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(TrainerJvm::isSecret);
    environment.put("CLASSPATH", System.getProperty("java.class.path"));
    environment.put("CUDA_VISIBLE_DEVICES", settings.visibleDevices());
    environment.put("CUBLAS_WORKSPACE_CONFIG", ":4096:8");
    environment.put("MKL_DYNAMIC", "FALSE");
    environment.putAll(TrainerJvm.environment(environment, spins(settings)));
    if (settings.training().threads() > 0) {
      environment.put("OMP_NUM_THREADS", Integer.toString(settings.training().threads()));
    }
    TrainerProcess started = new TrainerProcess(builder.start(), settings.silence());
    started.send(new TrainerCommand.Configure(settings.training()));
    return started;
  }

  private static boolean spins(ProcessSettings settings) {
    int processors = Runtime.getRuntime().availableProcessors();
    int threads = settings.training().threads();
    return TrainerJvm.haveRoom(
        threads > 0 ? threads : processors, 1 + OtherTrainers.alive().count(), processors);
  }

  private static Duration betweenSigns(Duration silence) {
    Duration between = silence.dividedBy(SIGNS_IN_SILENCE);
    return between.compareTo(MOST_BETWEEN_SIGNS) < 0 ? between : MOST_BETWEEN_SIGNS;
  }

  long pid() {
    return process.pid();
  }

  /** Hands on from now what it says besides events. */
  void tell(Consumer<String> whoListens) {
    listener = whoListens;
  }

  /** Whether it says nothing at all, not even that it lives. */
  boolean isSilent() {
    Duration most = spoke || silence.compareTo(LONGEST_START) > 0 ? silence : LONGEST_START;
    // why: what nobody takes holds up what comes behind it
    return !waitsForReader && System.nanoTime() - heardAt > most.toNanos();
  }

  /** Whether it was killed for its silence. */
  boolean wasSilent() {
    return silenced;
  }

  private void heard() {
    spoke = true;
    heardAt = System.nanoTime();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Hands over an order; a process that is gone is noticed by whoever reads its events. */
  synchronized void send(TrainerCommand order) {
    try {
      orders.write(Wire.line(order) + "\n");
      orders.flush();
    } catch (IOException e) {
      LOG.debug("trainer process takes no orders", e);
    }
  }

  /**
   * The next event; nothing when the process has ended, or does not end though it was killed. One
   * that is silent is killed.
   */
  Optional<TrainerEvent> nextEvent() {
    try {
      Optional<TrainerEvent> event = awaitEvent();
      RuntimeException broken = unreadable;
      if (event.isEmpty() && broken != null) {
        throw broken;
      }
      event.ifPresent(told -> lookAtMemory());
      return event;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private Optional<TrainerEvent> awaitEvent() throws InterruptedException {
    long looked = System.nanoTime();
    for (; ; ) {
      @Nullable Told told = events.poll(LOOK.toMillis(), TimeUnit.MILLISECONDS);
      if (told != null) {
        return told.event();
      }
      long now = System.nanoTime();
      if (now - looked > LOOK.multipliedBy(4).toNanos()) {
        // why: it was us who stood still, and could not hear
        heardAt = now;
      }
      looked = now;
      if (!silenced && isSilent()) {
        silenced = true;
        LOG.atWarn()
            .addKeyValue("pid", pid())
            .log("trainer process says nothing any more; it is killed and its attempt is HUNG");
        kill();
      }
    }
  }

  private void readEvents() {
    try {
      try {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
          heard();
          if (line.equals(Wire.ALIVE)) {
            continue;
          }
          Optional<TrainerEvent> event = Wire.event(line);
          if (event.isPresent()) {
            waitsForReader = true;
            events.put(new Told(event));
            heard();
            waitsForReader = false;
          } else {
            LOG.atInfo().addKeyValue("pid", pid()).log(line);
            listener.accept(line);
          }
        }
      } catch (IOException | UncheckedIOException e) {
        LOG.debug("trainer's standard output closed", e);
      } catch (IllegalArgumentException e) {
        // why: what it says from here on would be taken for that of its next attempt
        unreadable = e;
        process.destroyForcibly();
      }
      events.put(new Told(Optional.empty()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * How the process ended; one that does not end by itself is killed, and nothing is told of one
   * that does not end then either.
   */
  Optional<Death> awaitDeath() {
    try {
      if (!endsSoon()) {
        process.destroyForcibly();
        if (!endsSoon()) {
          return Optional.empty();
        }
      }
      errorReader.join(LAST_WORDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the worker stops while its trainer process ends", e);
    }
    synchronized (lastErrors) {
      return Optional.of(new Death(process.exitValue(), String.join(" | ", lastErrors), peak));
    }
  }

  private boolean endsSoon() throws InterruptedException {
    return process.waitFor(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Now, since nothing tells how much memory a process took once it is gone. */
  private void lookAtMemory() {
    OptionalLong now = ProcessStatus.peak(pid());
    if (now.isPresent()) {
      peak = now;
    }
  }

  private void readErrors() {
    try (BufferedReader errors = process.errorReader(StandardCharsets.UTF_8)) {
      for (String line = errors.readLine(); line != null; line = errors.readLine()) {
        heardAt = System.nanoTime();
        LOG.atInfo().addKeyValue("pid", pid()).log(line);
        remember(line);
        listener.accept(line);
      }
    } catch (IOException e) {
      LOG.debug("trainer's standard error closed", e);
    }
  }

  private void remember(String line) {
    synchronized (lastErrors) {
      lastErrors.addLast(line.substring(0, Math.min(line.length(), LONGEST_LINE)));
      if (lastErrors.size() > LINES_KEPT) {
        lastErrors.removeFirst();
      }
    }
  }

  /** Closes the process's input, upon which it ends itself. */
  synchronized void abandon() {
    try {
      orders.close();
    } catch (IOException e) {
      LOG.debug("trainer process is gone already", e);
    }
  }

  /** Ends it, as far as the system can; who waits for its events waits a few seconds longer. */
  void kill() {
    process.destroyForcibly();
    // why: in an uninterruptible sleep it outlives that, and what it started may keep its output
    Thread.ofVirtual().name("trainer-end-" + pid()).start(this::endEvents);
  }

  private void endEvents() {
    try {
      if (!outputReader.join(LAST_WORDS)) {
        events.put(new Told(Optional.empty()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
