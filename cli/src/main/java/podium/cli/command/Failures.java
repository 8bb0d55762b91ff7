package podium.cli.command;

import com.typesafe.config.ConfigException;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import podium.cli.error.UserErrorException;
import podium.dashboard.domain.OtherProjectorException;

/** What went wrong, in a sentence for a person; stateless. */
final class Failures {
  private Failures() {}

  /** The sentence of the first cause that a person can do something about, else of the failure. */
  static String told(Throwable failure) {
    List<Throwable> causes =
        Stream.iterate(failure, cause -> cause != null, Throwable::getCause).limit(20).toList();
    return causes.stream()
        .flatMap(cause -> known(cause).stream())
        .findFirst()
        .orElseGet(
            () ->
                "a defect of Podium, please report it: %s (--verbose shows where)"
                    .formatted(words(causes.getLast())));
  }

  private static Optional<String> known(Throwable cause) {
    return Optional.ofNullable(
        switch (cause) {
          case UserErrorException told -> told.getMessage();
          case OtherProjectorException told -> told.getMessage();
          case AccessDeniedException denied ->
              "%s cannot be read or written; see to its rights".formatted(denied.getFile());
          case NoSuchFileException missing -> missing.getFile() + " is not there";
          case FileSystemException file ->
              "%s: %s; see to space and rights"
                  .formatted(file.getFile(), Optional.ofNullable(file.getReason()).orElse("?"));
          case BindException bind -> "a port is taken: " + bind.getMessage();
          case IOException io when words(io).contains("No space left") ->
              "the disk is full; make room and start again";
          case ConfigException setting -> "a setting cannot be read: " + setting.getMessage();
          case OutOfMemoryError memory ->
              "there is no memory left (%s); give the JVM more, such as PODIUM_JAVA_OPTS=-Xmx2g"
                  .formatted(memory.getMessage());
          default -> null;
        });
  }

  private static String words(Throwable cause) {
    return cause.getMessage() == null
        ? cause.getClass().getSimpleName()
        : cause.getClass().getSimpleName()
            + ": "
            + cause.getMessage().lines().findFirst().orElse("");
  }
}
