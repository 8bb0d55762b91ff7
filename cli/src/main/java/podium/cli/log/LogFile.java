package podium.cli.log;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.util.FileSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.slf4j.LoggerFactory;
import podium.cli.error.DiskReason;
import podium.cli.error.UserErrorException;
import podium.protocol.Printable;

/**
 * A file that takes what is logged, with stack traces; the terminal keeps the sentences, and leaves
 * out what the Kafka within says of itself. Stateless.
 */
public final class LogFile {
  // why: stands in logback.xml, too, which knows no class
  private static final String HARMFUL = Printable.MOVING;

  private static final String WORDS = "%replace(%msg %kvp){'[\\n" + HARMFUL + "]', '?'}%n";
  private static final String LINE = "%d{HH:mm:ss.SSS} %-5level %logger{0} " + WORDS;
  static final String DATED =
      "%d{yyyy-MM-dd HH:mm:ss.SSS} %-5level %logger "
          + WORDS
          + "%replace(%ex{full}){'["
          + HARMFUL
          + "]', '?'}%nopex";
  static final String SENTENCES =
      LINE
          + "%replace(%replace(%ex{short}){'\\s+(at|\\.\\.\\.) [^\\n]*', ''}){'["
          + HARMFUL
          + "]', '?'}%nopex";
  private static final String[] KAFKA = {"kafka", "org.apache.kafka", "state.change.logger"};
  private static final String LARGEST = "10MB";
  private static final int KEPT = 3;

  private LogFile() {}

  /**
   * Opens a file below a data folder's {@code log}.
   *
   * @return where it is
   * @throws UserErrorException when the folder cannot be written
   */
  public static Path open(Path dataDir, String name) {
    Path file = dataDir.resolve("log").resolve(name).toAbsolutePath();
    try {
      Files.createDirectories(file.getParent());
      Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND).close();
    } catch (IOException e) {
      throw new UserErrorException(
          "%s cannot be written (%s); see to space and rights, or choose another folder with --data-dir"
              .formatted(file, DiskReason.of(e)),
          e);
    }
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      attach(context, file);
    }
    return file;
  }

  private static void attach(LoggerContext context, Path file) {
    RollingFileAppender<ILoggingEvent> appender = appender(context, file);
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.addAppender(appender);
    for (String name : KAFKA) {
      context.getLogger(name).setAdditive(false);
      context.getLogger(name).addAppender(appender);
    }
    Optional.ofNullable(root.getAppender("STDERR"))
        .filter(ConsoleAppender.class::isInstance)
        .map(found -> (ConsoleAppender<ILoggingEvent>) found)
        .ifPresent(console -> console.setEncoder(encoder(context, SENTENCES)));
  }

  private static RollingFileAppender<ILoggingEvent> appender(LoggerContext context, Path file) {
    RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();
    FixedWindowRollingPolicy window = new FixedWindowRollingPolicy();
    SizeBasedTriggeringPolicy<ILoggingEvent> size = new SizeBasedTriggeringPolicy<>();
    appender.setContext(context);
    appender.setName(file.toString());
    appender.setFile(file.toString());
    appender.setEncoder(encoder(context, DATED));
    window.setContext(context);
    window.setParent(appender);
    window.setFileNamePattern(file + ".%i");
    window.setMaxIndex(KEPT);
    size.setContext(context);
    size.setMaxFileSize(FileSize.valueOf(LARGEST));
    appender.setRollingPolicy(window);
    appender.setTriggeringPolicy(size);
    window.start();
    size.start();
    appender.start();
    return appender;
  }

  static PatternLayoutEncoder encoder(LoggerContext context, String pattern) {
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern(pattern);
    encoder.start();
    return encoder;
  }
}
