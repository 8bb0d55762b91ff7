package podium.workers.training.data.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import podium.workers.training.data.DatasetException;
import podium.workers.training.data.files.NamedFiles;

final class ImageLayoutTest {

  /** Names with a number of pictures each: "train/cat 3" is train/cat/0.png to train/cat/2.png. */
  private static ImageLayout layout(String... folders) {
    return ImageLayout.of(listing(Set.of(), folders), Path.of("set"));
  }

  private static Listing listing(Set<String> empty, String... folders) {
    List<NamedFiles.Item> pictures = new ArrayList<>();
    for (String folder : folders) {
      String name = folder.substring(0, folder.lastIndexOf(' '));
      int count = Integer.parseInt(folder.substring(folder.lastIndexOf(' ') + 1));
      for (int i = 0; i < count; i++) {
        pictures.add(
            new NamedFiles.Item(name.isEmpty() ? i + ".png" : name + "/" + i + ".png", 9, "9 9"));
      }
    }
    return new Listing(pictures, List.of(), List.of(), empty, List.of());
  }

  private static int[] counts(ImageLayout set, List<ImageLayout.Entry> part) {
    int[] counts = new int[set.classes().size()];
    part.forEach(entry -> counts[entry.label()]++);
    return counts;
  }

  private static void refused(String[] folders, String... words) {
    assertThatThrownBy(() -> layout(folders))
        .isInstanceOf(DatasetException.class)
        .hasMessageContainingAll(words);
  }

  @Test
  void foldersBelowAClass_belongToIt() {
    ImageLayout tiny =
        layout("train/n1/images 6", "train/n2/images/more 6", "val/n1/images 2", "val/n2 2");

    assertThat(tiny.classes()).containsExactly("n1", "n2");
    assertThat(tiny.train()).hasSize(12);
    assertThat(tiny.test()).hasSize(4);
    assertThat(counts(tiny, tiny.train())).containsExactly(6, 6);
  }

  @ParameterizedTest
  @CsvSource({
    "train, test",
    "train, val",
    "train, valid",
    "train, validation",
    "train, eval",
    "Training, Testing",
    "TRAIN, Test",
    "seg_train, seg_test",
    "training_set, test_set",
    "train_images, test-images"
  })
  void parts_byAnyOfTheirNames_areNotSplitAnew(String train, String test) {
    ImageLayout set = layout(train + "/a 20", train + "/b 20", test + "/a 3", test + "/b 3");

    assertThat(set.train()).hasSize(40);
    assertThat(set.test()).hasSize(6);
    assertThat(set.notes()).containsExactly("tested on %s/ (6 pictures)".formatted(test));
  }

  @Test
  void partsWithinPartsOfTheirName_areThoseParts() {
    ImageLayout set =
        layout(
            "seg_train/seg_train/sea 5",
            "seg_train/seg_train/street 5",
            "seg_test/seg_test/sea 2",
            "seg_test/seg_test/street 2",
            "seg_pred/seg_pred 7");

    assertThat(set.classes()).containsExactly("sea", "street");
    assertThat(set.train()).hasSize(10);
    assertThat(set.test()).hasSize(4);
    assertThat(set.notes())
        .contains("left out: seg_pred/ (7 pictures): it is no part, by its name");
  }

  @Test
  void validationBesideTest_isLeftOutAndSaid() {
    ImageLayout set =
        layout("train/a 9", "train/b 9", "val/a 4", "val/b 4", "test/a 5", "test/b 5");

    assertThat(set.test()).hasSize(10);
    assertThat(set.notes())
        .containsExactly(
            "tested on test/ (10 pictures)", "left out: val/ (8 pictures): test/ is tested on");
  }

  @Test
  void testWithoutLabelsBesideValidation_isLeftOutAndSaid() {
    ImageLayout set = layout("train/a 9", "train/b 9", "val/a 4", "val/b 4", "test 5");

    assertThat(set.test()).hasSize(8);
    assertThat(set.notes()).contains("tested on val/ (8 pictures)");
    assertThat(set.notes()).anyMatch(note -> note.startsWith("left out: test/ (5 pictures)"));
  }

  @Test
  void testWithoutLabelsAlone_isRefused() {
    refused(
        new String[] {"train/lilac 20", "train/poppy 20", "test 10"},
        "test/ has no folder of a class",
        "train/ with 2 folders (lilac 20, poppy 20)",
        "test/ with 10 pictures");
  }

  @Test
  void trainAlone_isRefusedAndNeverSplit() {
    refused(new String[] {"train/a 9", "train/b 9"}, "nothing to test on", "name train/ itself");
  }

  @Test
  void testAlone_isRefused() {
    refused(new String[] {"test/a 9", "test/b 9"}, "no train/ beside it");
  }

  @Test
  void partsWithoutClasses_areRefused() {
    refused(new String[] {"train 9", "test 9"}, "no folders of classes");
  }

  @Test
  void partsWithinClasses_areRefused() {
    refused(
        new String[] {"cat/train 9", "cat/test 2", "dog/train 9", "dog/test 2"},
        "within the classes",
        "cat/train/");
  }

  @Test
  void twoPartsToTrainOn_areRefused() {
    refused(
        new String[] {"train/a 9", "train/b 9", "Training/a 9", "Training/b 9", "test/a 2"},
        "both Training/ and train/");
  }

