package podium.cli.error;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Objects;

/** Why a file could not be read or written, in words; stateless. */
public final class DiskReason {
  private DiskReason() {}

  /** In a few words, to stand in brackets behind the file's name. */
  public static String of(IOException e) {
    return switch (e) {
      case NoSuchFileException missing -> "it is not there";
      case AccessDeniedException denied -> "permission is missing";
      case FileSystemException failed when failed.getReason() != null -> failed.getReason();
      case IOException io when "Is a directory".equals(io.getMessage()) -> "it is a folder";
      case IOException io -> Objects.requireNonNullElse(io.getMessage(), "no reason is told");
    };
  }
}
