package podium.workers.training.data.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import podium.workers.training.data.Dataset;
import podium.workers.training.data.DatasetException;
import podium.workers.training.data.Pictures;

/** Archives of pictures, read without being unpacked. */
final class ArchivesTest extends FolderOfPictures {
  @Test
  void zip_withTrainAndTest_keepsThemAndIsDecodedOnce() throws IOException {
    Path zip = folder.resolve("set.zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      for (String name :
          List.of(
              "top/train/b/1.png", "top/train/a/1.png", "top/train/a/2.png", "top/test/b/9.png")) {
        out.putNextEntry(new ZipEntry(name));
        out.write(Pictures.png(6, 4, name.contains("/a/") ? 0xF00000 : 0x0000F0));
      }
      out.putNextEntry(new ZipEntry("../../escape.txt"));
      out.write(new byte[] {1});
    }

    Dataset first = load(zip, 0);
    progress.clear();
    Dataset again = load(zip, 0);

    assertThat(first.classes()).containsExactly("a", "b");
    assertThat(first.train().count()).isEqualTo(3);
    assertThat(first.train().size()).isEqualTo(4);
    assertThat(first.test().label(0)).isEqualTo(1);
    assertThat(Pictures.image(first.train(), 0)[0] & 0xF0).isEqualTo(0xF0);
    assertThat(Pictures.image(again.test(), 0)).isEqualTo(Pictures.image(first.test(), 0));
    assertThat(decoded()).as("kept from the first time").isEmpty();
    assertThat(folder.resolve("../escape.txt")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"set.tar", "set.tar.gz", "set.tgz", "named-as-nothing"})
  void tars_packedOrNot_areReadLikeFolders(String name) throws IOException {
    Path root = twoClasses(10);
    Dataset expected = load(root, 8);
    Path archive = folder.resolve(name);
    ByteArrayOutputStream plain = new ByteArrayOutputStream();
    try (var tar = new TarArchiveOutputStream(plain);
        var files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        TarArchiveEntry entry = new TarArchiveEntry("./" + root.relativize(file));
        entry.setSize(Files.size(file));
        tar.putArchiveEntry(entry);
        tar.write(Files.readAllBytes(file));
        tar.closeArchiveEntry();
      }
    }
    try (var out =
        name.endsWith(".tar")
            ? Files.newOutputStream(archive)
            : new GZIPOutputStream(Files.newOutputStream(archive))) {
      out.write(plain.toByteArray());
    }

    Dataset set = load(archive, 8);

    assertThat(set.classes()).isEqualTo(expected.classes());
    assertThat(set.facts().fingerprint()).isEqualTo(expected.facts().fingerprint());
    assertThat(Pictures.image(set.train(), 7)).isEqualTo(Pictures.image(expected.train(), 7));
  }

  @ParameterizedTest
  @ValueSource(strings = {"x-windows-949", "UTF-8", "IBM437", "Shift_JIS"})
  void zip_withNamesOfAnyCodePage_isRead(String charset) throws IOException {
    Path zip = folder.resolve("named.zip");
    List<String> names =
        switch (charset) {
          case "IBM437" -> List.of("Sträucher", "Gemüse");
          case "Shift_JIS" -> List.of("バラの花の写真", "チューリップの写真");
          default -> List.of("장미꽃 사진 모음", "튤립 사진 모음");
        };
    try (ZipOutputStream out =
        new ZipOutputStream(Files.newOutputStream(zip), Charset.forName(charset))) {
      for (String name : names) {
        for (int i = 0; i < 5; i++) {
          out.putNextEntry(new ZipEntry(name + "/" + i + ".png"));
          out.write(Pictures.png(8, 8, 0x400000));
        }
      }
    }

    Dataset set = load(zip, 8);

    assertThat(set.classes()).hasSize(2);
    if (!charset.equals("IBM437")) {
      assertThat(set.classes()).containsExactlyInAnyOrderElementsOf(names);
    }
  }

  @Test
  void neitherFolderNorArchive_isSaid() throws IOException {
    Path file = Files.writeString(folder.resolve("set.rar"), "Rar!");

    assertThatThrownBy(() -> load(file, 8))
        .hasMessageContaining("neither a folder nor a zip, .tar, .tar.gz or .tgz");
    assertThatThrownBy(() -> load(folder.resolve("missing"), 8))
        .hasMessageContaining("does not exist");
  }

  @Test
  void tar_withANameTwice_isReadAsTheLaterOne() throws IOException {
    Path root = twoClasses(10);
    Path archive = folder.resolve("set.tar");
    try (var tar = new TarArchiveOutputStream(Files.newOutputStream(archive));
        var files = Files.walk(root)) {
      put(tar, "cat/3.png", Pictures.png(8, 8, 0xFFFFFF));
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        put(tar, root.relativize(file).toString(), Files.readAllBytes(file));
      }
      TarArchiveEntry link = new TarArchiveEntry("cat/hard.png", TarArchiveEntry.LF_LINK);
      link.setLinkName("cat/0.png");
      tar.putArchiveEntry(link);
      tar.closeArchiveEntry();
    }

    Dataset set = load(archive, 8);

    assertThat(set.facts().fingerprint()).isEqualTo(load(root, 8).facts().fingerprint());
    assertThat(set.facts().notes()).anyMatch(note -> note.contains("such as cat/hard.png"));
  }

  @Test
  void packing_withOrWithoutAFolderAround_doesNotChangeTheFingerprint() throws IOException {
    String bare = load(zip("bare.zip", ""), 8).facts().fingerprint();

    assertThat(load(zip("wrapped.zip", "flowers/"), 8).facts().fingerprint()).isEqualTo(bare);
    assertThat(load(zip("dotted.zip", "./"), 8).facts().fingerprint()).isEqualTo(bare);
    assertThat(load(twoClasses(5), 8).facts().fingerprint()).isEqualTo(bare);
  }

  @Test
  void zip_withAFlippedByte_isRefusedByName() throws IOException {
    Path zip = folder.resolve("stored.zip");
    byte[] picture = Pictures.png(8, 8, 0x123456);
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      for (String name : List.of("a/0.png", "a/1.png", "b/0.png", "b/1.png")) {
        ZipEntry entry = new ZipEntry(name);
        var crc = new java.util.zip.CRC32();
        crc.update(picture);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(picture.length);
        entry.setCrc(crc.getValue());
        out.putNextEntry(entry);
        out.write(picture);
      }
    }
    byte[] content = Files.readAllBytes(zip);
    content[30 + "a/0.png".length() + picture.length / 2] ^= 4;
    Files.write(zip, content);

    assertThatThrownBy(() -> load(zip, 8))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("a/0.png in " + zip + " is damaged");
  }

  private static void put(TarArchiveOutputStream tar, String name, byte[] content)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(content.length);
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }

  private Path zip(String name, String before) throws IOException {
    Path zip = folder.resolve(name);
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      for (String one : List.of("cat/", "dog/")) {
        for (int i = 0; i < 5; i++) {
          out.putNextEntry(new ZipEntry(before + one + i + ".png"));
          out.write(Pictures.png(8, 8, 0x400000 + i * 0x001000));
        }
      }
    }
    return zip;
  }
}
