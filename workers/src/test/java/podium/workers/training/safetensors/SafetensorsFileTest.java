package podium.workers.training.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SafetensorsFileTest {
  @TempDir private Path folder;

  private Path file(String header, int values) throws IOException {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer content =
        ByteBuffer.allocate(8 + json.length + values).order(ByteOrder.LITTLE_ENDIAN);
    return Files.write(
        folder.resolve("x.safetensors"), content.putLong(json.length).put(json).array());
  }

  @Test
  void file_writtenAndOpened_holdsTheSame() throws IOException {
    Path file = folder.resolve("x.safetensors");
    SafetensorsWriter.write(
        file,
        new TreeMap<>(Map.of("model", "réseau")),
        List.of(
            new SafetensorsWriter.Part(
                "count",
                ElementType.I64,
                List.of(),
                sink -> sink.take(ByteBuffer.allocate(8).put(0, (byte) 42))),
            new SafetensorsWriter.Part(
                "two", ElementType.U8, List.of(2L, 1L), sink -> sink.take(bytes(7, 8)))));

    try (SafetensorsFile opened = SafetensorsFile.open(file)) {
      assertThat(opened.metadata()).containsEntry("model", "réseau").hasSize(1);
      assertThat(opened.tensors()).containsOnlyKeys("count", "two");
      assertThat(opened.tensors())
          .containsEntry("count", new TensorInfo(ElementType.I64, List.of(), 0));
      assertThat(opened.read("count").getLong()).isEqualTo(42);
      assertThat(opened.read("two")).isEqualTo(bytes(7, 8));
      assertThatThrownBy(() -> opened.read("three")).hasMessageContaining("no tensor three");
    }
  }

  private static ByteBuffer bytes(int... values) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length);
    for (int value : values) {
      bytes.put((byte) value);
    }
    return bytes.flip();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} x | no JSON",
        "[1] | no JSON object",
        "{\"w\":{\"dtype\":\"F8\",\"shape\":[1],\"data_offsets\":[0,1]}} | holds w as 'F8'",
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,4]}} | describes w wrongly",
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,3]}} | describes w wrongly",
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[9],\"data_offsets\":[0,36]}} | is cut off",
        "{\"w\":{\"dtype\":\"F32\"}} | describes w wrongly",
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[9223372036854775807,-9223372036854775805]}}"
            + " | describes w wrongly",
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[2305843009213693951],\"data_offsets\":[0,4]}} |"
            + " describes w wrongly",
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[9223372036854775807,9],\"data_offsets\":[0,4]}} |"
            + " describes w wrongly",
      })
  void file_thatIsNot_saysWhy(String header, String why) throws IOException {
    Path file = file(header, 4);

    assertThatThrownBy(() -> SafetensorsFile.open(file))
        .isInstanceOf(SafetensorsException.class)
        .hasMessageContaining("x.safetensors")
        .hasMessageContaining(why);
  }

  @Test
  void header_longerThanAnyNetworks_isRefusedBeforeItIsRead() throws IOException {
    Path file = file(" ".repeat(17 << 20), 4);
    assertThatThrownBy(() -> SafetensorsFile.open(file))
        .isInstanceOf(SafetensorsException.class)
        .hasMessageContaining("has a header of 17825792 bytes; at most 16777216 are read");
  }

  @Test
  void file_ofAnyOtherKind_isRefused() throws IOException {
    for (byte[] content : List.of(new byte[0], new byte[] {1, 2, 3}, new byte[100])) {
      Path file = Files.write(folder.resolve("any"), content);
      assertThatThrownBy(() -> SafetensorsFile.open(file))
          .isInstanceOf(SafetensorsException.class)
          .hasMessageContaining("no safetensors file");
    }
  }
}
