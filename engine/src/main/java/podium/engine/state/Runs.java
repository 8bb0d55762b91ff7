package podium.engine.state;

import java.util.Arrays;
import java.util.function.IntToLongFunction;
import podium.protocol.Text;

/** Columns of whole numbers as text, of which many are alike in a row: {@code 1*9998 2 0}. */
final class Runs {
  private Runs() {}

  /** The text of so many numbers. */
  static String of(int length, IntToLongFunction numbers) {
    StringBuilder text = new StringBuilder();
    for (int from = 0; from < length; ) {
      long number = numbers.applyAsLong(from);
      int to = from + 1;
      while (to < length && numbers.applyAsLong(to) == number) {
        to++;
      }
      text.append(text.isEmpty() ? "" : " ").append(number);
      if (to - from > 1) {
        text.append('*').append(to - from);
      }
      from = to;
    }
    return text.toString();
  }

  /**
   * The numbers of a text.
   *
   * @throws IllegalArgumentException when it has not so many
   */
  static long[] read(String text, int length) {
    long[] numbers = new long[length];
    int filled = 0;
    for (int from = 0; from < text.length(); ) {
      int space = text.indexOf(' ', from);
      int to = space < 0 ? text.length() : space;
      int star = text.indexOf('*', from);
      boolean many = star >= 0 && star < to;
      long number = Long.parseLong(text, from, many ? star : to, 10);
      int times = many ? Integer.parseInt(text, star + 1, to, 10) : 1;
      if (times < 1 || times > length - filled) {
        throw new IllegalArgumentException(Text.of("a column has more than %d numbers", length));
      }
      Arrays.fill(numbers, filled, filled + times, number);
      filled += times;
      from = to + 1;
    }
    if (filled < length) {
      throw new IllegalArgumentException(
          Text.of("a column has %d numbers instead of %d", filled, length));
    }
    return numbers;
  }
}
