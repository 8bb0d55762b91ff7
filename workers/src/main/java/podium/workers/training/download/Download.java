package podium.workers.training.download;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.Consumer;
import podium.workers.file.FolderRights;

/**
 * A file on the web whose content is known; immutable.
 *
 * @param checksum of all of it
 * @param mostBytes what is longer is not taken
 */
public record Download(URI address, Checksum checksum, long mostBytes) {
  /** More than the weights of any network of pictures. */
  private static final long MOST_BYTES = 16L << 30;

  private static final int CHUNK = 1 << 20;
  private static final int REPORT_EVERY = 16;

  /** A file whose size is not known. */
  public Download(URI address, Checksum checksum) {
    this(address, checksum, MOST_BYTES);
  }

  /**
   * Fetches the file; a file of that name is only ever there whole and checked.
   *
   * @throws DownloadException naming the folder into which the file can be put by hand
   */
  public void into(Path target, Consumer<String> progress) {
    try {
      Path folder = Objects.requireNonNull(target.toAbsolutePath().getParent());
      Files.createDirectories(folder);
      Path part = Files.createTempFile(folder, target.getFileName() + ".", ".part");
      try {
        progress.accept("downloading " + address);
        String received = fetch(part, progress);
        if (!received.equals(checksum.hex())) {
          throw new OtherContentException(
              "its SHA-256 is %s, not %s".formatted(received, checksum.hex()));
        }
        FolderRights.give(part, folder);
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {
      throw unavailable(target, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unavailable(target, e);
    }
  }

  private DownloadException unavailable(Path target, Exception cause) {
    String reason =
        cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    String message =
        "%s could not be downloaded (%s). Put %s into the folder %s and try again."
            .formatted(address, reason, target.getFileName(), target.toAbsolutePath().getParent());
    return new DownloadException(message, cause, fault(cause));
  }

  private static DownloadException.Fault fault(Exception cause) {
    return switch (cause) {
      case ConnectException none -> DownloadException.Fault.NO_WAY;
      case HttpConnectTimeoutException none -> DownloadException.Fault.NO_WAY;
      case OtherContentException other -> DownloadException.Fault.CONTENT;
      case Exception broken -> DownloadException.Fault.NET;
    };
  }

  /** The server is there, but what it has is not what was asked for. */
  private static final class OtherContentException extends IOException {
    OtherContentException(String message) {
      super(message);
    }
  }

  private String fetch(Path part, Consumer<String> progress)
      throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(address).timeout(Duration.ofMinutes(2)).build();
    MessageDigest digest = checksum.digest();
    try (HttpClient client =
        HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(15))
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build()) {
      HttpResponse<InputStream> response =
          client.send(request, HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream body = new BufferedInputStream(response.body());
          OutputStream file = new DigestOutputStream(Files.newOutputStream(part), digest)) {
        if (response.statusCode() != 200) {
          throw new OtherContentException("the server answered " + response.statusCode());
        }
        copy(body, file, response.headers().firstValueAsLong("Content-Length"), progress);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private void copy(
      InputStream from, OutputStream to, OptionalLong bytes, Consumer<String> progress)
      throws IOException {
    String all = bytes.isPresent() ? " of " + bytes.getAsLong() / CHUNK : "";
    byte[] chunk = from.readNBytes(CHUNK);
    long taken = 0;
    for (int megabytes = 1; chunk.length > 0; megabytes++) {
      taken += chunk.length;
      if (taken > mostBytes) {
        throw new OtherContentException("it is longer than %d bytes".formatted(mostBytes));
      }
      to.write(chunk);
      if (megabytes % REPORT_EVERY == 0) {
        progress.accept("downloaded " + megabytes + all + " MB");
      }
      chunk = from.readNBytes(CHUNK);
    }
  }
}
