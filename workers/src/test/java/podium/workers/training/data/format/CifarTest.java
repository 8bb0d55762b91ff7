package podium.workers.training.data.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import podium.workers.training.data.Dataset;
import podium.workers.training.data.DatasetDefinition;
import podium.workers.training.data.DatasetException;
import podium.workers.training.data.Pictures;
import podium.workers.training.data.picture.PictureDecoder;
import podium.workers.training.download.Checksum;
import podium.workers.training.download.Download;

final class CifarTest {
  private static final Download UNREACHABLE =
      new Download(URI.create("http://127.0.0.1:1/cifar.tar.gz"), new Checksum("0"));

  @TempDir private Path folder;

  private DatasetDefinition.Surroundings surroundings() {
    return new DatasetDefinition.Surroundings(folder.resolve("cache"), 0, (what, done, all) -> {});
  }

  @Test
  void digits_loaded_haveTheFixedSplit() {
    Dataset digits = new Digits().load(surroundings());

    assertThat(digits.train().count()).isEqualTo(1437);
    assertThat(digits.test().count()).isEqualTo(360);
    assertThat(digits.classes()).hasSize(10);
    assertThat(digits.test().label(0)).isZero();
    assertThat(digits.train().label(0)).isEqualTo(1);
    // the first digit's value 5 of 16 at row 0, column 2 is kept in the enlarged top edge
    assertThat(Pictures.image(digits.test(), 0)[(32 * 0 + 9) * 3]).isBetween((byte) 50, (byte) 100);
  }

  @Test
  void cifar10_fromItsBinaryLayout_equalsTheImagesWritten() throws IOException {
    List<byte[]> images = someCifarImages(20);
    Path home = Files.createDirectories(folder.resolve("data/cifar-10-batches-bin"));
    for (int i = 1; i <= 5; i++) {
      Files.write(
          home.resolve("data_batch_" + i + ".bin"), records(images.subList(2 * i, 2 * i + 2)));
    }
    Files.write(home.resolve("test_batch.bin"), records(images.subList(0, 2)));

    Dataset cifar = new Cifar(Optional.of(folder.resolve("data"))).load(surroundings());

    assertThat(cifar.train().count()).isEqualTo(10);
    assertThat(cifar.test().count()).isEqualTo(2);
    assertThat(Pictures.image(cifar.test(), 1)).isEqualTo(images.get(1));
    assertThat(Pictures.image(cifar.train(), 9)).isEqualTo(images.get(11));
    assertThat(cifar.train().label(1)).isEqualTo(1);
  }

  @Test
  void cifar10_fromAnArchiveInTheCache_needsNoNetwork() throws IOException {
    List<byte[]> images = someCifarImages(2);
    Files.createDirectories(folder.resolve("cache"));
    try (var tar =
        new TarArchiveOutputStream(
            new GZIPOutputStream(
                Files.newOutputStream(folder.resolve("cache/cifar-10-binary.tar.gz"))))) {
      for (int i = 1; i <= 5; i++) {
        put(tar, "cifar-10-batches-bin/data_batch_" + i + ".bin", records(images));
      }
      put(tar, "cifar-10-batches-bin/test_batch.bin", records(images));
    }

    Dataset cifar = new Cifar(Optional.empty()).load(surroundings());

    assertThat(cifar.train().count()).isEqualTo(10);
    assertThat(Pictures.image(cifar.test(), 0)).isEqualTo(images.get(0));
  }

  @Test
  void cifar10_asPythonPickledIt_isRead() throws IOException {
    Dataset cifar = new Cifar(Optional.of(resource("cifar-10-python.tar.gz"))).load(surroundings());

    assertThat(cifar.train().count()).isEqualTo(10);
    assertThat(cifar.test().count()).isEqualTo(2);
    assertThat(cifar.classes()).hasSize(10).startsWith("airplane", "automobile");
    assertThat(cifar.train().label(3)).isEqualTo(2);
    assertThat(Pictures.image(cifar.train(), 3)).isEqualTo(pickled(1, 1));
    assertThat(Pictures.image(cifar.test(), 0)).isEqualTo(pickled(5, 0));
  }

