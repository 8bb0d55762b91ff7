package podium.workers.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

final class GpuTest {
  @Test
  void uuid_isWrittenAsNvidiaSmiDoes() {
    assertThat(Gpu.words(HexFormat.of().parseHex("0123456789abcdef0123456789abcdef")))
        .isEqualTo("GPU-01234567-89ab-cdef-0123-456789abcdef");
  }

  @Test
  void uuid_ofAProcessWithoutADriver_isEmptyOrOfThatForm() {
    assertThat(Gpu.uuid()).matches("(GPU(-[0-9a-f]{4,12}){5})?");
  }
}
