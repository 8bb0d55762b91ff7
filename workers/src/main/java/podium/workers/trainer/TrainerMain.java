package podium.workers.trainer;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import podium.workers.training.InProcessTrainer;
import podium.workers.training.NativeHeap;
import podium.workers.training.TorchDevices;

/**
 * The trainer process: reads orders from standard input, trains on its main thread, writes events
 * to standard output. Ends itself when its input closes, also in the middle of training.
 */
public final class TrainerMain {
  private static final long IDLE_SECONDS = 1;

  private final BufferedReader orders;
  private final BlockingQueue<TrainerCommand.Train> assignments = new LinkedBlockingQueue<>();

  private TrainerMain(BufferedReader orders) {
    this.orders = orders;
  }

  /**
   * Runs until standard input closes.
   *
   * @param arguments milliseconds between two signs of life, and, of a worker's trainer, the
   *     worker's folder: by it a later process of the worker knows its own orphans
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    PrintStream events =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    // why: whatever a library prints must not come between the events
    System.setOut(System.err);
    long between = Long.parseLong(arguments[0]);
    Thread.ofPlatform().name("alive").daemon().start(() -> sayAlive(events, between));
    new TrainerMain(new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)))
        .serve(events);
  }

  private static void sayAlive(PrintStream events, long betweenMillis) {
    CountDownLatch never = new CountDownLatch(1);
    try {
      do {
        events.println(Wire.ALIVE);
      } while (!never.await(betweenMillis, TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void serve(PrintStream events) throws IOException, InterruptedException {
    if (!(Wire.order(firstLine()) instanceof TrainerCommand.Configure configure)) {
      throw new IllegalArgumentException("the first order must be to configure");
    }
    InProcessTrainer trainer = new InProcessTrainer(configure.settings());
    Thread.ofPlatform().name("orders").daemon().start(() -> obey(trainer));
    TrainerCommand.Train current = assignments.take();
    for (; ; ) {
      trainer.train(
          current.assignment(), current.threads(), event -> events.println(Wire.line(event)));
      current = next(current.assignment().spec().model());
    }
  }

  /** The same network takes the same blocks of memory again; whatever else comes begins anew. */
  private TrainerCommand.Train next(String model) throws InterruptedException {
    TrainerCommand.Train soon = assignments.poll(IDLE_SECONDS, TimeUnit.SECONDS);
    if (soon == null) {
      handBack();
      return assignments.take();
    }
    if (!soon.assignment().spec().model().equals(model)) {
      handBack();
    }
    return soon;
  }

  private static void handBack() {
    NativeHeap.handBack();
    TorchDevices.handBack();
  }

  private String firstLine() throws IOException {
    String line = orders.readLine();
    if (line == null) {
      throw new IOException("standard input closed before the first order");
    }
    return line;
  }

  private void obey(InProcessTrainer trainer) {
    int status = 0;
    try {
      orders.lines().forEach(line -> obey(Wire.order(line), trainer));
    } catch (RuntimeException e) {
      System.err.println("orders cannot be read: " + e.getMessage());
      status = 1;
    }
    // why: nobody is left to train for; checkpoints are whole at any moment, so nothing is lost
    Runtime.getRuntime().halt(status);
  }

  private void obey(TrainerCommand order, InProcessTrainer trainer) {
    switch (order) {
      case TrainerCommand.Train train -> assignments.add(train);
      case TrainerCommand.Limit limit -> trainer.limit(limit.limits());
      case TrainerCommand.Stop stop -> trainer.stop(stop.why());
      case TrainerCommand.Configure configure ->
          throw new IllegalArgumentException("configured a second time for " + configure);
    }
  }
}