  @Test
  void cifar10_asPythonPickledItUnpacked_isReadAndNothingIsDownloadedIntoIt() throws IOException {
    Path home = unpacked("cifar-10-python.tar.gz");

    Dataset cifar = new Cifar(Optional.of(home), UNREACHABLE).load(surroundings());

    assertThat(Pictures.image(cifar.train(), 3)).isEqualTo(pickled(1, 1));
  }

  @Test
  void cifar100_asPythonPickledIt_hasFineLabels() throws IOException {
    Dataset cifar =
        new Cifar(Optional.of(resource("cifar-100-python.tar.gz"))).load(surroundings());

    assertThat(cifar.classes()).hasSize(100).contains("fine_41");
    assertThat(cifar.train().label(0)).isEqualTo(41);
    assertThat(Pictures.image(cifar.test(), 1)).isEqualTo(pickled(5, 1));
  }

  @Test
  void cifar100_asBinary_hasFineLabels() throws IOException {
    Path home = Files.createDirectories(folder.resolve("cifar-100-binary"));
    byte[] records = new byte[2 * 3074];
    records[1] = 41;
    records[3074 + 1] = 99;
    records[3074 + 2] = 77;
    for (String name : List.of("train.bin", "test.bin")) {
      Files.write(home.resolve(name), records);
    }
    Files.write(
        home.resolve("fine_label_names.txt"),
        IntStream.range(0, 100).mapToObj(i -> "fine_" + i).toList());

    Dataset cifar = new Cifar(Optional.of(folder)).load(surroundings());

    assertThat(cifar.classes()).hasSize(100);
    assertThat(cifar.train().label(1)).isEqualTo(99);
    assertThat(Pictures.image(cifar.test(), 1)[0]).isEqualTo((byte) 77);
  }

  @Test
  void folderOfOnesOwnWithoutCifar_isRefusedAndNeverDownloadedInto() throws IOException {
    Path own = Files.createDirectories(folder.resolve("own"));
    Files.writeString(own.resolve("readme"), "nothing");

    assertThatThrownBy(() -> new Cifar(Optional.of(own), UNREACHABLE).load(surroundings()))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("holds no CIFAR");
    assertThat(own).isDirectoryContaining("glob:**readme");
    try (var files = Files.list(own)) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void batchCutOffAtARecord_isRefusedByName() throws IOException {
    Path home = Files.createDirectories(folder.resolve("bin"));
    for (int i = 1; i <= 5; i++) {
      Files.write(home.resolve("data_batch_" + i + ".bin"), new byte[3073 * (i == 3 ? 1 : 2)]);
    }
    Files.write(home.resolve("test_batch.bin"), new byte[2 * 3073]);

    assertThatThrownBy(() -> new Cifar(Optional.of(home)).load(surroundings()))
        .hasMessageContaining("data_batch_3.bin holds 1 images where others of its kind hold 2");
    Files.delete(home.resolve("data_batch_4.bin"));
    assertThatThrownBy(() -> new Cifar(Optional.of(home)).load(surroundings()))
        .hasMessageContaining("lacks CIFAR's data_batch_4.bin");
  }

  @Test
  void folderThatHoldsTheArchiveAlone_isRead() throws IOException {
    Path home = Files.createDirectories(folder.resolve("data"));
    Path archive = home.resolve("cifar-10-python.tar.gz");
    Files.copy(resource("cifar-10-python.tar.gz"), archive);

    Dataset cifar = new ByContent(home, 0).load(surroundings());

    assertThat(Pictures.image(cifar.train(), 3)).isEqualTo(pickled(1, 1));
    Files.copy(resource("cifar-100-python.tar.gz"), home.resolve("cifar-100-python.tar.gz"));
    assertThatThrownBy(() -> new ByContent(home, 0).load(surroundings()))
        .hasMessageContaining("several archives of CIFAR");
  }

  @Test
  void cifarMoreThanOnce_isRefused() throws IOException {
    Path home = unpacked("cifar-10-python.tar.gz");
    for (String name : List.of("train", "test", "meta")) {
      Files.write(
          Files.createDirectories(home.resolve("cifar-100-python")).resolve(name), new byte[] {1});
    }
    assertThatThrownBy(() -> new Cifar(Optional.of(home)).load(surroundings()))
        .hasMessageContaining("CIFAR-10's Python version, CIFAR-100's Python version");

    Path twice = unpacked("cifar-10-python.tar.gz").resolve("cifar-10-batches-py");
    Files.createDirectories(twice.resolve("copy"));
    Files.copy(twice.resolve("data_batch_1"), twice.resolve("copy/data_batch_1"));
    assertThatThrownBy(() -> new Cifar(Optional.of(twice)).load(surroundings()))
        .hasMessageContaining("two files data_batch_1");
  }

  @Test
  void pickleCutOff_isRefusedByName() throws IOException {
    Path home = unpacked("cifar-10-python.tar.gz");
    Path batch = home.resolve("cifar-10-batches-py/data_batch_2");
    Files.write(batch, Arrays.copyOf(Files.readAllBytes(batch), 3000));

    assertThatThrownBy(() -> new Cifar(Optional.of(home)).load(surroundings()))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("data_batch_2 is no pickle of Python's, or is cut off");
  }

  private static Path resource(String name) {
    return Path.of("src/test/resources/cifar", name);
  }

  private Path unpacked(String archive) throws IOException {
    Path home = folder.resolve("unpacked");
    try (var tar =
        new TarArchiveInputStream(new GZIPInputStream(Files.newInputStream(resource(archive))))) {
      for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        Path file = home.resolve(entry.getName());
        Files.createDirectories(file.getParent());
        Files.write(file, tar.readAllBytes());
      }
    }
    return home;
  }

