package podium.workers.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import podium.workers.training.data.folder.ImageFolder;
import podium.workers.training.data.format.Cifar10;
import podium.workers.training.data.format.Digits;
import podium.workers.training.data.picture.ImageDecoder;
import podium.workers.training.download.Checksum;
import podium.workers.training.download.Download;

final class DatasetsTest {
  @TempDir private Path folder;
  private final List<String> progress = new ArrayList<>();

  private DatasetDefinition.Surroundings surroundings() {
    return new DatasetDefinition.Surroundings(folder.resolve("cache"), progress::add);
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
    assertThat(digits.test().pixels()[(32 * 0 + 9) * 3]).isBetween((byte) 50, (byte) 100);
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

    Dataset cifar = new Cifar10(Optional.of(folder.resolve("data"))).load(surroundings());

    assertThat(cifar.train().count()).isEqualTo(10);
    assertThat(cifar.test().count()).isEqualTo(2);
    assertThat(image(cifar.test(), 1)).isEqualTo(images.get(1));
    assertThat(image(cifar.train(), 9)).isEqualTo(images.get(11));
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

    Dataset cifar = new Cifar10(Optional.empty()).load(surroundings());

    assertThat(cifar.train().count()).isEqualTo(10);
    assertThat(image(cifar.test(), 0)).isEqualTo(images.get(0));
  }

  @Test
  void cifar10_withoutNetwork_saysWhereToPutTheFile() {
    Download unreachable =
        new Download(URI.create("http://127.0.0.1:1/cifar.tar.gz"), new Checksum("MD5", "0"));

    assertThatThrownBy(() -> new Cifar10(Optional.empty(), unreachable).load(surroundings()))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("Put cifar-10-binary.tar.gz into the folder")
        .hasMessageContaining(folder.resolve("cache").toString());
    assertThat(folder.resolve("cache")).isEmptyDirectory();
  }

  @Test
  void imageFolder_ofAZipWithTrainAndTest_keepsThemAndIsCached() throws IOException {
    Path zip = folder.resolve("set.zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      for (String name :
          List.of(
              "top/train/b/1.png", "top/train/a/1.png", "top/train/a/2.png", "top/test/b/9.png")) {
        out.putNextEntry(new ZipEntry(name));
        out.write(png(6, 4, name.contains("/a/") ? 0xFF0000 : 0x0000FF));
      }
      out.putNextEntry(new ZipEntry("../../escape.txt"));
      out.write("no image".getBytes(StandardCharsets.UTF_8));
    }

    Dataset first = new ImageFolder(zip, 0).load(surroundings());
    Dataset again = new ImageFolder(zip, 0).load(surroundings());

    assertThat(first.classes()).containsExactly("a", "b");
    assertThat(first.train().count()).isEqualTo(3);
    assertThat(first.train().size()).isEqualTo(4);
    assertThat(first.test().label(0)).isEqualTo(1);
    assertThat(image(first.train(), 0)).startsWith(-1, 0, 0);
    assertThat(image(again.test(), 0)).isEqualTo(image(first.test(), 0)).startsWith(0, 0, -1);
    assertThat(progress).as("decoded once").hasSize(1);
  }

  @Test
  void imageFolder_withADamagedCache_isDecodedAnew() throws IOException {
    Path root = imagesOfTwoClasses(10);
    Dataset first = new ImageFolder(root, 8).load(surroundings());
    try (var files = Files.list(folder.resolve("cache"))) {
      Path cache = files.findFirst().orElseThrow();
      byte[] content = Files.readAllBytes(cache);
      content[content.length - 20] ^= 1;
      Files.write(cache, content);
    }

    Dataset again = new ImageFolder(root, 8).load(surroundings());

    assertThat(again.test().pixels()).isEqualTo(first.test().pixels());
    assertThat(progress).hasSize(2);
  }

  @Test
  void imageFolder_withoutParts_isSplitFourToOne() throws IOException {
    Dataset set = new ImageFolder(imagesOfTwoClasses(25), 8).load(surroundings());

    assertThat(set.train().count()).isEqualTo(40);
    assertThat(set.test().count()).isEqualTo(10);
  }

  @Test
  void imageFolder_withABrokenImage_namesIt() throws IOException {
    Path root = imagesOfTwoClasses(2);
    Files.writeString(root.resolve("cat/broken.jpg"), "not an image");

    assertThatThrownBy(() -> new ImageFolder(root, 8).load(surroundings()))
        .hasMessageContaining("cat/broken.jpg");
  }

  @Test
  void catalog_askedForAnUnknownSet_namesTheKnownOnes() {
    var settings = new DatasetSettings("digits", DatasetSettings.Kind.DIGITS, Optional.empty(), 0);
    DatasetCatalog catalog = DatasetCatalog.load(List.of(settings), folder);

    assertThatThrownBy(() -> catalog.dataset("mnist", progress::add))
        .hasMessageContaining("'mnist'")
        .hasMessageContaining("digits");
    assertThat(catalog.dataset("digits", progress::add))
        .isSameAs(catalog.dataset("digits", progress::add));
  }

  private Path imagesOfTwoClasses(int each) throws IOException {
    Path root = folder.resolve("images");
    for (String name : List.of("cat", "dog")) {
      Files.createDirectories(root.resolve(name));
      for (int i = 0; i < each; i++) {
        Files.write(root.resolve(name + "/" + i + ".png"), png(20, 20, i * 5));
      }
    }
    return root;
  }

  private static byte[] png(int width, int height, int colour) throws IOException {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < width * height; i++) {
      image.setRGB(i % width, i / width, colour);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(image, "png", bytes);
    return bytes.toByteArray();
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
        images.add(ImageDecoder.decode(entry.getName(), encoded, 32));
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

  private static byte[] image(ImageSet set, int image) {
    byte[] bytes = new byte[set.imageBytes()];
    System.arraycopy(set.pixels(), image * bytes.length, bytes, 0, bytes.length);
    return bytes;
  }
}
