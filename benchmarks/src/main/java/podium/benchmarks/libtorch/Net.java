package podium.benchmarks.libtorch;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.pytorch.BatchNorm2dImpl;
import org.bytedeco.pytorch.BatchNormOptions;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.Conv2dOptions;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Layers of torch::nn, one after the other, all registered in one module. For one thread. */
final class Net {
  private final Module module = new Module();
  // why: the native module does not keep Java's objects alive
  private final List<Module> parts = new ArrayList<>();
  private final List<UnaryOperator<Tensor>> layers = new ArrayList<>();

  /** What holds the parameters. */
  Module module() {
    return module;
  }

  /** The logits of N,3,H,W images. */
  Tensor forward(Tensor images) {
    Tensor output = images;
    for (UnaryOperator<Tensor> layer : layers) {
      output = layer.apply(output);
    }
    return output;
  }

  Net then(UnaryOperator<Tensor> layer) {
    layers.add(layer);
    return this;
  }

  /** Convolution without bias, padded by half its kernel, and batch norm. */
  UnaryOperator<Tensor> convolution(int inputs, int outputs, int kernel, int stride, int groups) {
    Conv2dOptions options = new Conv2dOptions(inputs, outputs, new LongPointer(kernel, kernel));
    options.stride().put(0L, stride).put(1L, stride);
    options.padding().put(new LongPointer(kernel / 2, kernel / 2));
    options.groups().put((long) groups);
    options.bias().put(false);
    Conv2dImpl convolution = part(new Conv2dImpl(options));
    BatchNorm2dImpl norm = part(new BatchNorm2dImpl(new BatchNormOptions(outputs)));
    return images -> norm.forward(convolution.forward(images));
  }

  /** The mean of each channel, dropout of a share of them, and a linear layer. */
  UnaryOperator<Tensor> head(int inputs, int classes, double dropout) {
    LinearImpl linear = part(new LinearImpl(inputs, classes));
    return images -> {
      Tensor means = torch.adaptive_avg_pool2d(images, 1, 1).flatten(1, -1);
      return linear.forward(dropout > 0 ? torch.dropout(means, dropout, true) : means);
    };
  }

  private <T extends Module> T part(T layer) {
    T registered = module.register_module("layer" + parts.size(), layer);
    parts.add(registered);
    return registered;
  }
}