  /** The script's image, N,H,W,C. */
  private static byte[] pickled(int file, int image) {
    byte[] bytes = new byte[3072];
    for (int pixel = 0; pixel < 1024; pixel++) {
      for (int channel = 0; channel < 3; channel++) {
        bytes[pixel * 3 + channel] = (byte) ((channel * 1024 + pixel) * 7 + image * 31 + file * 5);
      }
    }
    return bytes;
  }

  @Test
  void cifar10_withoutNetwork_saysWhereToPutTheFile() {
    assertThatThrownBy(() -> new Cifar(Optional.empty(), UNREACHABLE).load(surroundings()))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("Put cifar-10-binary.tar.gz into the folder")
        .hasMessageContaining(folder.resolve("cache").toString());
    assertThat(folder.resolve("cache")).isEmptyDirectory();
  }

  private static List<byte[]> someCifarImages(int count) throws IOException {
    Path zip = Path.of(System.getProperty("podium.test.data"), "cifar10-jpg.zip");
    Assumptions.assumeTrue(
        Files.exists(zip) || "true".equals(System.getenv("CI")), "needs the real data sets");
    List<byte[]> images = new ArrayList<>();
    try (ZipFile file = new ZipFile(zip.toFile())) {
      for (ZipEntry entry :
          file.stream().filter(e -> e.getName().endsWith(".jpg")).limit(count).toList()) {
        byte[] encoded = file.getInputStream(entry).readAllBytes();
        images.add(PictureDecoder.decode(encoded, 32));
      }
    }
    return images;
  }

  /** Records in CIFAR-10's binary layout, labelled 0, 1, 2, ... */
  private static byte[] records(List<byte[]> images) {
    byte[] records = new byte[images.size() * 3073];
    for (int i = 0; i < images.size(); i++) {
      records[i * 3073] = (byte) i;
      for (int pixel = 0; pixel < 1024; pixel++) {
        for (int channel = 0; channel < 3; channel++) {
          records[i * 3073 + 1 + channel * 1024 + pixel] = images.get(i)[pixel * 3 + channel];
        }
      }
    }
    return records;
  }

  private static void put(TarArchiveOutputStream tar, String name, byte[] content)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(content.length);
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }
}
