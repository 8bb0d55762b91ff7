package podium.engine.study;

import java.util.Map;

/**
 * Seconds until a job that is given slots goes on: measured by the authors of "Multi-Resource
 * Interleaving for Deep Learning Training" (Muri, SIGCOMM 2022), from their artifact
 * (github.com/Rivendile/Muri, simulator/run_sim.py, Apache-2.0).
 */
final class StartUp {
  /** Where nothing was measured. */
  private static final double OTHERS = 10;

  /** By model, on 1, 2, 4, 8, 16 and 32 GPUs. */
  private static final Map<String, double[]> MEASURED =
      Map.of(
          "vgg16", new double[] {7, 7, 8, 9, 9, 10},
          "vgg19", new double[] {7, 7, 8, 9, 10, 10},
          "resnet18", new double[] {4, 5, 5, 7, 7, 7},
          "shufflenet_v2_x1_0", new double[] {4, 4, 5, 5, 7, 8},
          "bert", new double[] {10, 10, 10, 10, 10, 10},
          "gpt2", new double[] {10, 10, 10, 10, 10, 10},
          "a2c", new double[] {38, 39, 39, 46, 46, 46},
          "dqn", new double[] {5, 5, 6, 6, 8, 8});

  private StartUp() {}

  /** Of a model on so many slots. */
  static double seconds(String model, int slots) {
    double[] measured = MEASURED.getOrDefault(model, new double[0]);
    int power = Integer.numberOfTrailingZeros(slots);
    return slots == 1 << power && power < measured.length ? measured[power] : OTHERS;
  }
}
