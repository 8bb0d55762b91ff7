package podium.workers.training.data.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import podium.workers.training.data.Dataset;
import podium.workers.training.data.DatasetDefinition;
import podium.workers.training.data.DatasetException;
import podium.workers.training.data.Pictures;

final class IdxTest {
  @TempDir private Path folder;

  private Dataset load() {
    return new ByContent(folder.resolve("set"), 0)
        .load(
            new DatasetDefinition.Surroundings(
                folder.resolve("cache"), 0, (what, done, all) -> {}));
  }

  private void write(String name, byte[] content) throws IOException {
    Path file = Files.createDirectories(folder.resolve("set")).resolve(name);
    try (OutputStream plain = Files.newOutputStream(file);
        OutputStream out = name.endsWith(".gz") ? new GZIPOutputStream(plain) : plain) {
      out.write(content);
    }
  }

  /** Grey images of 28 x 28, of which each has its number as its first byte. */
  private static byte[] images(int count) {
    ByteBuffer bytes = ByteBuffer.allocate(16 + count * 784);
    bytes.putInt(0x803).putInt(count).putInt(28).putInt(28);
    for (int i = 0; i < count; i++) {
      bytes.put(16 + i * 784, (byte) i);
    }
    return bytes.array();
  }

  private static byte[] labels(int... labels) {
    ByteBuffer bytes = ByteBuffer.allocate(8 + labels.length).putInt(0x801).putInt(labels.length);
    for (int label : labels) {
      bytes.put((byte) label);
    }
    return bytes.array();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-idx3-ubyte", "-idx3-ubyte.gz", ".idx3-ubyte"})
  void mnist_packedOrNot_isRead(String ending) throws IOException {
    write("train-images" + ending, images(4));
    write("train-labels" + ending.replace("idx3", "idx1"), labels(0, 1, 2, 1));
    write("t10k-images" + ending, images(2));
    write("t10k-labels" + ending.replace("idx3", "idx1"), labels(2, 0));

    Dataset mnist = load();

    assertThat(mnist.classes()).containsExactly("0", "1", "2");
    assertThat(mnist.train().size()).isEqualTo(28);
    assertThat(mnist.train().count()).isEqualTo(4);
    assertThat(mnist.train().label(3)).isEqualTo(1);
    assertThat(Pictures.image(mnist.train(), 3)).startsWith(3, 3, 3, 0, 0, 0);
    assertThat(mnist.test().label(0)).isEqualTo(2);
    assertThat(mnist.facts().fingerprint()).matches("[0-9a-f]{64}");
  }

  @Test
  void labelsThatBeginAtOne_haveNoEmptyClass() throws IOException {
    write("emnist-letters-train-images-idx3-ubyte", images(3));
    write("emnist-letters-train-labels-idx1-ubyte", labels(1, 2, 26));
    write("emnist-letters-test-images-idx3-ubyte", images(1));
    write("emnist-letters-test-labels-idx1-ubyte", labels(26));

    Dataset letters = load();

    assertThat(letters.classes()).containsExactly("1", "2", "26");
    assertThat(letters.test().label(0)).isEqualTo(2);
  }

  @Test
  void filesThatDoNotFit_areRefusedInWords() throws IOException {
    write("train-images-idx3-ubyte", images(3));
    write("train-labels-idx1-ubyte", labels(1, 2, 3));
    assertThatThrownBy(this::load)
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("one to test on");

    write("t10k-images-idx3-ubyte", images(1));
    assertThatThrownBy(this::load).hasMessageContaining("no t10k-labels-idx1-ubyte beside it");

    write("t10k-labels-idx1-ubyte", labels(9));
    assertThatThrownBy(this::load).hasMessageContaining("label 9");

    write("t10k-labels-idx1-ubyte", labels(1, 2));
    assertThatThrownBy(this::load).hasMessageContaining("1 images by its head");

    write("t10k-labels-idx1-ubyte", labels(1));
    write("train-images-idx3-ubyte", Arrays.copyOf(images(3), 1000));
    assertThatThrownBy(this::load).hasMessageContaining("cut off");
  }

  @Test
  void unpackedBesidePackedAndHidden_isOneSet() throws IOException {
    for (String ending : new String[] {"", ".gz"}) {
      write("train-images-idx3-ubyte" + ending, images(4));
      write("train-labels-idx1-ubyte" + ending, labels(0, 1, 2, 1));
      write("t10k-images-idx3-ubyte" + ending, images(2));
      write("t10k-labels-idx1-ubyte" + ending, labels(2, 0));
    }
    write("._train-images-idx3-ubyte", new byte[] {0});

    assertThat(load().train().count()).isEqualTo(4);
  }

  @Test
  void picturesThatAreNamedAlike_areNoIdxFiles() throws IOException {
    for (String name : new String[] {"images/cat", "images/dog"}) {
      Pictures.into(folder.resolve("set").resolve(name), 5);
      Files.write(folder.resolve("set").resolve(name + "/idx30.png"), Pictures.png(8, 8, 0));
    }

    assertThat(load().classes()).containsExactly("cat", "dog");
  }

  @Test
  void cifarBesideIdx_isRefused() throws IOException {
    write("train-images-idx3-ubyte", images(3));
    write("test_batch", new byte[] {1});

    assertThatThrownBy(this::load).hasMessageContaining("holds CIFAR and idx files");
  }
}
