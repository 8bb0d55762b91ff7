package podium.cli.kafka;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A JVM with a broker that publishes, tells what was acknowledged, and waits to be killed. */
public final class BrokerChild {
  static final int RECORDS = 50;
  private static final String DONE = "acknowledged ";
  private static final String SERVES = "serves ";

  private BrokerChild() {}

  public static void main(String[] args) throws Exception {
    EmbeddedKafka kafka = EmbeddedKafka.start(Path.of(args[0]), 0);
    KafkaSettings settings = kafka.own();
    TopicSetup.ensure(settings);
    System.out.println(SERVES + kafka.bootstrapServers());
    int records = Integer.parseInt(args[1]);
    EmbeddedKafkaTest.publish(settings, records);
    System.out.println(DONE + records);
    new CountDownLatch(1).await();
  }

  static Process spawn(Path folder) throws IOException {
    return spawn(folder, RECORDS);
  }

  /** Starts a broker that publishes so many requests. */
  public static Process spawn(Path folder, int records) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            BrokerChild.class.getName(),
            folder.toString(),
            Integer.toString(records))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** Where the child's broker is reached, once it is. */
  public static String bootstrapServers(Process child) throws IOException {
    BufferedReader lines = child.inputReader(StandardCharsets.UTF_8);
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith(SERVES)) {
        return line.substring(SERVES.length());
      }
    }
    throw new IllegalStateException("the broker ended without a word");
  }

  /** How many records the child says were acknowledged; 0 when it ended without a word. */
  static int acknowledged(Process child) throws IOException {
    BufferedReader lines = child.inputReader(StandardCharsets.UTF_8);
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith(DONE)) {
        return Integer.parseInt(line.substring(DONE.length()));
      }
    }
    return 0;
  }
}
