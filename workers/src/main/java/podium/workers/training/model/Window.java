package podium.workers.training.model;

import ai.djl.ndarray.types.Shape;

/** A sliding window of a convolution or a pooling: kernel, stride and padding, in pixels. */
record Window(Shape kernel, Shape stride, Shape padding) {

  static Window square(int kernel, int stride, int padding) {
    return new Window(
        new Shape(kernel, kernel), new Shape(stride, stride), new Shape(padding, padding));
  }

  /** One pixel high, {@code length} wide; keeps the image's size. */
  static Window row(int length) {
    return new Window(new Shape(1, length), new Shape(1, 1), new Shape(0, length / 2));
  }

  /** One pixel wide, {@code length} high; keeps the image's size. */
  static Window column(int length) {
    return new Window(new Shape(length, 1), new Shape(1, 1), new Shape(length / 2, 0));
  }

  /** The output's height (axis 0) or width (axis 1), rounded as PyTorch does. */
  long extent(long input, int axis, boolean ceiling) {
    long free = input + 2 * padding.get(axis) - kernel.get(axis);
    long steps =
        ceiling ? Math.ceilDiv(free, stride.get(axis)) : Math.floorDiv(free, stride.get(axis));
    // why: a ceil-mode window that would start in the right padding is left out
    boolean outside = ceiling && steps * stride.get(axis) >= input + padding.get(axis);
    return outside ? steps : steps + 1;
  }

  Shape shapeAfter(Shape input, long channels, boolean ceiling) {
    return new Shape(
        input.get(0), channels, extent(input.get(2), 0, ceiling), extent(input.get(3), 1, ceiling));
  }
}
