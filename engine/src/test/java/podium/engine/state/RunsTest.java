package podium.engine.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import podium.engine.Seeds;

final class RunsTest {
  @Test
  void numbers_writtenAndRead_areTheSame() {
    Seeds.upTo(
        200,
        random -> {
          long[] numbers = random.longs(random.nextInt(40), -2, 3).toArray();
          String text = Runs.of(numbers.length, at -> numbers[at]);
          assertThat(Runs.read(text, numbers.length)).isEqualTo(numbers);
        });
  }

  @Test
  void manyAlike_areOneWord() {
    assertThat(Runs.of(10_000, at -> at < 9_998 ? 1 : at == 9_998 ? 2 : 0)).isEqualTo("1*9998 2 0");
  }

  @Test
  void columnOfAnotherLength_isRefused() {
    assertThatThrownBy(() -> Runs.read("1*3", 2)).hasMessageContaining("more than 2");
    assertThatThrownBy(() -> Runs.read("1*3", 4)).hasMessageContaining("3 numbers instead of 4");
    assertThatThrownBy(() -> Runs.read("1*9999999999", 4))
        .isInstanceOf(NumberFormatException.class);
  }
}
