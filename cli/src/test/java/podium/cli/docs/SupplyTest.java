package podium.cli.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Podium is built of. */
final class SupplyTest {
  @ParameterizedTest
  @ValueSource(strings = {"podium", ".ci/run", "docker/Dockerfile", "docker/Dockerfile.cuda"})
  void everyBuild_checksChecksumsStrictly(String file) {
    assertThat(Home.read(file).lines().filter(line -> line.matches("(.*\\W)?mvn -.*")))
        .isNotEmpty()
        .allSatisfy(line -> assertThat(line).containsPattern(" (-C|--strict-checksums) "));
  }

  @Test
  void everyBuild_hasOneOfEachClassAndListsWhatIsInIt() {
    assertThat(Home.read("pom.xml"))
        .contains("<banDuplicateClasses>", "<exclude>org.lz4:*</exclude>")
        .contains("cyclonedx-maven-plugin", "<goal>makeBom</goal>");
  }

  @ParameterizedTest
  @ValueSource(strings = {"net/jpountz/lz4/LZ4Factory.class", "org/slf4j/LoggerFactory.class"})
  void classThatSeveralLibrariesBring_isThereOnce(String name) throws IOException {
    assertThat(Collections.list(SupplyTest.class.getClassLoader().getResources(name))).hasSize(1);
  }
}
