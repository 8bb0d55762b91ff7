package podium.workers.training.data.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Base64;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import podium.workers.training.data.DatasetException;

/** Pictures of every colour model and kind of file against the values that Pillow reads. */
final class PictureDecoderTest {
  private static final JsonNode EXPECTED = expected();

  private static JsonNode expected() {
    try (InputStream file = resource("expected.json.gz")) {
      return new JsonMapper().readTree(new GZIPInputStream(file));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static InputStream resource(String name) {
    return PictureDecoderTest.class.getResourceAsStream("/pictures/" + name);
  }

  private static byte[] file(String name) throws IOException {
    try (InputStream file = resource(name)) {
      return file.readAllBytes();
    }
  }

  static Stream<String> files() {
    return EXPECTED.properties().stream().map(entry -> entry.getKey());
  }

  @Test
  void table_ofFiles_isThere() {
    assertThat(files()).hasSizeGreaterThan(50);
  }

  @ParameterizedTest
  @MethodSource("files")
  void decode_atItsOwnSizeAndResized_isWithinOneOfPillow(String name) throws IOException {
    byte[] file = file(name);
    JsonNode expected = EXPECTED.get(name);
    Picture picture = PictureDecoder.decode(file);

    assertThat(picture.width()).isEqualTo(expected.get("width").asInt());
    assertThat(picture.height()).isEqualTo(expected.get("height").asInt());
    assertThat(difference(picture.bytes(), expected.get("own"))).isLessThanOrEqualTo(1);
    assertThat(difference(PictureDecoder.decode(file, 8), expected.get("8")))
        .isLessThanOrEqualTo(1);
    assertThat(difference(PictureDecoder.decode(file, 30), expected.get("30")))
        .isLessThanOrEqualTo(1);
  }

  private static int difference(byte[] ours, JsonNode expected) throws IOException {
    byte[] pillows = expected.binaryValue();
    assertThat(ours).hasSameSizeAs(pillows);
    int most = 0;
    for (int i = 0; i < ours.length; i++) {
      most = Math.max(most, Math.abs((ours[i] & 0xFF) - (pillows[i] & 0xFF)));
    }
    return most;
  }

  @ParameterizedTest
  @MethodSource("files")
  void decode_cutOffInTheMiddle_isRefused(String name) throws IOException {
    byte[] file = file(name);
    // why: of several frames only the first is read, and it is all in the first half
    if (Set.of("animated.gif").contains(name)) {
      return;
    }
    for (int percent : new int[] {20, 50, 70}) {
      byte[] cut = Arrays.copyOf(file, file.length * percent / 100);
      assertThatThrownBy(() -> PictureDecoder.decode(cut))
          .as("%s cut off at %d %%", name, percent)
          .isInstanceOf(DatasetException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"<html><body>not found</body></html>", "", "version https://git-lfs"})
  void decode_ofSomethingElse_saysThatItIsNoPicture(String content) {
    byte[] bytes = content.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    assertThatThrownBy(() -> PictureDecoder.decode(bytes))
        .hasMessage("it is no JPEG, PNG, BMP, GIF, WebP or TIFF");
  }

  @Test
  void decode_ofAFewBytesThatClaimGigabytes_isRefused() {
    byte[] bomb =
        Base64.getDecoder()
            .decode(
                "iVBORw0KGgoAAAANSUhEUgAAw1AAAMNQCAIAAAB8xGx5AAAADElEQVR4nGNgYGAAAAAEAAH2FzhVAAAAAElFTkSuQmCC");
    assertThatThrownBy(() -> PictureDecoder.decode(bomb)).hasMessageContaining("pixels");
  }
}
