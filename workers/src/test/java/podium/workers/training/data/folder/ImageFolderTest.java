package podium.workers.training.data.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import podium.workers.training.data.Dataset;
import podium.workers.training.data.DatasetDefinition;
import podium.workers.training.data.DatasetException;
import podium.workers.training.data.Pictures;

final class ImageFolderTest extends FolderOfPictures {
  @Test
  void decodedImages_thatWereDamaged_areDecodedAnew() throws IOException {
    Path root = twoClasses(10);
    Dataset first = load(root, 8);
    try (var files = Files.list(folder.resolve("cache"))) {
      Path kept = files.filter(file -> file.toString().endsWith(".bin")).findFirst().orElseThrow();
      byte[] content = Files.readAllBytes(kept);
      content[100] ^= 1;
      Files.delete(kept);
      Files.write(kept, content);
    }
    progress.clear();

    Dataset again = load(root, 8);

    assertThat(decoded()).hasSize(1);
    for (int i = 0; i < again.train().count(); i++) {
      assertThat(Pictures.image(again.train(), i)).isEqualTo(Pictures.image(first.train(), i));
    }
  }

  @Test
  void pictures_areDecodedFromTheirSourceAtTheSizeAskedFor() throws IOException {
    Path root = twoClasses(10);
    Files.write(root.resolve("cat/0.png"), Pictures.png(3, 3, 0xFFFFFF)); // an odd first file

    assertThat(new ImageFolder(root, 0).look(surroundings(0)).ownSize()).isEqualTo(8);
    assertThat(load(root, 0).train().size()).isEqualTo(8);
    assertThat(load(root, 5).train().size()).isEqualTo(5);
    assertThat(load(root, 64).train().size()).isEqualTo(64);
    assertThat(decoded())
        .containsExactly("decoding at 8 pixels", "decoding at 5 pixels", "decoding at 64 pixels");
  }

  @Test
  void fingerprint_followsNamesAndContent_andNotThePlace() throws IOException {
    Path root = twoClasses(10);
    String before = load(root, 8).facts().fingerprint();

    Path moved = folder.resolve("elsewhere");
    Files.move(root, moved);
    assertThat(load(moved, 8).facts().fingerprint()).isEqualTo(before).matches("[0-9a-f]{64}");

    Files.write(moved.resolve("cat/3.png"), Pictures.png(8, 8, 0x00FF00));
    String changed = load(moved, 8).facts().fingerprint();
    assertThat(changed).isNotEqualTo(before);

    Files.move(moved.resolve("cat"), moved.resolve("zebra"));
    assertThat(load(moved, 8).facts().fingerprint()).isNotEqualTo(changed);
  }

  @Test
  void classesThatExchangedTheirNames_areNoticedThoughSizesAndTimesAreTheSame() throws IOException {
    Path root = twoClasses(2);
    Files.delete(root.resolve("dog/1.png"));
    Files.copy(root.resolve("cat/1.png"), root.resolve("dog/1.png"));
    var old = java.nio.file.attribute.FileTime.fromMillis(1_000_000_000_000L);
    Files.write(root.resolve("cat/0.png"), new byte[] {1, 2, 3});
    Files.write(root.resolve("dog/0.png"), new byte[] {4, 5, 6});
    for (String name : List.of("cat/0.png", "cat/1.png", "dog/0.png", "dog/1.png")) {
      Files.setLastModifiedTime(root.resolve(name), old);
    }
    String before = fingerprint(root);

    Files.move(root.resolve("cat"), root.resolve("x"));
    Files.move(root.resolve("dog"), root.resolve("cat"));
    Files.move(root.resolve("x"), root.resolve("dog"));

    assertThat(fingerprint(root)).isNotEqualTo(before);
  }

  private String fingerprint(Path root) {
    return new ImageFolder(root, 8).look(surroundings(0)).fingerprint();
  }

  @Test
  void unchangedFiles_areNotReadAgain() throws IOException {
    Path root = twoClasses(3);
    var old = java.nio.file.attribute.FileTime.fromMillis(1_000_000_000_000L);
    try (var files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.setLastModifiedTime(file, old);
      }
    }
    String before = fingerprint(root);
    progress.clear();

