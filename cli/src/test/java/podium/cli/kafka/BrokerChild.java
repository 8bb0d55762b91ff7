package podium.cli.kafka;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A JVM with a broker that publishes, tells what was acknowledged, and waits to be killed. */
final class BrokerChild {
  static final int RECORDS = 50;
  private static final String DONE = "acknowledged ";

  private BrokerChild() {}

  public static void main(String[] args) throws Exception {
    EmbeddedKafka kafka = EmbeddedKafka.start(Path.of(args[0]), 0);
    KafkaSettings settings = KafkaSettings.at(kafka.bootstrapServers());
    TopicSetup.ensure(settings);
    EmbeddedKafkaTest.publish(settings, RECORDS);
    System.out.println(DONE + RECORDS);
    new CountDownLatch(1).await();
  }

  static Process spawn(Path folder) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            BrokerChild.class.getName(),
            folder.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
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
