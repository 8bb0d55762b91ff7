package podium.workers.training.data.folder;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import podium.workers.training.data.Dataset;
import podium.workers.training.data.DatasetDefinition;
import podium.workers.training.data.Pictures;

/** A folder in which a test puts pictures, and what was told while they were read. */
abstract class FolderOfPictures {
  @TempDir Path folder;
  final List<String> progress = new ArrayList<>();

  DatasetDefinition.Surroundings surroundings(int imageSize) {
    return new DatasetDefinition.Surroundings(
        folder.resolve("cache"), imageSize, (what, done, all) -> progress.add(what));
  }

  Dataset load(Path place, int imageSize) {
    return new ImageFolder(place, 0).load(surroundings(imageSize));
  }

  Path twoClasses(int each) throws IOException {
    Path root = folder.resolve("set");
    Pictures.into(root.resolve("cat"), each);
    Pictures.into(root.resolve("dog"), each);
    return root;
  }

  List<String> decoded() {
    return progress.stream().filter(what -> what.startsWith("decoding")).distinct().toList();
  }
}
