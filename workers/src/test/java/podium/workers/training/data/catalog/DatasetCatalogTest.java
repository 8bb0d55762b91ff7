package podium.workers.training.data.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import podium.workers.training.data.Dataset;
import podium.workers.training.data.DatasetDefinition;
import podium.workers.training.data.DatasetException;
import podium.workers.training.data.ImageSet;
import podium.workers.training.data.Pictures;

final class DatasetCatalogTest {
  private static final DatasetDefinition.Progress NOBODY = (what, done, all) -> {};

  @TempDir private Path folder;

  private DatasetCatalog catalog(DatasetSettings.Kind kind, Optional<Path> place) {
    return DatasetCatalog.load(
        List.of(new DatasetSettings("mine", kind, place, 0)), folder.resolve("cache"));
  }

  @Test
  void unknownSet_namesTheKnownOnes() {
    DatasetCatalog catalog = catalog(DatasetSettings.Kind.DIGITS, Optional.empty());

    assertThatThrownBy(() -> catalog.dataset("mnist", own -> own, NOBODY))
        .hasMessageContaining("'mnist'")
        .hasMessageContaining("mine");
  }

  @Test
  void unchangedSet_isDecodedOnce() {
    DatasetCatalog catalog = catalog(DatasetSettings.Kind.DIGITS, Optional.empty());

    assertThat(catalog.dataset("mine", own -> own, NOBODY))
        .isSameAs(catalog.dataset("mine", own -> own, NOBODY));
  }

  @Test
  void changedSet_isNoticedByTheNextWhoAsks() throws IOException {
    Path set = folder.resolve("set");
    Pictures.into(set.resolve("lilac"), 10);
    Pictures.into(set.resolve("poppy"), 10);
    DatasetCatalog catalog = catalog(DatasetSettings.Kind.BY_CONTENT, Optional.of(set));
    Dataset before = catalog.dataset("mine", own -> own, NOBODY);
    assertThat(catalog.dataset("mine", own -> own, NOBODY)).isSameAs(before);

    Pictures.into(set.resolve("yarrow"), 10);
    Dataset after = catalog.dataset("mine", own -> own, NOBODY);

    assertThat(after.classes()).containsExactly("lilac", "poppy", "yarrow");
    assertThat(after.facts().fingerprint()).isNotEqualTo(before.facts().fingerprint());
    Files.delete(set.resolve("yarrow/0.png"));
    assertThat(catalog.dataset("mine", own -> own, NOBODY).facts().fingerprint())
        .isNotEqualTo(after.facts().fingerprint());
  }

  @Test
  void size_thatIsTrainedAt_isDecodedFromTheSource() throws IOException {
    Path set = folder.resolve("set");
    Pictures.into(set.resolve("lilac"), 10);
    Pictures.into(set.resolve("poppy"), 10);
    DatasetCatalog catalog = catalog(DatasetSettings.Kind.BY_CONTENT, Optional.of(set));

    assertThat(catalog.dataset("mine", own -> own, NOBODY).train().size()).isEqualTo(8);
    assertThat(catalog.dataset("mine", own -> own * 4, NOBODY).train().size()).isEqualTo(32);
  }

  @Test
  void setsTooSmallAndLabelsOutOfRange_areRefusedInWords() {
    ImageSet one = new ImageSet(1, new byte[3], new int[] {0});
    ImageSet two = new ImageSet(1, new byte[6], new int[] {0, 7});
    List<String> classes = List.of("a", "b");

    assertThatThrownBy(() -> new Dataset(one, one, classes, Dataset.HALF, Dataset.HALF))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("1 images to train on and 1 to test on");
    assertThatThrownBy(() -> new Dataset(two, one, classes, Dataset.HALF, Dataset.HALF))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("label 7");
  }
}
