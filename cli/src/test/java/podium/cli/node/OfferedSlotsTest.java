package podium.cli.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import java.util.List;
import org.junit.jupiter.api.Test;
import podium.cli.error.UserErrorException;
import podium.protocol.event.Slot;
import podium.workers.config.WorkerSettings;
import podium.workers.trainer.DeviceProbe.Found;

final class OfferedSlotsTest {
  private static final List<Found> GPUS =
      List.of(
          new Found(new Slot("cuda:0", "NVIDIA H200, 143771 MiB", "GPU-aaaa"), "GPU-aaaa"),
          new Found(new Slot("cuda:1", "NVIDIA H200, 143771 MiB", "GPU-bbbb"), "GPU-bbbb"));

  private final NodeSettings shipped = new NodeSettings(ConfigFactory.load());

  private List<Found> offered(NodeSettings settings, String... devices) {
    return OfferedSlots.of(
        settings.withDevices(List.of(devices)).read(WorkerSettings::from), GPUS, 4);
  }

  @Test
  void devices_withoutNumber_areSlotsOfTheirOwnName() {
    assertThat(offered(shipped, "all")).isEqualTo(GPUS);
    assertThat(offered(shipped, "cuda:1", "cuda:0*1")).isEqualTo(GPUS);
    assertThat(offered(shipped, "cpu"))
        .extracting(found -> found.slot().name())
        .containsExactly("cpu:0");
  }

  @Test
  void severalSlots_onOneDevice_areNumberedAndPinnedToIt() {
    String shared = "NVIDIA H200, 143771 MiB, for 3 slots";
    assertThat(offered(shipped, "cuda:1*3"))
        .containsExactly(
            new Found(new Slot("cuda:1/0", shared, "GPU-bbbb"), "GPU-bbbb"),
            new Found(new Slot("cuda:1/1", shared, "GPU-bbbb"), "GPU-bbbb"),
            new Found(new Slot("cuda:1/2", shared, "GPU-bbbb"), "GPU-bbbb"));
    assertThat(offered(shipped, "cpu*4", "cuda:0"))
        .extracting(found -> found.slot().name())
        .containsExactly("cpu:0/0", "cpu:0/1", "cpu:0/2", "cpu:0/3", "cuda:0");
  }

  @Test
  void slots_moreThanThreads_areRefusedUnlessAPersonSaysHowManyEachHas() {
    assertThatThrownBy(() -> offered(shipped, "cpu*5"))
        .isInstanceOf(UserErrorException.class)
        .hasMessage(
            "5 slots on the processor, but threads for 4; offer cpu*4, or say with --threads how"
                + " many threads they have together");
    assertThatThrownBy(() -> offered(shipped.with("podium.worker.threads", 1), "cpu*2"))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("threads for 1")
        .hasMessageContaining("offer cpu,");
    assertThat(offered(shipped.with("podium.worker.threads", 8), "cpu*5")).hasSize(5);
    assertThat(offered(shipped.with("podium.worker.trainer.threads", 1), "cpu*5")).hasSize(5);
  }

  @Test
  void device_thatIsNotHere_isNamedWithThoseThatAre() {
    assertThatThrownBy(() -> offered(shipped, "cuda:7*2"))
        .isInstanceOf(UserErrorException.class)
        .hasMessage("device cuda:7 is not here; found: [cuda:0, cuda:1]");
  }
}
