package podium.workers.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TrainerJvmTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "PODIUM_TOKEN",
        "PODIUM_KAFKA_PASSWORD",
        "pgpassword",
        "MYSQL_PASSWD",
        "AWS_SECRET_ACCESS_KEY",
        "AWS_ACCESS_KEY",
        "GITHUB_TOKEN",
        "GOOGLE_APPLICATION_CREDENTIALS",
        "WANDB_API_KEY",
        "OPENAI_APIKEY"
      })
  void variable_thatIsASecretByItsName_isNoneOfATrainers(String name) {
    assertThat(TrainerJvm.isSecret(name)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PATH",
        "HOME",
        "CLASSPATH",
        "LD_LIBRARY_PATH",
        "CUDA_VISIBLE_DEVICES",
        "OMP_NUM_THREADS",
        "PODIUM_KAFKA",
        "KEYBOARD",
        "MALLOC_ARENA_MAX",
        "JAVA_TOOL_OPTIONS"
      })
  void variable_thatIsNone_stays(String name) {
    assertThat(TrainerJvm.isSecret(name)).isFalse();
  }
}
