package podium.cli.kafka;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;
import podium.cli.error.UserErrorException;
import podium.protocol.folder.FolderLock;

/** The folder of an embedded broker, locked for as long as it is open. */
final class BrokerFolder implements AutoCloseable {
  static final int NODE = 1;
  static final String CONTROLLER = "CONTROLLER";

  private final Path logs;
  private final FolderLock lock;

  private BrokerFolder(Path logs, FolderLock lock) {
    this.logs = logs;
    this.lock = lock;
  }

  static BrokerFolder open(Path folder) {
    try {
      return FolderLock.take(folder, "in-use")
          .map(lock -> new BrokerFolder(folder.resolve("logs"), lock))
          .orElseThrow(
              () ->
                  new UserErrorException(
                      "%s belongs to a running Podium; stop it, or choose another folder with --data-dir"
                          .formatted(folder.toAbsolutePath())));
    } catch (IOException e) {
      throw new UserErrorException(
          "%s cannot be used (%s); choose another folder with --data-dir"
              .formatted(folder.toAbsolutePath(), e.getMessage()),
          e);
    }
  }

  /** The file that makes a folder a broker's own. */
  static Path identity(Path folder) {
    return folder.resolve("logs").resolve("meta.properties");
  }

  /** Where the broker keeps its logs. */
  Path logs() {
    return logs;
  }

  /** Makes a fresh folder a broker's own; one that is already is left as it is. */
  void format() throws Exception {
    if (Files.exists(logs.resolve("meta.properties"))) {
      return;
    }
    Files.createDirectories(logs);
    String directory = logs.toString();
    Formatter formatter = new Formatter();
    formatter
        .setPrintStream(
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
        .setNodeId(NODE)
        .setClusterId(Uuid.randomUuid().toString())
        .addDirectory(directory)
        .setMetadataLogDirectory(directory)
        .setControllerListenerName(CONTROLLER)
        .setIgnoreFormatted(true)
        .run();
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
