package podium.benchmarks;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The benchmarks, too, know the rest of the house without being known by it. */
final class CirclesTest {
  private static final JavaClasses HOUSE =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("podium");

  @Test
  void packages_ofTheWholeHouse_knowEachOtherInOneDirection() {
    assertThat(HOUSE.contain("podium.benchmarks.Benchmarks")).isTrue();
    slices().matching("podium.(**)").should().beFreeOfCycles().check(HOUSE);
  }
}
