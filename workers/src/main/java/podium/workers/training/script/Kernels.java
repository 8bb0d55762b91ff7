package podium.workers.training.script;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The functions of {@code kernels.py}: torch's fused optimizers, gradients without accumulation,
 * and layers computed in bfloat16. Lives as long as its manager; for one thread.
 */
public final class Kernels {
  private static final String SOURCE = "kernels.py";

  private final NDManager manager;
  private final PtSymbolBlock module;
  private final Map<String, NDArray> names = new HashMap<>();
  private final Map<Stride, NDArray> strides = new HashMap<>();

  /** How a convolution's window moves: (down, right) steps and the zeros around, in pixels. */
  public record Stride(Shape steps, Shape padding) {}

  private Kernels(NDManager manager, PtSymbolBlock module) {
    this.manager = manager;
    this.module = module;
  }

  /** Loads the functions; they are released with the manager. */
  public static Kernels load(NDManager manager) {
    byte[] archive = ScriptArchive.of("Kernels", source());
    // why: torch would rewrite the functions while they are used, and the last bits of their
    // results
    JniUtils.setGraphExecutorOptimize(false);
    try {
      return new Kernels(
          manager,
          JniUtils.loadModule(torch(manager), new ByteArrayInputStream(archive), false, false));
    } catch (IOException e) {
      throw new UncheckedIOException("the TorchScript functions cannot be loaded", e);
    }
  }

  /** Convolution in bfloat16 of N,C,H,W by a weight of any float type; the result is bfloat16. */
  public NDArray convolution(NDArray input, NDArray weight, Stride stride) {
    return recorded("convolution", input, weight, numbers(stride));
  }

  /** The same with a bias for each channel. */
  public NDArray convolution(NDArray input, NDArray weight, NDArray bias, Stride stride) {
    return recorded("convolution_with_bias", input, weight, bias, numbers(stride));
  }

  /** Linear layer in bfloat16 of N,C; the result is bfloat16. */
  public NDArray linear(NDArray input, NDArray weight, NDArray bias) {
    return recorded("linear", input, weight, bias);
  }

  /** torch's ReLU, in place. */
  public NDArray relu(NDArray input) {
    return recorded("relu", input);
  }

  /** torch's ReLU6 (Howard and others 2017), in place: what lies below 0 or above 6 is cut off. */
  public NDArray relu6(NDArray input) {
    return recorded("relu6", input);
  }

  /** The same numbers in 32 bits, recorded for gradients as DJL's {@code toType} is not. */
  public NDArray wide(NDArray input) {
    return recorded("wide", input);
  }

  /**
   * The gradients of a loss by the weights, zero where it does not depend on one; row-major, as the
   * fused optimizers take weights and gradients to be laid out alike.
   */
  public Gradients gradients(NDArray loss, TensorList weights) {
    try (IValue root = IValue.from(torch(loss))) {
      return new Gradients(IValueUtils.runMethod(module, "gradients", root, weights.list()));
    }
  }

  /**
   * torch.nn.utils.clip_grad_norm_ (Pascanu and others 2013): scales all gradients in place by one
   * factor so that their norm together is at most the given one; without waiting for the device.
   */
  public void clip(Gradients gradients, double largestNorm) {
    try (IValue largest = IValue.from(largestNorm)) {
      IValueUtils.runMethod(module, "clip", gradients.list(), largest).close();
    }
  }

  /**
   * One step of torch.optim.Adam, or AdamW where the decay is decoupled, in place.
   *
   * @param step counted from 1
   */
  public void adam(
      TensorList weights,
      Gradients gradients,
      TensorList averages,
      TensorList squares,
      long step,
      double rate,
      double decay,
      boolean decoupled) {
    try (IValue count = IValue.from((double) step);
        IValue size = IValue.from(rate);
        IValue pull = IValue.from(decay);
        IValue apart = IValue.from(decoupled)) {
      IValueUtils.runMethod(
              module,
              "adam",
              weights.list(),
              gradients.list(),
              averages.list(),
              squares.list(),
              count,
              size,
              pull,
              apart)
          .close();
    }
  }

  /** One step of torch.optim.SGD in place; without momentum the list of momenta is empty. */
  public void sgd(
      TensorList weights,
      Gradients gradients,
      TensorList momenta,
      double rate,
      double momentum,
      double decay,
      boolean nesterov) {
    try (IValue size = IValue.from(rate);
        IValue kept = IValue.from(momentum);
        IValue pull = IValue.from(decay);
        IValue ahead = IValue.from(nesterov)) {
      IValueUtils.runMethod(
              module,
              "sgd",
              weights.list(),
              gradients.list(),
              momenta.list(),
              size,
              kept,
              pull,
              ahead)
          .close();
    }
  }

