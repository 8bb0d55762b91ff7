package podium.workers.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import podium.protocol.report.Outcome;
import podium.workers.domain.TrainerEvent.Ended;

final class DeathTest {
  private static Ended ended(int code, String lastWords) {
    return new Death(code, lastWords, OptionalLong.of(3L << 30)).ended();
  }

  @ParameterizedTest
  @CsvSource({"129,SIGHUP", "130,SIGINT", "137,SIGKILL", "143,SIGTERM"})
  void death_bySomeoneOutside_isInfrastructureAndNamesTheSignal(int code, String signal) {
    assertThat(ended(code, "words").outcome()).isEqualTo(Outcome.FAILED_INFRASTRUCTURE);
    assertThat(ended(code, "words").message())
        .startsWith(
            "the trainer process was killed from outside (%s), having taken up to 3,072 MiB"
                .formatted(signal));
    assertThat(ended(code, "").message().contains("lack of memory")).isEqualTo(code == 137);
  }

  @ParameterizedTest
  @CsvSource({"132,SIGILL", "134,SIGABRT", "135,SIGBUS", "136,SIGFPE", "139,SIGSEGV"})
  void death_inNativeCode_isInfrastructureTooAndNamesTheSignal(int code, String signal) {
    assertThat(ended(code, "# C  [libmine.so+0x1] go"))
        .isEqualTo(
            new Ended(
                Outcome.FAILED_INFRASTRUCTURE,
                "the trainer process crashed in native code (%s), having taken up to 3,072 MiB: # C  [libmine.so+0x1] go"
                    .formatted(signal)));
  }

  @Test
  void death_withAnExitCode_tellsCodeAndLastWords() {
    assertThat(new Death(3, "", OptionalLong.empty()).ended())
        .isEqualTo(
            new Ended(
                Outcome.FAILED_CODE, "the trainer process ended with code 3: it wrote no error"));
    assertThat(new Death(200, "oh", OptionalLong.empty()).ended().message())
        .isEqualTo("the trainer process ended with code 200: oh");
  }

  @ParameterizedTest
  @CsvSource({
    "1,There is insufficient memory for the Java Runtime Environment to continue.",
    "134,terminate called after throwing an instance of 'std::bad_alloc'"
  })
  void death_forLackOfMemoryOfItsOwn_isToldAsSuch(int code, String lastWords) {
    assertThat(ended(code, lastWords).outcome()).isEqualTo(Outcome.FAILED_OOM);
    assertThat(ended(code, lastWords).message()).contains(lastWords, "smaller batchSize");
  }
}
