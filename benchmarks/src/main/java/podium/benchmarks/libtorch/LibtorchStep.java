package podium.benchmarks.libtorch;

import java.io.IOException;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Adam;
import org.bytedeco.pytorch.AdamOptions;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import podium.benchmarks.child.Stopwatch;

/**
 * A measured process: training steps on libtorch alone, of one fixed batch of 32x32 images. A step
 * is zero_grad, forward, cross-entropy, backward, and torch::optim::Adam's step.
 */
public final class LibtorchStep {
  private static final int SIZE = 32;
  private static final int CLASSES = 10;

  private LibtorchStep() {}

  /** Takes model, batch size, {@code default} or {@code channels-last}, and threads. */
  public static void main(String[] arguments) throws IOException {
    int batch = Integer.parseInt(arguments[1]);
    boolean channelsLast = arguments[2].equals("channels-last");
    torch.set_num_threads(Integer.parseInt(arguments[3]));
    torch.manual_seed(1);
    Net net = Nets.named(arguments[0]);
    TensorVector parameters = net.module().parameters();
    long count = 0;
    for (Tensor parameter : parameters.get()) {
      count += parameter.numel();
      if (channelsLast && parameter.dim() == 4) {
        parameter.set_data(parameter.contiguous(torch.MemoryFormat.ChannelsLast));
      }
    }
    // why: rate 0, as the engine's step beside it: learned by heart, a batch has gradients near
    // zero
    Adam adam = new Adam(parameters, new AdamOptions(0));
    Tensor drawn = torch.randn(batch, 3, SIZE, SIZE);
    Tensor images = channelsLast ? drawn.contiguous(torch.MemoryFormat.ChannelsLast) : drawn;
    Tensor labels = torch.randint(CLASSES, new long[] {batch}).to(torch.ScalarType.Long);
    Runnable step =
        () -> {
          // why: what a step makes is released with it, as in C++
          PointerScope made = new PointerScope();
          try {
            adam.zero_grad();
            torch.cross_entropy_loss(net.forward(images), labels).backward();
            adam.step();
          } finally {
            made.close();
          }
        };
    Stopwatch.serve(Long.toString(count), Map.of("step", step));
  }
}
