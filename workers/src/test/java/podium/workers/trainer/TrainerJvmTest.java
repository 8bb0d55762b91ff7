package podium.workers.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

  @Test
  void environment_roomForEveryThread_threadsSpinForAMoment() {
    assertThat(TrainerJvm.environment(Map.of(), true))
        .containsEntry("GOMP_SPINCOUNT", "4000")
        .containsEntry("MALLOC_ARENA_MAX", "1")
        .doesNotContainKey("OMP_WAIT_POLICY");
  }

  @Test
  void environment_processorsShared_threadsSleep() {
    assertThat(TrainerJvm.environment(Map.of(), false))
        .containsEntry("OMP_WAIT_POLICY", "PASSIVE")
        .doesNotContainKey("GOMP_SPINCOUNT");
  }

  @Test
  void environment_whatAPersonSaid_stays() {
    assertThat(
            TrainerJvm.environment(
                Map.of("OMP_WAIT_POLICY", "ACTIVE", "MALLOC_ARENA_MAX", "4"), true))
        .doesNotContainKeys("GOMP_SPINCOUNT", "OMP_WAIT_POLICY", "MALLOC_ARENA_MAX");
    assertThat(TrainerJvm.environment(Map.of("GOMP_SPINCOUNT", "0"), true))
        .doesNotContainKeys("GOMP_SPINCOUNT", "OMP_WAIT_POLICY");
  }

  @ParameterizedTest
  @CsvSource({"2,1,2,true", "2,2,2,false", "1,2,2,true", "8,2,16,true", "4,1,2,false"})
  void room_forThreadsOfTrainers_isAProcessorForEach(
      int threads, long trainers, int processors, boolean room) {
    assertThat(TrainerJvm.haveRoom(threads, trainers, processors)).isEqualTo(room);
  }
}
