package podium.cli.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import podium.cli.error.UserErrorException;

final class DashboardPartsTest {
  @TempDir private Path folder;

  @Test
  void start_folderOfAnotherDashboard_refusedInASentence() throws Exception {
    Path file = Files.createFile(folder.resolve("board.mv.db"));
    NodeSettings settings =
        new NodeSettings(ConfigFactory.load())
            .with(Map.of("podium.dashboard.h2-dir", folder.toString(), "podium.dashboard.port", 0));
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      assertThat(lock.isValid()).isTrue();
      assertThatThrownBy(() -> DashboardParts.start(settings, Optional.empty()))
          .isInstanceOf(UserErrorException.class)
          .hasMessage(
              "another dashboard uses %s; stop it, or give this one a folder of its own with podium.dashboard.h2-dir"
                  .formatted(folder));
    }
  }
}