  /** The gradients at these places; they share their memory with all of them. */
  public Gradients chosen(Gradients gradients, long[] places) {
    try (IValue wanted = IValue.listFrom(places)) {
      return new Gradients(IValueUtils.runMethod(module, "chosen", gradients.list(), wanted));
    }
  }

  /** Adds gradients to others of the same weights. */
  public void addUp(Gradients sums, Gradients more) {
    IValueUtils.runMethod(module, "add_up", sums.list(), more.list()).close();
  }

  /**
   * One step of muon (Jordan and others 2024) in place, for weights of two or more dimensions: each
   * is first brought to the norm that its number of rows has as a square, then moved along its
   * momentum, made nearly orthogonal by three steps of Newton and Schulz.
   */
  public void muon(
      TensorList weights,
      Gradients gradients,
      TensorList momenta,
      double rate,
      double momentum,
      boolean nesterov) {
    try (IValue size = IValue.from(rate);
        IValue kept = IValue.from(momentum);
        IValue ahead = IValue.from(nesterov)) {
      IValueUtils.runMethod(
              module, "muon", weights.list(), gradients.list(), momenta.list(), size, kept, ahead)
          .close();
    }
  }

  /**
   * Calls kernels of convolutions channels-last, without moving a number: only for those of one
   * input or of one pixel, which lie the same way in both layouts.
   */
  public void channelsLast(TensorList weights) {
    IValueUtils.runMethod(module, "channels_last", weights.list()).close();
  }

  /** Moves averages a share of the way to values. */
  public void approach(TensorList averages, TensorList values, double share) {
    try (IValue part = IValue.from(share)) {
      IValueUtils.runMethod(module, "approach", averages.list(), values.list(), part).close();
    }
  }

  /** Overwrites targets by values. */
  public void copy(TensorList targets, TensorList values) {
    IValueUtils.runMethod(module, "copy", targets.list(), values.list()).close();
  }

  /** Exchanges the values of two lists, bit by bit. */
  public void exchange(TensorList ones, TensorList others) {
    IValueUtils.runMethod(module, "exchange", ones.list(), others.list()).close();
  }

  /** Mean products of the values in patches of 2x2 pixels of N,C,H,W: 4C, 4C in 64 bits. */
  public NDArray patchProducts(NDArray images) {
    return recorded("products", images);
  }

  /**
   * Kernels that make the values of patches uncorrelated and of variance 1, and their negatives:
   * 8C, 4C from what {@link #patchProducts} gives.
   */
  public NDArray whitening(NDArray products) {
    return recorded("whitening", products);
  }

  static PtNDArray torch(NDArray array) {
    if (array instanceof PtNDArray torchArray) {
      return torchArray;
    }
    throw new IllegalArgumentException("the array is not one of DJL's PyTorch engine");
  }

  static PtNDManager torch(NDManager manager) {
    if (manager instanceof PtNDManager torchManager) {
      return torchManager;
    }
    throw new IllegalArgumentException("the manager is not one of DJL's PyTorch engine");
  }

  /**
   * Calls a function of tensors in such a way that gradients can be had of it; DJL reads the
   * function's name from an array so named, and gives the result to the first one's manager.
   */
  private NDArray recorded(String function, NDArray... arguments) {
    NDList list = new NDList(arguments.length + 1);
    list.addAll(List.of(arguments));
    list.add(names.computeIfAbsent(function, this::name));
    return IValueUtils.forward(module, list, true).head();
  }

  /** The four numbers in the processor's memory, where torch reads them without waiting. */
  private NDArray numbers(Stride stride) {
    return strides.computeIfAbsent(
        stride,
        one ->
            kept(
                manager
                    .newSubManager(Device.cpu())
                    .create(
                        new long[] {
                          one.steps().get(0),
                          one.steps().get(1),
                          one.padding().get(0),
                          one.padding().get(1)
                        })));
  }

  // why: a scope closes at its end whatever was made in it
  private static NDArray kept(NDArray array) {
    NDScope.unregister(array);
    return array;
  }

  private NDArray name(String function) {
    NDArray name = kept(manager.create(0));
    name.setName("module_method:" + function);
    return name;
  }

  private static String source() {
    try (InputStream stream = Kernels.class.getResourceAsStream(SOURCE)) {
      return new String(
          Objects.requireNonNull(stream, SOURCE).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
