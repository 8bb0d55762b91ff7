package podium.workers.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import podium.protocol.event.Slot;

final class DeviceProbeTest {
  private static final List<String> TWO_GPUS =
      List.of(
          "0, NVIDIA GeForce RTX 3060, GPU-aaaa, 12288 MiB",
          "1, NVIDIA H200, GPU-bbbb, 143771 MiB");

  @Test
  void gpus_seenByDriverAndTorch_areSlotsPinnedByTheirUuid() {
    assertThat(new DeviceProbe(() -> TWO_GPUS, () -> 2).all())
        .containsExactly(
            new DeviceProbe.Found(
                new Slot("cuda:0", "NVIDIA GeForce RTX 3060, 12288 MiB", "GPU-aaaa"), "GPU-aaaa"),
            new DeviceProbe.Found(
                new Slot("cuda:1", "NVIDIA H200, 143771 MiB", "GPU-bbbb"), "GPU-bbbb"));
  }

  @Test
  void gpus_withALibtorchForProcessorsOnly_areNotOffered() {
    assertThat(new DeviceProbe(() -> TWO_GPUS, () -> 0).all())
        .singleElement()
        .satisfies(found -> assertThat(found.slot().name()).isEqualTo("cpu:0"));
  }

  @Test
  void machine_withoutGpu_offersItsProcessor() {
    assertThat(new DeviceProbe(List::of, () -> 0).all())
        .singleElement()
        .satisfies(found -> assertThat(found.visibleDevices()).isEmpty());
  }
}
