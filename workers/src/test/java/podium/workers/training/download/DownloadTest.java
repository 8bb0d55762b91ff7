package podium.workers.training.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DownloadTest {
  private static final int BYTES = 17 << 20;

  private final List<String> told = new ArrayList<>();
  private HttpServer server;
  @TempDir private Path folder;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/file",
        exchange -> {
          exchange.sendResponseHeaders(200, BYTES);
          exchange.getResponseBody().write(new byte[BYTES]);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void fetch(String path, String sha256) {
    URI address =
        URI.create("http://127.0.0.1:%d%s".formatted(server.getAddress().getPort(), path));
    new Download(address, new Checksum(sha256)).into(folder.resolve("cache/file"), told::add);
  }

  @Test
  void file_thatIsTheRightOne_isThereWholeAndProgressIsTold() throws IOException {
    Path same = Files.write(folder.resolve("same"), new byte[BYTES]);
    String sha256 =
        java.util.HexFormat.of()
            .formatHex(new Checksum("").digest().digest(Files.readAllBytes(same)));

    fetch("/file", sha256);

    assertThat(folder.resolve("cache/file")).hasSameBinaryContentAs(same);
    assertThat(new Checksum(sha256).isOf(folder.resolve("cache/file"))).isTrue();
    assertThat(told).contains("downloaded 16 of 17 MB");
    assertThat(folder.resolve("cache")).isDirectoryNotContaining("glob:**.part");
  }

  @Test
  void file_thatIsLongerThanItShouldBe_isNotTakenToItsEnd() {
    URI address = URI.create("http://127.0.0.1:%d/file".formatted(server.getAddress().getPort()));
    Download download = new Download(address, new Checksum("ab".repeat(32)), 3 << 20);
    assertThatThrownBy(() -> download.into(folder.resolve("cache/file"), told::add))
        .isInstanceOf(DownloadException.class)
        .hasMessageContaining("it is longer than 3145728 bytes");
    assertThat(folder.resolve("cache")).isEmptyDirectory();
  }

  @Test
  void file_thatIsAnother_isNotKept() {
    assertThatThrownBy(() -> fetch("/file", "ab".repeat(32)))
        .isInstanceOf(DownloadException.class)
        .hasMessageContaining("its SHA-256 is")
        .hasMessageContaining("Put file into the folder")
        .satisfies(e -> assertThat(((DownloadException) e).isOfTheNet()).isFalse());
    assertThat(folder.resolve("cache")).isEmptyDirectory();
  }

  @Test
  void transfer_thatBreaksOff_isTheNetsFault() {
    server.createContext(
        "/half",
        exchange -> {
          exchange.sendResponseHeaders(200, BYTES);
          exchange.getResponseBody().write(new byte[1000]);
          exchange.getResponseBody().flush();
          exchange.getHttpContext().getServer().stop(0);
        });
    assertThatThrownBy(() -> fetch("/half", "ab".repeat(32)))
        .isInstanceOfSatisfying(DownloadException.class, e -> assertThat(e.isOfTheNet()).isTrue());
  }

  @Test
  void file_thatIsMissing_tellsTheServersAnswer() {
    assertThatThrownBy(() -> fetch("/nothing", "ab".repeat(32)))
        .hasMessageContaining("the server answered 404");
  }
}
