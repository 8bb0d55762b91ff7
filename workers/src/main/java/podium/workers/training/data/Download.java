package podium.workers.training.data;

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
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.function.Consumer;

/**
 * A file on the web whose content is known; immutable.
 *
 * @param md5 its MD5 in lower-case hexadecimal, as its publisher gives it
 */
record Download(URI address, String md5) {
  private static final int CHUNK = 1 << 20;
  private static final int REPORT_EVERY = 16;

  /**
   * Fetches the file; a file of that name is only ever there whole and checked.
   *
   * @throws DatasetException naming the folder into which the file can be put by hand
   */
  void into(Path target, Consumer<String> progress) {
    try {
      Path folder = target.toAbsolutePath().getParent();
      Files.createDirectories(folder);
      Path part = Files.createTempFile(folder, target.getFileName() + ".", ".part");
      try {
        progress.accept("downloading " + address);
        String received = fetch(part, progress);
        if (!received.equals(md5)) {
          throw new IOException("its MD5 is " + received + ", not " + md5);
        }
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

  private DatasetException unavailable(Path target, Exception cause) {
    String reason =
        cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    String message =
        "%s could not be downloaded (%s). Put %s into the folder %s and try again."
            .formatted(address, reason, target.getFileName(), target.toAbsolutePath().getParent());
    // why: without a way to the server another try fails too; a transfer that broke may succeed
    return cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException
        ? new DatasetException(message, cause)
        : DatasetException.passing(message, cause);
  }

  private String fetch(Path part, Consumer<String> progress)
      throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(address).timeout(Duration.ofMinutes(2)).build();
    MessageDigest digest = digest();
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
          throw new IOException("the server answered " + response.statusCode());
        }
        copy(body, file, progress);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void copy(InputStream from, OutputStream to, Consumer<String> progress)
      throws IOException {
    byte[] chunk = from.readNBytes(CHUNK);
    for (int megabytes = 1; chunk.length > 0; megabytes++) {
      to.write(chunk);
      if (megabytes % REPORT_EVERY == 0) {
        progress.accept("downloaded " + megabytes + " MB");
      }
      chunk = from.readNBytes(CHUNK);
    }
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has MD5", e);
    }
  }
}