    assertThat(fingerprint(root)).isEqualTo(before);
    assertThat(progress).isEmpty();
  }

  @Test
  void decodedImagesOfEarlierContent_areTakenAway() throws IOException {
    Path root = twoClasses(10);
    load(root, 8);
    load(root, 9);
    Files.write(root.resolve("cat/3.png"), Pictures.png(8, 8, 0x00FF00));
    load(root, 8);

    try (var files = Files.list(folder.resolve("cache"))) {
      assertThat(files.filter(file -> file.toString().endsWith(".bin"))).hasSize(1);
    }
  }

  @Test
  void brokenPictures_areAllNamedAtOnce() throws IOException {
    Path root = twoClasses(3);
    Files.writeString(root.resolve("cat/page.jpg"), "<html>");
    byte[] whole = Pictures.jpeg(64, 64, 0x808080);
    Files.write(root.resolve("dog/half.jpg"), Arrays.copyOf(whole, whole.length * 7 / 10));
    Files.write(root.resolve("dog/empty.png"), new byte[0]);

    assertThatThrownBy(() -> load(root, 8))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("3 pictures of")
        .hasMessageContaining("cat/page.jpg (it is no JPEG")
        .hasMessageContaining("dog/half.jpg (it is cut off)")
        .hasMessageContaining("dog/empty.png");
    try (var files = Files.list(folder.resolve("cache"))) {
      assertThat(files.map(Path::toString)).noneMatch(name -> name.contains("images-"));
    }
  }

  @Test
  void morePicturesBrokenThanCanBeNamed_areCounted() throws IOException {
    Path root = twoClasses(3);
    for (int i = 0; i < 60; i++) {
      Files.writeString(root.resolve("cat/bad%02d.jpg".formatted(i)), "no");
    }

    assertThatThrownBy(() -> load(root, 8))
        .hasMessageContaining("60 pictures of")
        .hasMessageContaining("bad49.jpg")
        .hasMessageNotContaining("bad50.jpg")
        .hasMessageEndingWith(" and 10 more");
  }

  @Test
  void kindsOfPictures_areToldByContent() throws IOException {
    Path root = twoClasses(3);
    for (String name :
        List.of(
            "lossy.webp", "webp-named.jpg", "plain.jfif", "rgb.tiff", "rgb.bmp", "palette.gif")) {
      try (InputStream file = getClass().getResourceAsStream("/pictures/" + name)) {
        Files.write(root.resolve("cat/" + name), file.readAllBytes());
      }
    }
    Files.write(root.resolve("dog/without-ending"), Pictures.jpeg(8, 8, 0x00FF00));
    Files.writeString(root.resolve("dog/notes.txt"), "grey");

    Dataset set = load(root, 8);

    assertThat(set.train().count() + set.test().count()).isEqualTo(13);
    assertThat(set.facts().notes())
        .contains("left out: 1 that are no pictures, such as dog/notes.txt");
  }

  @Test
  void whatProgramsLeaveBehind_isNoData() throws IOException {
    Path root = twoClasses(3);
    Pictures.into(root.resolve("cat/.ipynb_checkpoints"), 2);
    Pictures.into(root.resolve("@eaDir/0.png"), 2);
    Pictures.into(root.resolve("__MACOSX/cat"), 2);
    Files.write(root.resolve("dog/Thumbs.db"), new byte[] {1});
    Files.write(root.resolve("dog/._0.png"), new byte[] {1});

    Dataset set = load(root, 8);

    assertThat(set.classes()).containsExactly("cat", "dog");
    assertThat(set.train().count() + set.test().count()).isEqualTo(6);
    assertThat(set.facts().notes())
        .anyMatch(note -> note.startsWith("left out: 5 named as programs name what is theirs"));
  }

  @Test
  void links_areFollowedButNotInCircles() throws IOException {
    Path real = twoClasses(5);
    Path set = Files.createDirectories(folder.resolve("linked"));
    Files.createSymbolicLink(set.resolve("cat"), real.resolve("cat"));
    Pictures.into(set.resolve("dog"), 5);
    Files.createSymbolicLink(set.resolve("dog/around"), set);
    Files.createSymbolicLink(set.resolve("dog/gone.png"), folder.resolve("nowhere"));
    Path all = Files.createSymbolicLink(folder.resolve("all"), set);

    Dataset linked = load(all, 8);

    assertThat(linked.classes()).containsExactly("cat", "dog");
    assertThat(linked.train().count() + linked.test().count()).isEqualTo(10);
    assertThat(linked.facts().notes())
        .anyMatch(note -> note.startsWith("left out: 2 links that lead nowhere or in a circle"));
  }

  @Test
  void sizes_ofASet_areThoseOfTheSource() throws IOException {
    Path root = twoClasses(5);
    Files.write(root.resolve("cat/big.png"), Pictures.png(40, 20, 0));

    assertThat(new ImageFolder(root, 0).sizes()).hasSize(11);
    assertThat(new ImageFolder(root, 0).sizes().getLast().width()).isEqualTo(40);
  }

  @Test
  void fileChangedWhileItIsRead_isNoticed() throws IOException {
    Path root = twoClasses(3);
    byte[] other = Pictures.png(8, 8, 0x00FF00);
    var changing =
        new DatasetDefinition.Surroundings(
            folder.resolve("cache"),
            8,
            (what, done, all) -> {
              if (what.startsWith("reading") && done == all) {
                write(root.resolve("dog/2.png"), other);
              }
            });

    assertThatThrownBy(() -> new ImageFolder(root, 0).load(changing))
        .hasMessageContaining("dog/2.png was changed while it was read");
  }

  private static void write(Path file, byte[] content) {
    try {
      Files.write(file, content);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void decodingOfAProcessThatIsGone_isTakenAway() throws IOException {
    Path root = twoClasses(5);
    load(root, 8);
    Path cache = folder.resolve("cache");
    String kept;
    try (var files = Files.list(cache)) {
      kept =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith(".bin"))
              .findFirst()
              .orElseThrow();
    }
    Path half = Files.writeString(cache.resolve(kept + ".999999999.part"), "half");
    Path ours =
        Files.writeString(cache.resolve(kept + "." + ProcessHandle.current().pid() + ".part"), "x");

    load(root, 9);

    assertThat(half).doesNotExist();
    assertThat(ours).exists();
  }

  @Test
  void cacheThatCannotBeWritten_isSaidToBeThatOne() throws IOException {
    Path root = twoClasses(3);
    Path file = Files.writeString(folder.resolve("no-folder"), "");
    var surroundings =
        new DatasetDefinition.Surroundings(file.resolve("cache"), 8, (what, done, all) -> {});

    assertThatThrownBy(() -> new ImageFolder(root, 0).load(surroundings))
        .hasMessageContaining("where decoded pictures are kept, cannot be written")
        .hasMessageContaining("podium.worker.cache-dir");
  }

  @Test
  void progress_thatThrows_endsTheDecoding() throws IOException {
    Path root = twoClasses(50);
    var stopping =
        new DatasetDefinition.Surroundings(
            folder.resolve("cache"),
            300,
            (what, done, all) -> {
              throw new IllegalStateException("stopped");
            });

    assertThatThrownBy(() -> new ImageFolder(root, 0).load(stopping)).hasMessage("stopped");
  }
}