  @Test
  void aClassNamedTrain_isAClassAmongOthers() {
    ImageLayout vehicles = layout("bus 10", "car 10", "train 10");

    assertThat(vehicles.classes()).containsExactly("bus", "car", "train");
    assertThat(vehicles.train()).hasSize(24);
    assertThat(vehicles.test()).hasSize(6);
  }

  @Test
  void aTestClassThatTrainingLacks_isRefused() {
    refused(
        new String[] {"train/a 9", "train/b 9", "test/a 2", "test/c 2"},
        "test/ has c, which train/ lacks",
        "c 2");
  }

  @Test
  void namesThatDifferInCaseAlone_areRefusedAndSaid() {
    refused(
        new String[] {"train/lilac 9", "train/b 9", "test/Lilac 2", "test/b 2"},
        "Lilac",
        "upper and lower case");
  }

  @Test
  void aClassThatTheTestLacks_isAllRight() {
    ImageLayout set = layout("train/a 9", "train/b 9", "train/c 9", "test/a 2", "test/c 2");

    assertThat(set.classes()).containsExactly("a", "b", "c");
    assertThat(counts(set, set.test())).containsExactly(2, 0, 2);
  }

  @Test
  void oneClassAlone_isRefused() {
    refused(new String[] {"onecls 30"}, "onecls is its only class");
    refused(new String[] {"train/a 9", "test/a 2"}, "a is its only class");
  }

  @Test
  void emptyClasses_areRefusedByName() {
    assertThatThrownBy(
            () ->
                ImageLayout.of(
                    listing(Set.of("train/rose"), "train/a 9", "train/b 9", "test/a 2"),
                    Path.of("set")))
        .hasMessageContaining("train/rose/ holds no pictures")
        .hasMessageContaining("rose 0");
  }

  @Test
  void noPicturesAtAll_areRefused() {
    refused(new String[] {}, "there are no pictures in it");
  }

  @Test
  void picturesOutsideOfFolders_areRefused() {
    refused(new String[] {" 5"}, "lie in no folders of classes", "5 pictures outside of folders");
  }

  @Test
  void aFolderAroundTheClassesWithAStrayPicture_isNoClass() {
    ImageLayout set = layout("garden 1", "garden/lilac 10", "garden/poppy 10", " 1");

    assertThat(set.classes()).containsExactly("lilac", "poppy");
    assertThat(set.train().size() + set.test().size()).isEqualTo(20);
    assertThat(set.notes())
        .contains("left out: 2 lying above the class folders, such as 0.png, garden/0.png");
  }

  @Test
  void composedAndDecomposedNames_areOneClass() {
    String composed = "\uC7A5\uBBF8";
    String decomposed = "\u110C\u1161\u11BC\u1106\u1175";
    ImageLayout set =
        layout("train/" + composed + " 9", "train/b 9", "test/" + decomposed + " 2", "test/b 2");

    assertThat(set.classes()).containsExactly("b", composed);
    assertThat(counts(set, set.test())).containsExactly(2, 2);
  }

  @Test
  void aSetWithoutParts_isSplitFourToOne() {
    ImageLayout set = layout("cat 25", "dog 25");

    assertThat(set.train()).hasSize(40);
    assertThat(set.test()).hasSize(10);
    assertThat(set.notes())
        .containsExactly(
            "tested on every fifth picture, since there are no folders train/ and test/");
  }

  @ParameterizedTest
  @CsvSource({
    "train 9; test1 9, sounds like a part",
    "cars_train/a 9; cars_train/b 9; cars_test/a 9; cars_test/b 9, sounds like a part",
    "rps/rock 9; rps/paper 9; rps-test-set/rock 9; rps-test-set/paper 9, sounds like a part",
    "yes 9; no 9; brain_tumor_dataset/yes 9; brain_tumor_dataset/no 9, named as the classes beside",
    "daisy 9; rose 9; flowers/daisy 9; flowers/rose 9, named as the classes beside",
    "images 9; annotations/trimaps 9, hardly a class",
    "fruits/Training/a 9; fruits/Test/a 9; original/Training/a 9; original/Test/a 9, within the"
        + " classes",
    "x/deep/er/train/a 9; y 9, within the classes"
  })
  void layoutsThatMayMeanSomethingElse_areRefused(String folders, String words) {
    refused(folders.split("; "), words, "Found: ");
  }

  @Test
  void classesWhoseNamesHoldWordsOfParts_areClasses() {
    ImageLayout places = layout("bullet_train 9", "train_station 9", "subway 9");

    assertThat(places.classes()).containsExactly("bullet_train", "subway", "train_station");
  }

  @Test
  void classesOfOnePicture_areTrainedOnAndSaid() {
    ImageLayout set = layout("a 1", "b 1", "c 1", "d 1", "e 1", "f 30");

    assertThat(counts(set, set.train())).doesNotContain(0);
    assertThat(set.notes())
        .anyMatch(note -> note.startsWith("5 classes without a picture to test"));
  }

  @Test
  void folderAThousandDeep_isRefusedInWords() {
    refused(new String[] {"a 9", "b/".repeat(1000) + "c 9"}, "folders deep");
  }
}
